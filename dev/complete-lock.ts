// package-lock.json with a hash for every package, written by `npm run lock`. npm leaves the hash
// out for packages of other platforms than the one it ran on, and would install there whatever the
// registry serves.

import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export const LOCK_FILE = path.join(import.meta.dirname, '../package-lock.json')

/** What the lock file says of one package. */
export interface Locked {
  readonly version?: string
  readonly integrity?: string
  readonly license?: string
  readonly dependencies?: Readonly<Record<string, string>>
}

interface LockFile {
  readonly packages: Record<string, Locked>
}

/** Reads the lock file: package by its place in `node_modules`. */
export const readLock = (): LockFile => JSON.parse(readFileSync(LOCK_FILE, 'utf8'))

/** The places of packages without a hash. The project itself, at '', has none. */
export const withoutIntegrity = ({ packages }: LockFile): string[] =>
  Object.keys(packages).filter((place) => place !== '' && !packages[place]?.integrity)

/** The name of the package at a place. */
export const nameAt = (place: string): string => place.split('node_modules/').at(-1) ?? ''

function complete(lock: LockFile): void {
  for (const place of withoutIntegrity(lock)) {
    const locked = lock.packages[place]
    const name = `${nameAt(place)}@${locked?.version}`
    const answer = execFileSync('npm', ['view', name, 'dist.integrity', 'license', '--json'])
    const { 'dist.integrity': integrity, license } = JSON.parse(String(answer))
    if (typeof integrity !== 'string') throw new Error(`The registry has no hash of ${name}`)
    const { version, ...rest } = locked ?? {}
    lock.packages[place] = { ...(version && { version }), integrity, ...rest, license }
    console.log(`${name} ${integrity}`)
  }
}

if (process.argv[1] === import.meta.filename) {
  const lock = readLock()
  complete(lock)
  writeFileSync(LOCK_FILE, `${JSON.stringify(lock, null, 2)}\n`)
}
