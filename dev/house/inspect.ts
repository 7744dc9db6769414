// Reads the project's files and tells where a wall is broken or a budget is passed. What biome and
// knip can hold they hold: cycles, lengths, parameters, exports that nobody imports.

import path from 'node:path'
import { ROOMS, type Room } from './walls.ts'

/** A file of the project. */
export interface SourceFile {
  /** From the root of the project, with slashes. */
  readonly path: string
  readonly text: string
}

/** Files a folder may hold; beyond that a newcomer no longer finds his way in it. */
const FOLDER_FILES = 30
/** A folder with more files than this says in a README what it owns and where to start. */
const FILES_WITHOUT_README = 8
const README_LINES = 25
const COMMENT_CHARACTERS = 100
const COMMENT = /^\s*(\/\/|\/\*\*|\*)/
/** A value of a module, not a function, that reads the clock. */
const FROZEN_CLOCK = /^(?:export )?(?:const|let) (?!.*=>).*(?:Date\.now\(\)|new Date\(\))/

/** Everything that is wrong, one sentence each, each with its file. */
export const inspectHouse = (files: readonly SourceFile[]): readonly string[] => [
  ...files.flatMap(findBrokenWalls),
  ...findCrowdedFolders(files),
  ...files.flatMap(findLongComments),
  ...files.flatMap(findFrozenClocks),
]

/** The files that a module names in imports, exports and `import()`, relative ones alone. */
export function importsOf({ path: file, text }: SourceFile): readonly string[] {
  const named = text.matchAll(/(?:\bfrom |\bimport |\bimport\()\s*'(\.{1,2}\/[^']+)'/g)
  return [...named].map(([, name = '']) => path.posix.join(path.posix.dirname(file), name))
}

const isInside = (file: string, room: string): boolean =>
  file === room || file.startsWith(`${room}/`)

/** The room that a file is in: the most precise one. */
function findRoom(file: string): Room | undefined {
  const around = ROOMS.filter((room) => isInside(file, room.path))
  return around.reduce<Room | undefined>(
    (found, room) => (found && found.path.length >= room.path.length ? found : room),
    undefined,
  )
}

function findBrokenWalls(file: SourceFile): readonly string[] {
  const room = findRoom(file.path)
  if (!room || !isCode(file.path)) return []
  return importsOf(file).flatMap((target) => {
    if (!target.startsWith('src/')) return [`${file.path}: imports ${target}, which is not in src`]
    const there = findRoom(target)
    const allowed = there === room || room.uses.some((used) => isUsable(used, target, there))
    return allowed ? [] : [`${file.path}: ${room.path} may not use ${target}`]
  })
}

/**
 * Whether a file is in a room that may be used. The gate's objects lie flat: naming their folder
 * does not open the wings.
 */
const isUsable = (used: string, target: string, there: Room | undefined): boolean =>
  used === 'src/gate' ? there?.path === used : isInside(target, used)

function findCrowdedFolders(files: readonly SourceFile[]): readonly string[] {
  const folders = Map.groupBy(files, (file) => path.posix.dirname(file.path))
  return [...folders].flatMap(([folder, inside]) => {
    const code = inside.filter((file) => isCode(file.path)).length
    if (code > FOLDER_FILES) return [`${folder}: ${code} files, of ${FOLDER_FILES} at most`]
    if (code <= FILES_WITHOUT_README || !folder.startsWith('src')) return []
    const readme = inside.find((file) => file.path === `${folder}/README.md`)
    if (!readme) return [`${folder}: ${code} files and no README.md`]
    const lines = readme.text.trimEnd().split('\n').length
    return lines > README_LINES
      ? [`${readme.path}: ${lines} lines, of ${README_LINES} at most`]
      : []
  })
}

/** Lines that hold a URL may be longer, and so may a file that is generated (`.d.ts`). */
const findLongComments = ({ path: file, text }: SourceFile): readonly string[] =>
  isCode(file) && !file.endsWith('.d.ts')
    ? text
        .split('\n')
        .flatMap((line, index) =>
          line.length > COMMENT_CHARACTERS && COMMENT.test(line) && !line.includes('://')
            ? [`${file}:${index + 1}: a comment of ${line.length} characters`]
            : [],
        )
    : []

/**
 * Modules stay loaded for minutes while test files share a runtime, and workerd's clock stands at
 * zero while a module loads. A value that is read once is wrong by then.
 */
const findFrozenClocks = ({ path: file, text }: SourceFile): readonly string[] =>
  isCode(file)
    ? text
        .split('\n')
        .flatMap((line, index) =>
          FROZEN_CLOCK.test(line) ? [`${file}:${index + 1}: reads the clock while it loads`] : [],
        )
    : []

const isCode = (file: string): boolean => /\.tsx?$/.test(file)
