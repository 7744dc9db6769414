// What we accept, another implementation verifies too, however it was spelled (R62). `npm run fuzz`
// asks all the time.

import { expect, it } from 'vitest'
import { openCourt } from '../../dev/fuzz/law.ts'
import { knownDifference, secondOpinion } from '../../dev/fuzz/second-opinion.ts'
import { buildSubjects } from '../../dev/fuzz/subjects.ts'

const MUTANTS = 2_000
const TIME_LIMIT_MS = 60_000
const SEED = 62

it('accepted mutants are good for xmldsigjs', { timeout: TIME_LIMIT_MS }, async () => {
  const { judge } = await openCourt(await buildSubjects(), SEED)
  let asked = 0
  const disagrees: string[] = []
  for (let number = 0; number < MUTANTS; number++) {
    const mutant = await judge(number)
    if (mutant === undefined || knownDifference(mutant) !== undefined) continue
    asked++
    if (!(await secondOpinion(mutant)))
      disagrees.push(`--seed ${SEED} --only ${number}: ${mutant.mutations.join()}`)
  }
  expect(disagrees).toEqual([])
  expect(asked).toBeGreaterThan(100)
})
