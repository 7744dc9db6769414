// The secrets of a deployment. They are made once, kept in a file that only its owner reads and git
// ignores, and handed to wrangler as a file. No value is ever printed.

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Mistake } from './mistake.ts'

/** Without these the Worker answers 503. */
export const REQUIRED = ['MASTER_KEY', 'OPERATOR_KEY'] as const
/** What may stand in the file besides. */
const OPTIONAL = ['MASTER_KEY_PREVIOUS', 'DELIVERY_SECRET'] as const
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const LINE = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/

export type Secrets = Readonly<Record<string, string>>

export interface SecretSources {
  /** A file that the operator names. */
  readonly named?: string
  /** Where secrets are kept that were made here. */
  readonly kept: string
  readonly env: NodeJS.ProcessEnv
}

/** Reads what there is: the file that is named, else the environment and the file that is kept. */
export function readSecrets({ named, kept, env }: SecretSources): Secrets {
  if (named !== undefined) {
    if (!existsSync(named)) throw new Mistake(`The secrets file ${named} does not exist.`)
    return readFile(named)
  }
  const fromFile = existsSync(kept) ? readFile(kept) : {}
  const fromEnv = Object.fromEntries(
    [...REQUIRED, ...OPTIONAL].flatMap((name) => (env[name] ? [[name, env[name]]] : [])),
  )
  return { ...fromFile, ...fromEnv }
}

/** Makes the secrets that are missing and keeps them with the others. Returns all of them. */
export function makeSecrets(present: Secrets, kept: string): Secrets {
  const made = Object.fromEntries(
    REQUIRED.filter((name) => present[name] === undefined).map((name) => [
      name,
      randomBytes(32).toString('hex'),
    ]),
  )
  const all = { ...present, ...made }
  const lines = Object.entries(all).map(([name, value]) => `${name}=${value}\n`)
  writePrivately(kept, lines.join(''))
  return all
}

/** Writes a file for wrangler, runs what needs it, and removes it, whatever happens. */
export async function withSecretsFile<T>(
  file: string,
  secrets: Secrets,
  run: () => Promise<T>,
): Promise<T> {
  // As JSON: wrangler expands dollar signs in lines, and prefers a variable of the shell to a line
  // of the same name.
  writePrivately(file, JSON.stringify(secrets))
  const remove = () => rmSync(file, { force: true })
  // A signal ends the process without its 'exit': Ctrl-C while wrangler uploads would leave the
  // file behind.
  const stop = (signal: NodeJS.Signals) => {
    remove()
    process.kill(process.pid, signal)
  }
  process.once('exit', remove)
  for (const signal of SIGNALS) process.once(signal, stop)
  try {
    return await run()
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop)
    process.off('exit', remove)
    remove()
  }
}

function writePrivately(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true })
  // A file that is there keeps its rights when it is written over, so it is removed first; and
  // nobody's link is followed.
  rmSync(file, { force: true })
  writeFileSync(file, text, { mode: 0o600, flag: 'wx' })
}

function readFile(file: string): Secrets {
  const secrets: Record<string, string> = {}
  for (const [at, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (/^\s*(#.*)?$/.test(line)) continue
    const [, name, value] = LINE.exec(line) ?? []
    if (name === undefined || value === undefined)
      throw new Mistake(`Line ${at + 1} of ${file} is not NAME=value.`)
    secrets[name] = unquote(value)
  }
  return secrets
}

const unquote = (value: string): string => /^(["'])(.*)\1$/s.exec(value)?.[2] ?? value
