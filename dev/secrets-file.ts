// The two secrets of a local deployment, made once and kept in a file that only its owner reads and
// git ignores.

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** Makes the file when it is missing; tells whether it did. */
export function ensureSecretsFile(file: string): boolean {
  if (existsSync(file)) return false
  const lines = ['MASTER_KEY', 'OPERATOR_KEY'].map(
    (name) => `${name}=${randomBytes(32).toString('base64url')}\n`,
  )
  writeFileSync(file, lines.join(''), { mode: 0o600 })
  return true
}

/** Reads the operator key, with which API keys are minted. */
export function readOperatorKey(file: string): string {
  const line = /^OPERATOR_KEY\s*=\s*"?([^"\s]+)"?\s*$/m.exec(readFileSync(file, 'utf8'))
  if (line?.[1] === undefined) throw new Error(`${file} has no OPERATOR_KEY.`)
  return line[1]
}
