// The command-line program of libxmlsec, where it is installed. It reports the time of its own
// repeats, so starting it is not counted.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { TEST_KEYS } from '../../test/support/test-keys.ts'
import type { VerifyDocument } from './documents.ts'

const REPEAT = 400
const IDS = [
  'urn:oasis:names:tc:SAML:2.0:assertion:Assertion',
  'urn:oasis:names:tc:SAML:2.0:protocol:Response',
]
const SIGNATURES = {
  response: "/*/*[local-name()='Signature']",
  assertion: "//*[local-name()='Assertion']/*[local-name()='Signature']",
}

/**
 * Microseconds of one decryption, if there is one, and of one verification of every signature;
 * undefined where xmlsec1 is not installed.
 */
export function measureXmlsec1(document: VerifyDocument): number | undefined {
  if (spawnSync('xmlsec1', ['--version']).error !== undefined) return undefined
  const folder = mkdtempSync(path.join(tmpdir(), 'edge-sso-xmlsec1-'))
  try {
    const message = path.join(folder, 'message.xml')
    const certificate = path.join(folder, 'idp.der')
    writeFileSync(message, document.xml)
    writeFileSync(certificate, Buffer.from(TEST_KEYS.idp.certificate, 'base64'))
    const signatures = document.responseSigned
      ? [SIGNATURES.response, SIGNATURES.assertion]
      : [SIGNATURES.assertion]
    const decryption = document.encrypted ? decrypt(message, path.join(folder, 'sp.der')) : 0
    return signatures.reduce((sum, at) => sum + verify(message, certificate, at), decryption)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Decrypts a message in its place. */
function decrypt(message: string, key: string): number {
  writeFileSync(key, Buffer.from(TEST_KEYS.sp.pkcs8, 'base64'))
  return run(['--decrypt', '--privkey-der', key, '--output', message], message)
}

function verify(message: string, certificate: string, signature: string): number {
  const ids = IDS.flatMap((name) => ['--id-attr:ID', name])
  // Without certificates enabled, KeyInfo is not read: the registered key is the only one, as it is
  // here.
  const key = ['--enabled-key-data', 'rsa', '--pubkey-cert-der', certificate]
  return run(['--verify', ...key, ...ids, '--node-xpath', signature], message)
}

function run([operation = '', ...options]: readonly string[], message: string): number {
  const repeat = ['--repeat', String(REPEAT)]
  const ended = spawnSync('xmlsec1', [operation, ...repeat, ...options, message])
  const milliseconds = /in ([\d.]+) msec/.exec(`${ended.stdout}${ended.stderr}`)?.[1]
  if (ended.status !== 0 || milliseconds === undefined)
    throw new Error(`xmlsec1 ${operation} does not succeed`)
  return (Number(milliseconds) * 1000) / REPEAT
}
