// THIRD-PARTY-NOTICES.md: the licences of the code that is bundled into the Worker, written by `npm
// run notices`. Each of them asks to go along with copies; a test refuses a stale file.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { nameAt, readLock } from './complete-lock.ts'

const ROOT = path.join(import.meta.dirname, '..')
export const NOTICES_FILE = path.join(ROOT, 'THIRD-PARTY-NOTICES.md')

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly license?: string
  readonly author?: string | { readonly name?: string }
  readonly repository?: string | { readonly url?: string }
}

const manifestAt = (place: string): Manifest =>
  JSON.parse(readFileSync(path.join(ROOT, place, 'package.json'), 'utf8'))

/**
 * The places of every package that a bundle can hold: the dependencies of the project, and theirs.
 */
export function bundledPackages(): string[] {
  const { packages } = readLock()
  const found = new Set<string>()
  const visit = (from: string, dependencies: Readonly<Record<string, string>> = {}): void => {
    for (const name of Object.keys(dependencies)) {
      const place = resolve(from, name, packages)
      if (found.has(place)) continue
      found.add(place)
      visit(place, packages[place]?.dependencies)
    }
  }
  visit('', manifestAt('').dependencies)
  return [...found].sort((a, b) => (nameAt(a) < nameAt(b) ? -1 : 1))
}

/** Where a package finds another: in its own folder, else in one further out. */
function resolve(from: string, name: string, packages: Readonly<Record<string, object>>): string {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const place = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`
    if (place in packages) return place
    if (at === '') throw new Error(`${name} is not in the lock file`)
  }
}

/** Writes the file. */
export function writeNotices(): string {
  const head = `# Third-party notices

The Worker bundles code of the packages below. Their licences and notices follow, as each package ships them.

This file is written by \`npm run notices\` from \`package-lock.json\` and the packages themselves.
`
  return head + bundledPackages().map(writePackage).join('')
}

function writePackage(place: string): string {
  const { version = '' } = readLock().packages[place] ?? {}
  const { license = 'unknown', author, repository } = manifestAt(place)
  const by = typeof author === 'object' ? author.name : author
  const from = typeof repository === 'object' ? repository.url : repository
  const texts = licenceFiles(place).map((file) => readFileSync(file, 'utf8').trim())
  // Some ship no text of their own: who wrote it, and where the text of the licence is.
  const named = [`https://spdx.org/licenses/${license}.html`, by, from].filter(Boolean)
  const told = texts.length > 0 ? texts : [named.join('\n')]
  return `
## ${nameAt(place)} ${version}

${license}

${told.map((text) => `\`\`\`\`text\n${text.replaceAll('\r\n', '\n')}\n\`\`\`\`\n`).join('\n')}`
}

function licenceFiles(place: string): string[] {
  const folder = path.join(ROOT, place)
  if (!existsSync(folder)) throw new Error(`${place} is not installed`)
  return readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file))
    .sort()
    .map((file) => path.join(folder, file))
}

if (process.argv[1] === import.meta.filename) writeFileSync(NOTICES_FILE, writeNotices())
