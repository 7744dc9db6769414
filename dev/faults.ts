// `npm run faults`: everything that may break while people log in and administrators work, broken
// on purpose in workerd. Says of every fault what was expected and what was observed.

import { parseArgs } from 'node:util'
import { bold, dim, green, red, seconds } from './steps.ts'
import { startTally } from './tally.ts'
import { type Reported, runVitest } from './vitest.ts'

const { values: options } = parseArgs({ options: { only: { type: 'string' } } })
const tally = startTally()
const report = await runVitest(tally, [
  '--config=test/faults/vitest.config.ts',
  // The refusals and outages that the Worker logs are what these tests are about.
  '--silent=true',
  ...(options.only === undefined ? [] : [`--testNamePattern=${options.only}`]),
])
for (const { assertionResults } of report?.testResults ?? [])
  for (const test of assertionResults) if (test.status !== 'skipped') show(test)
tally.finish()

function show({ title, status, duration = 0, meta, failureMessages }: Reported): void {
  const mark = status === 'passed' ? green('✓') : red('✗')
  const observed = meta.observation ?? failureMessages[0]?.split('\n')[0] ?? status
  console.log(`${mark} ${bold(title)} ${dim(seconds(duration))}`)
  console.log(`    expected: ${meta.expectation}`)
  console.log(`    observed: ${observed}`)
}
