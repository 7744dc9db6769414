import { beforeAll, expect } from 'vitest'
import { fault } from './fault.ts'
import { type House, inD1 } from './house.ts'
import { interrupt, openHouseOfWishes, WISHES } from './wishes.ts'

let house: House
beforeAll(async () => {
  house = await openHouseOfWishes()
})

// The Worker keeps nothing: to end in the middle of a computation is to end before its next call.
for (const [what, { expectation, make }] of Object.entries(WISHES))
  fault(`The Worker ends at each call of ${what}`, expectation, () =>
    interrupt({ by: 'worker', parts: ['D1', 'KV', 'gate'] }, make()),
  )

for (const part of ['D1', 'KV'] as const)
  for (const what of [
    'issuing the fifth SSO key',
    'deleting a connector',
    'activating a version',
  ] as const) {
    const { expectation, make } = WISHES[what]
    fault(`${part} fails at each call of ${what}`, expectation, () =>
      interrupt({ by: 'command', how: 'fails', parts: [part] }, make()),
    )
  }

fault('The audit log after all of that', 'no change is told of twice', async () => {
  const told = await inD1<{ n: number }>(
    `SELECT COUNT(*) AS n FROM audit_entries WHERE tenant_id = ?
     GROUP BY request_id, action, target_id`,
    house.tenantId,
  )
  expect(told.filter(({ n }) => n > 1)).toEqual([])
  return `${told.length} entries, each once`
})
