// docs/conformance.md is a promise per line: that a file keeps a rule, and that a test fails
// without it. Here it is held to what is really there. It is read as text, so a title has to be
// quoted exactly as the test spells it.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = path.resolve(import.meta.dirname, '../..')
const CONFORMANCE = 'docs/conformance.md'
const IN_FORCE = [...numbers('R', [1, 13], [20, 35], [40, 55]), ...numbers('I', [1, 10], [13, 13])]

function numbers(letter: string, ...ranges: readonly (readonly [number, number])[]) {
  return ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, n) => `${letter}${first + n}`),
  )
}

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8')

/**
 * Every Markdown link of a document that is no address of the web, with where it leads from the
 * root.
 */
const linksOf = (document: string) =>
  [...read(document).matchAll(/\[([^[\]]*)\]\(([^()\s]+)\)/g)]
    .map(([, text = '', address = '']) => ({ text, address }))
    .filter(({ address }) => !/^[a-z]+:/.test(address))
    .map(({ text, address }) => {
      const [file = '', anchor] = address.split('#', 2)
      const target = file === '' ? document : path.join(path.dirname(document), file)
      return { text, target, anchor }
    })

/** The anchors that headings get: lower case, punctuation gone, spaces as hyphens. */
const anchorsOf = (document: string): readonly string[] =>
  [...read(document).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** Row of each rule: its cells, the number left out. */
const ROWS = new Map(
  [...read(CONFORMANCE).matchAll(/^\| ([RI]\d+) \|(.*)\|$/gm)].map(([, rule = '', cells = '']) => [
    rule,
    cells.split(' | '),
  ]),
)

const quotes = (source: string, title: string): boolean =>
  ["'", '"', '`'].some((quote) => source.includes(quote + title + quote))

const filesUnder = (folder: string, extension: string): readonly string[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(extension))
    .map((file) => path.join(folder, file))

describe('docs/conformance.md', () => {
  it('has one row for each rule and invariant, and none for another', () => {
    expect([...ROWS.keys()].toSorted()).toEqual(IN_FORCE.toSorted())
    const rows = read(CONFORMANCE).match(/^\| [RI]\d+ \|/gm)
    expect(rows).toHaveLength(ROWS.size)
  })

  it.each(IN_FORCE)('names what %s stops, the file that holds it and its test', (rule) => {
    const [message = '', stops = '', held = '', proven = '', ...more] = ROWS.get(rule) ?? []
    expect(more).toEqual([])
    expect(message.trim()).not.toBe('')
    expect(stops.trim()).not.toBe('')
    expect(held).toMatch(/\]\(\.\.\/src\//)
    expect(proven).toMatch(/\]\(\.\.\/test\/|the compiler/)
  })

  it('quotes test titles as they stand in the files it links', () => {
    const tests = linksOf(CONFORMANCE).filter(({ target }) => /^test\/(?!docs\/)/.test(target))
    expect(tests.length).toBeGreaterThan(150)
    const wrong = tests.filter(
      ({ text, target }) => !existsSync(path.join(ROOT, target)) || !quotes(read(target), text),
    )
    expect(wrong).toEqual([])
  })

  it('names no function or check that its file does not have', () => {
    const named = [...read(CONFORMANCE).matchAll(/`([\w.]+)` in \[`[^`]*`\]\(\.\.\/([^)#]+)\)/g)]
    expect(named.length).toBeGreaterThan(15)
    const gone = named.filter(([, name = '', file = '']) => {
      const last = name.split('.').at(-1)
      return !new RegExp(`\\b${last}\\b`).test(read(file))
    })
    expect(gone.map(([text]) => text)).toEqual([])
  })

  it('has a row for each rule that the code, a test or a document names', () => {
    const files = [
      ...filesUnder('src', '.ts'),
      ...filesUnder('test', '.test.ts'),
      ...filesUnder('docs', '.md'),
      'README.md',
      'SECURITY.md',
    ]
    // Rules from R60 on say how the others are proven, and are no promise about the service.
    const named = files.flatMap((file) => read(file).match(/\b(?:R[1-5]?\d|I[1-9])\b/g) ?? [])
    expect([...new Set(named)].filter((rule) => !ROWS.has(rule))).toEqual([])
  })
})

describe('links in documents', () => {
  it.each(['README.md', 'SECURITY.md', ...filesUnder('docs', '.md')])(
    'of %s lead somewhere',
    (document) => {
      const broken = linksOf(document).filter(
        ({ target, anchor }) =>
          !existsSync(path.join(ROOT, target)) ||
          (anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).includes(anchor)),
      )
      expect(broken).toEqual([])
    },
  )
})
