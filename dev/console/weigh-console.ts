// What the console weighs: the JavaScript that a first screen needs, compressed, and what each
// further one adds.

import { gzipSync } from 'node:zlib'
import { runBuild } from './vite-config.ts'

/** KiB of JavaScript, compressed, by which a first screen can be used. */
export const MAX_FIRST_LOAD_KIB = 130
/** KiB of JavaScript, compressed, that a further screen may add. */
export const MAX_SCREEN_KIB = 60

/** What one screen weighs, in KiB. */
export interface ScreenWeight {
  readonly name: string
  /** As the first screen of a visit: the entry, the screen, and what both import. */
  readonly first: number
  /** After another screen, with the menus and dialogs that it may open. */
  readonly further: number
}

/** The parts of a chunk of rolldown's that count here. */
interface Chunk {
  readonly type: 'chunk'
  readonly fileName: string
  readonly code: string
  readonly imports: readonly string[]
  readonly dynamicImports: readonly string[]
  readonly isEntry: boolean
  readonly facadeModuleId: string | null
}

/** Builds the console without writing it, and weighs every screen. */
export async function weighConsole(): Promise<readonly ScreenWeight[]> {
  const built = await runBuild({ write: false })
  if (!('output' in built)) throw new Error('Vite built something else than one bundle')
  const chunks = (built.output as readonly { readonly type: string }[]).filter(isChunk)
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const entry = reach(
    chunks.filter(({ isEntry }) => isEntry),
    byName,
    imports,
  )
  const isOf = ({ facadeModuleId }: Chunk, end: string) => facadeModuleId?.endsWith(end) === true
  const frame = chunks.filter((chunk) => isOf(chunk, '/step-screen.tsx'))
  const screens = chunks
    .filter((chunk) => isOf(chunk, '-screen.tsx') || isOf(chunk, '-step.tsx'))
    // A step of the guided set-up stands in the screen of all steps.
    .map((chunk) => [chunk, ...(isOf(chunk, '-step.tsx') ? frame : [])])
  return screens.map((parts) => {
    const whole = reach(parts, byName, (chunk) => [...imports(chunk), ...popups(chunk)])
    return {
      name: parts[0]?.fileName.replace(/^.*\/|-[^-]*$/g, '') ?? '',
      first: weigh(new Set([...entry, ...reach(parts, byName, imports)])),
      further: weigh(new Set([...whole].filter((chunk) => !entry.has(chunk)))),
    }
  })
}

const isChunk = (one: { readonly type: string }): one is Chunk => one.type === 'chunk'
const imports = (chunk: Chunk): readonly string[] => chunk.imports
/** What a screen loads once somebody opens it: menus and dialogs. */
const popups = ({ dynamicImports }: Chunk): readonly string[] =>
  dynamicImports.filter((name) => /-popup-/.test(name))

function reach(
  from: readonly Chunk[],
  byName: ReadonlyMap<string, Chunk>,
  next: (chunk: Chunk) => readonly string[],
): ReadonlySet<Chunk> {
  const reached = new Set(from)
  // A Set goes on over what is added while it is walked.
  for (const chunk of reached)
    for (const name of next(chunk)) {
      const found = byName.get(name)
      if (found) reached.add(found)
    }
  return reached
}

const weigh = (chunks: ReadonlySet<Chunk>): number =>
  [...chunks].reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0) / 1024
