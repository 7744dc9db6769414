// The walls are held by a check of our own: what it must find, and what it must let pass.
import { describe, expect, it } from 'vitest'
import { importsOf, inspectHouse, type SourceFile } from '../../dev/house/inspect.ts'
import { WINGS } from '../../dev/house/walls.ts'

const file = (path: string, text = ''): SourceFile => ({ path, text })
const importing = (path: string, target: string) => file(path, `import { a } from '${target}'\n`)

describe('the walls of the house', () => {
  it.each([
    ['the edge from http into storage', 'src/http/a.ts', '../storage/d1/b.ts'],
    ['http into a gate', 'src/http/sso/a.ts', '../../gate/client/b.ts'],
    ['login up to http', 'src/login/begin/a.ts', '../../http/b.ts'],
    ['login into a gate', 'src/login/a.ts', '../gate/tables/b.ts'],
    ['tenants up to login', 'src/tenants/a.ts', '../login/b.ts'],
    ['the core up to tenants', 'src/protocol/saml/a.ts', '../../tenants/b.ts'],
    ['SAML into OpenID Connect', 'src/protocol/saml/a.ts', '../oidc/b.ts'],
    ['OpenID Connect into SAML', 'src/protocol/oidc/a.ts', '../saml/response/b.ts'],
    ['XML up to SAML', 'src/protocol/xml/a.ts', '../saml/b.ts'],
    ['storage into a gate', 'src/storage/d1/a.ts', '../../gate/tables/b.ts'],
    ['a gate up to http', 'src/gate/tenant-gate.ts', '../http/b.ts'],
    ['a part of the console into what it asks the API', 'src/console/parts/a.tsx', '../api/b.ts'],
    ['a screen into the shell', 'src/console/screens/sso/a.tsx', '../../app/b.tsx'],
    ['the console into the Worker', 'src/console/screens/sso/a.tsx', '../../../tenants/b.ts'],
    ['the Worker into the console', 'src/http/a.ts', '../console/api/b.ts'],
    ['src out of itself', 'src/login/a.ts', '../../dev/b.ts'],
    ['a wing into the objects', 'src/gate/tables/a.ts', '../tenant-gate.ts'],
  ])('refuse %s', (_what, path, target) => {
    expect(inspectHouse([importing(path, target)])).toEqual([expect.stringContaining(path)])
  })

  it('let no wing of the gate use one above it', () => {
    const folder = (wing: string) => (wing === '.' ? 'src/gate' : `src/gate/${wing}`)
    for (const [floor, wing] of WINGS.entries())
      for (const [other, there] of WINGS.entries()) {
        const target = `${'../'.repeat(folder(wing).split('/').length)}${folder(there)}/b.ts`
        const found = inspectHouse([importing(`${folder(wing)}/a.ts`, target)])
        expect(found.length, `${wing} uses ${there}`).toBe(other < floor ? 1 : 0)
      }
  })

  it('see every way to import', () => {
    const text = [
      "import type { A } from './a.ts'",
      "export { b } from '../b.ts'",
      "import './c.ts'",
      "const d = await import('./d.ts')",
      "import e from 'e'",
    ].join('\n')
    expect(importsOf(file('src/http/x.ts', text))).toEqual([
      'src/http/a.ts',
      'src/b.ts',
      'src/http/c.ts',
      'src/http/d.ts',
    ])
  })
})

describe('the folders of the house', () => {
  const files = (count: number) =>
    Array.from({ length: count }, (_, n) => file(`src/http/f${n}.ts`, 'x'))

  it('hold 30 files and no more', () => {
    const readme = file('src/http/README.md', '# http\n')
    expect(inspectHouse([...files(30), readme])).toEqual([])
    expect(inspectHouse([...files(31), readme])).toEqual(['src/http: 31 files, of 30 at most'])
  })

  it('say what they own from the ninth file on, in 25 lines', () => {
    const readme = (lines: number) => file('src/http/README.md', 'line\n'.repeat(lines))
    expect(inspectHouse(files(8))).toEqual([])
    expect(inspectHouse(files(9))).toEqual(['src/http: 9 files and no README.md'])
    expect(inspectHouse([...files(9), readme(25)])).toEqual([])
    expect(inspectHouse([...files(9), readme(26)])).toEqual([
      'src/http/README.md: 26 lines, of 25 at most',
    ])
  })
})

describe('the clocks of the house', () => {
  it('are read when something is asked, and not while a module loads', () => {
    const text = [
      'export const AUTHENTICATED = Date.now() - 60_000',
      'let today = new Date().toISOString()',
      'const now = () => Date.now()',
      'const at = (): string => new Date().toISOString()',
      'const BIRTHDAY = new Date(0)',
      '  const before = Date.now()',
    ].join('\n')
    expect(inspectHouse([file('test/support/a.ts', text)])).toEqual([
      'test/support/a.ts:1: reads the clock while it loads',
      'test/support/a.ts:2: reads the clock while it loads',
    ])
  })
})

describe('the comments of the house', () => {
  it('end at 100 characters, but for a URL that nobody can break', () => {
    const lines = ['x'.repeat(97), 'x'.repeat(98), `https://${'x'.repeat(98)}`]
    const text = lines.map((line) => `// ${line}`).join('\n')
    expect(inspectHouse([file('src/http/a.ts', text)])).toEqual([
      'src/http/a.ts:2: a comment of 101 characters',
    ])
  })
})
