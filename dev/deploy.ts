// `npm run deploy`: from nothing to a deployment that answers, and every time after. See
// docs/deploy.md.

import { Mistake } from './deploy/mistake.ts'
import { readOptions, USAGE } from './deploy/options.ts'
import { runDeploy } from './deploy/run-deploy.ts'
import { messageOf, red } from './steps.ts'

try {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options === undefined) console.log(USAGE)
  else await runDeploy(options, process.env)
} catch (fault) {
  console.error(red(`\n${messageOf(fault)}`))
  console.error('What is done stays done: mend this and run the same command again.')
  if (!(fault instanceof Mistake)) console.error(fault)
  process.exitCode = 1
}
