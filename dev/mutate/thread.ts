// A thread of Node with tests of the core in it, which takes orders.

import { globSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import type { Order } from './order.ts'

const VITEST = new URL('./vitest.ts', import.meta.url).href
const GLOB = 'import.meta.glob = (...args) => globModules(import.meta.url, ...args);'

const isTest = (url: string | undefined): boolean => url?.includes('/test/') === true

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vitest' && isTest(context.parentURL)
      ? { url: VITEST, shortCircuit: true }
      : next(specifier, context),
  load: (url, context, next) => {
    const loaded = next(url, context)
    const source = isTest(url) ? String(loaded.source) : ''
    return source.includes('import.meta.glob') ? { ...loaded, source: GLOB + source } : loaded
  },
})
// vite's import.meta.glob, as far as tests of the core use it.
Object.assign(globalThis, {
  globModules: (from: string, pattern: string, { query }: { query?: string } = {}) => {
    const cwd = path.dirname(fileURLToPath(from))
    const read = (file: string) => {
      const text = readFileSync(path.join(cwd, file), 'utf8')
      return query === '?raw' ? text : JSON.parse(text)
    }
    return Object.fromEntries(globSync(pattern, { cwd }).map((file) => [file, read(file)]))
  },
})

const { execute, load } = await import('./execute.ts')
const { files, mutant } = workerData as { files: readonly string[]; mutant?: string }
const loaders = files.map(
  (file) => [file, () => import(pathToFileURL(path.resolve(file)).href)] as const,
)
await load(loaders, mutant)
parentPort?.on('message', async (order: Order) => parentPort?.postMessage(await execute(order)))
parentPort?.postMessage('ready')
