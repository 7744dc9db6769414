// `npm run build`, which wrangler runs by itself ([build] in wrangler.toml): the Worker into
// dist/worker, and, for `wrangler dev` alone, what a development machine lacks.

import path from 'node:path'
import { ROOT } from '../worker.ts'
import { buildWorker } from './build-worker.ts'
import { isForDevelopment, prepareDevelopment } from './prepare-development.ts'

const { entry, all } = await buildWorker({
  main: path.join(ROOT, 'src/index.ts'),
  folder: path.join(ROOT, 'dist/worker'),
})
const kib = (bytes: number) => `${(bytes / 1024).toFixed(0)} KiB`
console.log(
  `dist/worker: a login starts with ${kib(entry.bytes)} (${kib(entry.gzipBytes)} compressed) of ${kib(all.bytes)}.`,
)
if (isForDevelopment(process.env)) await prepareDevelopment()
