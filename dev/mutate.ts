// `npm run mutate`: changes the code in one place at a time and asks whether a test notices.
// `--area NAME` and `--only GLOB` narrow it, `--nearest N` runs the N nearest tests alone for a
// first look, and `--sample N --seed S` picks N mutants, the same ones for the same seed.

import { parseArgs } from 'node:util'
import { AREAS } from './mutate/areas.ts'
import { reportArea } from './mutate/report.ts'
import { runArea } from './mutate/run-area.ts'
import { sample } from './mutate/sample.ts'
import { startTally } from './tally.ts'

const { values: options } = parseArgs({
  options: {
    area: { type: 'string', multiple: true, default: AREAS.map(({ name }) => name) },
    only: { type: 'string' },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    nearest: { type: 'string' },
    'skip-static': { type: 'boolean', default: false },
    concurrency: { type: 'string', default: '2' },
  },
})
const number = (text: string | undefined) => (text === undefined ? undefined : Number(text))
const { only } = options
const areas = AREAS.filter(({ name }) => options.area.includes(name)).map((area) =>
  only === undefined ? area : { ...area, mutate: [only, '!src/**/refusals.ts'] },
)
const count = number(options.sample)
const picked = count === undefined ? undefined : await sample(areas, count, Number(options.seed))
const tally = startTally()
for (const area of areas) {
  const keys = picked?.get(area.name)
  if (keys?.length === 0) continue
  const results = await runArea(area, {
    sample: keys,
    concurrency: Number(options.concurrency),
    nearest: number(options.nearest),
    skipStatic: options['skip-static'],
  })
  reportArea(area, results, tally)
}
tally.finish()
