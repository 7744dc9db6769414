// `npm test`: everything that needs nothing but npm. `--check-only` leaves the tests out.

import path from 'node:path'
import { parseArgs } from 'node:util'
import { runScript } from './child.ts'
import { inspectHouse } from './house/inspect.ts'
import { HOUSE, readFiles } from './house/read-files.ts'
import { startTally } from './tally.ts'
import { binary, runVitest } from './vitest.ts'

/** Keeps what one run found, so that the next one looks at changes alone. */
const typeCheck = (project: string): readonly string[] => {
  const file = `node_modules/.cache/tsc/${project.replaceAll('/', '-')}.tsbuildinfo`
  return ['tsc', '-p', project, '--incremental', '--tsBuildInfoFile', file]
}

const CHECKS: readonly (readonly [string, readonly string[]])[] = [
  ['Every file is formatted and free of lint', ['biome', 'check', '.']],
  ['The Worker type-checks', typeCheck('.')],
  ['The core stays pure', typeCheck('src/protocol')],
  ['The console type-checks', typeCheck('src/console')],
  ['The tests type-check', typeCheck('tsconfig.test.json')],
  ['The development code type-checks', typeCheck('tsconfig.dev.json')],
  ['No export is left that nobody imports', ['knip', '--no-progress']],
]

const ROOT = path.join(import.meta.dirname, '..')

const { values: options } = parseArgs({ options: { 'check-only': { type: 'boolean' } } })
const tally = startTally()
for (const [title, [tool = '', ...args]] of CHECKS)
  await tally.check(title, async () => {
    await runScript({ script: binary(tool), args, env: process.env })
  })
await tally.check('Every wall of the house stands', () => {
  const found = inspectHouse(readFiles(ROOT, HOUSE))
  if (found.length > 0) throw new Error(found.join('\n'))
})
if (!options['check-only']) await runVitest(tally)
tally.finish()
