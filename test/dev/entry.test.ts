// A login starts in a moment: what nobody who logs in asks for is not in what a cold start
// evaluates.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BuiltWorker, buildWorker } from '../../dev/build/build-worker.ts'
import { ENTRY, LAZY_PARTS, MAX_ENTRY_KIB, staticImportsOf } from '../../dev/house/entry.ts'
import type { SourceFile } from '../../dev/house/inspect.ts'
import { readFiles } from '../../dev/house/read-files.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const SOURCES = readFiles(ROOT, ['src'])

/** Every file and package that is evaluated with the entry, with the way that leads there. */
function walk(files: readonly SourceFile[]): ReadonlyMap<string, string> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const ways = new Map([[ENTRY, ENTRY]])
  // A Map goes on over what is added while it is walked.
  for (const [at, way] of ways)
    for (const name of staticImportsOf(byPath.get(at) ?? { text: '' })) {
      const target = name.startsWith('.') ? path.posix.join(path.posix.dirname(at), name) : name
      if (!ways.has(target)) ways.set(target, `${way} > ${target}`)
    }
  return ways
}

const lazyPartsIn = (files: readonly SourceFile[]): readonly string[] =>
  [...walk(files)]
    .filter(([target]) =>
      LAZY_PARTS.some((part) => target === part || target.startsWith(`${part}/`)),
    )
    .map(([, way]) => way)

describe('the entry', () => {
  it('imports none of the parts that are loaded when somebody asks for them', () => {
    expect(lazyPartsIn(SOURCES)).toEqual([])
  })

  it("imports nothing of hono's default routers", () => {
    expect([...walk(SOURCES).keys()].filter((name) => name === 'hono')).toEqual([])
    expect(SOURCES.flatMap(staticImportsOf).filter((name) => name === 'hono')).toEqual([])
  })

  it('holds what a login begins and ends with', () => {
    expect([...walk(SOURCES).keys()]).toEqual(
      expect.arrayContaining([
        'src/http/routes.ts',
        'src/http/sso/auth.ts',
        'src/http/sso/metadata.ts',
        'src/http/session.ts',
        'src/http/oauth2/authorize.ts',
        'src/http/oauth2/token.ts',
        'src/gate/tenant-gate.ts',
      ]),
    )
  })

  it('is found out when it imports such a part, however far away', () => {
    const spoilt = SOURCES.map((file) =>
      file.path === 'src/http/home.ts'
        ? {
            ...file,
            text: `import {\n  operation,\n} from './api/engine/operation.ts'\n${file.text}`,
          }
        : file,
    )
    expect(lazyPartsIn(spoilt)).toContain(
      'src/index.ts > src/compose.ts > src/http/app.ts > src/http/routes.ts > src/http/home.ts > src/http/api/engine/operation.ts',
    )
  })

  it('knows only parts that there are', () => {
    const packages = LAZY_PARTS.filter((part) => !part.startsWith('src/'))
    const imported = new Set(SOURCES.flatMap(staticImportsOf))
    const isThere = (part: string) =>
      packages.includes(part)
        ? [...imported].some((name) => name === part || name.startsWith(`${part}/`))
        : SOURCES.some((file) => file.path === part || file.path.startsWith(`${part}/`))
    expect(LAZY_PARTS.filter((part) => !isThere(part))).toEqual([])
  })
})

describe('the build', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-build-'))
  let built: BuiltWorker
  beforeAll(async () => {
    built = await buildWorker({ main: path.join(ROOT, ENTRY), folder })
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it(`starts with at most ${MAX_ENTRY_KIB} KiB, compressed`, () => {
    expect(built.entry.gzipBytes / 1024).toBeLessThanOrEqual(MAX_ENTRY_KIB)
  })

  it('leaves most of the Worker for later', () => {
    expect(built.entry.bytes).toBeLessThan(built.all.bytes / 2)
  })

  it('exports nothing but the parts of the Worker, since workerd takes every export for one', () => {
    const text = readFileSync(built.file, 'utf8')
    const [, exported = ''] = /export\s*\{([^}]*)\}/.exec(text) ?? []
    const names = exported.split(',').map((one) => one.trim().replace(/^.* as /, ''))
    expect(names.toSorted()).toEqual(['AddressGate', 'DeploymentGate', 'TenantGate', 'default'])
  })
})
