// `npm run build`, which wrangler runs by itself ([build] in wrangler.toml): the Worker into
// dist/worker, the console into dist/console, and, for `wrangler dev` alone, what a development
// machine lacks.

import path from 'node:path'
import { buildConsole } from '../console/build-console.ts'
import { ROOT } from '../worker.ts'
import { buildWorker } from './build-worker.ts'
import { isForDevelopment, prepareDevelopment } from './prepare-development.ts'

const [{ entry, all }, isNew] = await Promise.all([
  buildWorker({ main: path.join(ROOT, 'src/index.ts'), folder: path.join(ROOT, 'dist/worker') }),
  buildConsole(),
])
const kib = (bytes: number) => `${(bytes / 1024).toFixed(0)} KiB`
console.log(
  `dist/worker: a login starts with ${kib(entry.bytes)} (${kib(entry.gzipBytes)} compressed) of ${kib(all.bytes)}.`,
)
console.log(`dist/console: ${isNew ? 'built' : 'unchanged'}.`)
if (isForDevelopment(process.env)) await prepareDevelopment()
