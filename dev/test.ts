// `npm test`: everything that needs nothing but npm. `--check-only` leaves the tests out.

import { parseArgs } from 'node:util'
import { runScript } from './child.ts'
import { startTally } from './tally.ts'
import { binary, runVitest } from './vitest.ts'

const CHECKS: readonly (readonly [string, readonly string[]])[] = [
  ['Every file is formatted and free of lint', ['biome', 'check', '.']],
  ['The Worker type-checks', ['tsc', '-p', '.']],
  ['The core stays pure', ['tsc', '-p', 'src/protocol']],
  ['The tests type-check', ['tsc', '-p', 'tsconfig.test.json']],
  ['The development code type-checks', ['tsc', '-p', 'tsconfig.dev.json']],
]

const { values: options } = parseArgs({ options: { 'check-only': { type: 'boolean' } } })
const tally = startTally()
for (const [title, [tool = '', ...args]] of CHECKS)
  await tally.check(title, async () => {
    await runScript({ script: binary(tool), args, env: process.env })
  })
if (!options['check-only']) await runVitest(tally)
tally.finish()
