import { beforeAll } from 'vitest'
import { fault } from './fault.ts'
import { interrupt, openHouseOfWishes, WISHES } from './wishes.ts'

beforeAll(openHouseOfWishes)

for (const [what, { expectation, make }] of Object.entries(WISHES))
  fault(`The gate ends at each await of ${what}`, expectation, () =>
    interrupt({ by: 'command' }, make()),
  )
