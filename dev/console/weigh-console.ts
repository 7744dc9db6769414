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

/** What a build emits: chunks, and other files. */
interface Emitted {
  readonly type: string
  readonly fileName: string
  readonly source?: unknown
}

/** The parts of a chunk of rolldown's that count here. */
interface Chunk extends Emitted {
  readonly type: 'chunk'
  readonly code: string
  readonly imports: readonly string[]
  readonly dynamicImports: readonly string[]
  readonly facadeModuleId: string | null
}

/** Builds the console without writing it, and weighs every screen. */
export async function weighConsole(): Promise<readonly ScreenWeight[]> {
  const built = await runBuild({ write: false })
  if (!('output' in built)) throw new Error('Vite built something else than one bundle')
  const output: readonly Emitted[] = built.output
  const chunks = output.filter(isChunk)
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const named = namedByDocument(output).flatMap((name) => byName.get(name) ?? [])
  const entry = reach(named, byName, imports)
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

const isChunk = (one: Emitted): one is Chunk => one.type === 'chunk'

/** The files that the document loads at once. */
function namedByDocument(output: readonly Emitted[]): readonly string[] {
  const document = output.find(({ fileName }) => fileName === 'index.html')
  const text = document && 'source' in document ? String(document.source) : ''
  return [...text.matchAll(/"\/console\/(assets\/[^"]+\.js)"/g)].map(([, name = '']) => name)
}

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
