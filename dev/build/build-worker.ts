// Builds the Worker: `login.js`, which holds what a login needs, behind an entry that exports its
// parts, and chunks that are loaded when somebody first asks for them (ADR 0019). Every build of
// the same sources has the same bytes.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { type OutputChunk, rolldown } from 'rolldown'

export interface BuildInput {
  /** The module whose exports are the Worker's. */
  readonly main: string
  /** Holds the modules of this build and nothing else. */
  readonly folder: string
}

/** What a set of modules weighs, in bytes. */
export interface Weight {
  readonly bytes: number
  readonly gzipBytes: number
}

export interface BuiltWorker {
  /** The module to start. */
  readonly file: string
  /** The modules beside it. */
  readonly chunks: readonly string[]
  /** What a cold start evaluates: the entry, and what it imports statically. */
  readonly entry: Weight
  readonly all: Weight
}

const ENTRY = 'index.js'
/** The platform has these modules itself. */
const OF_THE_PLATFORM = [/^cloudflare:/, /^node:/]
/** As wrangler resolves packages. */
const CONDITIONS = ['workerd', 'worker', 'browser', 'import', 'module', 'default']

/** Builds into the folder. */
export async function buildWorker({ main, folder }: BuildInput): Promise<BuiltWorker> {
  const bundle = await rolldown({
    input: { index: main },
    platform: 'neutral',
    external: OF_THE_PLATFORM,
    resolve: { conditionNames: CONDITIONS, mainFields: ['module', 'main'] },
    // workerd takes every export of the entry for a part of the Worker.
    preserveEntrySignatures: 'strict',
    checks: { ineffectiveDynamicImport: false },
  })
  try {
    const { output } = await bundle.generate({
      format: 'esm',
      minify: true,
      sourcemap: true,
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
      codeSplitting: { groups: [{ name: 'login', tags: ['$initial'] }] },
    })
    write(folder, output)
    const chunks = output.filter((one) => one.type === 'chunk')
    const names = chunks.map(({ fileName }) => fileName)
    return {
      file: path.join(folder, ENTRY),
      chunks: names.filter((name) => name !== ENTRY).map((name) => path.join(folder, name)),
      entry: weigh(entryChunks(chunks)),
      all: weigh(chunks),
    }
  } finally {
    await bundle.close()
  }
}

/** Only what differs is written, so builds at the same time do not disturb one another. */
function write(
  folder: string,
  output: readonly (
    | OutputChunk
    | { readonly fileName: string; readonly source: string | Uint8Array }
  )[],
): void {
  mkdirSync(folder, { recursive: true })
  const files = new Map(
    output.map((one) => [one.fileName, Buffer.from('code' in one ? one.code : one.source)]),
  )
  for (const [name, content] of files) {
    const file = path.join(folder, name)
    if (!existsSync(file) || !readFileSync(file).equals(content)) writeFileSync(file, content)
  }
  // wrangler uploads every module in the folder.
  for (const name of readdirSync(folder))
    if (!files.has(name)) rmSync(path.join(folder, name), { recursive: true, force: true })
}

function entryChunks(chunks: readonly OutputChunk[]): readonly OutputChunk[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const reached = new Set<OutputChunk>()
  const reach = (chunk: OutputChunk | undefined): void => {
    if (chunk === undefined || reached.has(chunk)) return
    reached.add(chunk)
    for (const name of chunk.imports) reach(byName.get(name))
  }
  reach(byName.get(ENTRY))
  return [...reached]
}

const weigh = (chunks: readonly OutputChunk[]): Weight => ({
  bytes: sum(chunks.map(({ code }) => Buffer.byteLength(code))),
  gzipBytes: sum(chunks.map(({ code }) => gzipSync(code, { level: 9 }).length)),
})

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)
