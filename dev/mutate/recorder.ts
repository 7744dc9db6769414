// Stands in for `vitest` where thousands of mutants are run: it records the tests of a file once,
// so that they can be run again and again in one process. Assertions and spies stay vitest's own.

import { format } from 'node:util'

type Body = (...args: readonly never[]) => unknown

export interface RecordedTest {
  /** Unique and the same in every process: file, titles, and the row of a table. */
  readonly id: string
  readonly name: string
  readonly file: string
  readonly body: () => unknown
  /** From the outermost suite to the innermost. */
  readonly suites: readonly Suite[]
}

export interface Suite {
  readonly title: string
  readonly beforeAll: Body[]
  readonly beforeEach: Body[]
  readonly afterEach: Body[]
  prepared: boolean
}

const tests = new Map<string, RecordedTest>()
let file = ''
let suites: readonly Suite[] = []

const suiteOf = (title: string): Suite => ({
  title,
  beforeAll: [],
  beforeEach: [],
  afterEach: [],
  prepared: false,
})

/** Loads a test file and records its tests. */
export async function record(name: string, load: () => Promise<unknown>): Promise<void> {
  file = name
  suites = [suiteOf('')]
  await load()
}

/** Every test recorded until now, by its id. */
export const recordedTests = (): ReadonlyMap<string, RecordedTest> => tests

function addTest(title: string, body: () => unknown): void {
  const name = [...suites.slice(1).map((suite) => suite.title), title].join(' > ')
  let id = `${file}#${name}`
  for (let copy = 2; tests.has(id); copy++) id = `${file}#${name} (${copy})`
  tests.set(id, { id, name, file, body, suites })
}

function describeOne(title: string, body: Body): void {
  const outer = suites
  suites = [...outer, suiteOf(title)]
  body()
  suites = outer
}

/** A title with the values of its row, as `%s` and its like ask for them. */
function titled(title: string, row: readonly unknown[], at: number): string {
  const places = title.replaceAll('%#', String(at)).match(/%[sdifjoO]/g)?.length ?? 0
  return format(title.replaceAll('%#', String(at)), ...row.slice(0, places))
}

const each =
  (add: (title: string, body: () => unknown) => void) =>
  (rows: readonly unknown[]) =>
  (title: string, body: Body): void =>
    rows.forEach((row, at) => {
      const values = Array.isArray(row) ? row : [row]
      add(titled(title, values, at), () => body(...(values as never[])))
    })

const skipped = (): void => undefined
const skippedEach = () => skipped

const recordIt = (title: string, ...rest: readonly unknown[]): void =>
  addTest(title, rest.find((part) => typeof part === 'function') as () => unknown)

export const it = Object.assign(recordIt, {
  each: each(addTest),
  skip: Object.assign(skipped, { each: skippedEach }),
  skipIf: (skip: unknown) => (skip ? Object.assign(skipped, { each: skippedEach }) : it),
})
export const test = it
export const describe = Object.assign(describeOne, {
  each: each(describeOne as never),
  skip: skipped,
  skipIf: (skip: unknown) => (skip ? skipped : describeOne),
})

export const beforeAll = (body: Body): number => suites.at(-1)?.beforeAll.push(body) ?? 0
export const beforeEach = (body: Body): number => suites.at(-1)?.beforeEach.push(body) ?? 0
export const afterEach = (body: Body): number => suites.at(-1)?.afterEach.push(body) ?? 0
/** What a file does at its end is nobody's business here: its tests may run again. */
export const afterAll = skipped

/** Leaves types alone: they do not run. */
export const expectTypeOf = (): unknown =>
  new Proxy(skipped, { get: () => expectTypeOf(), apply: () => undefined })
