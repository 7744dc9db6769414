// References: what a person or a program quotes when it asks for help. A refusal that belongs to a
// tenant is an event, and its id is the reference. Any other reference says by itself what was
// refused and when, under a MAC: nothing is stored for it, so nobody fills a store by being
// refused, and the API can still look it up.

import type { Context } from 'hono'
import type { Clock, Random } from '../login/clock-and-random.ts'
import { decodeBase32, encodeBase32 } from '../protocol/bytes/base32.ts'
import { hexOf } from '../protocol/bytes/hex.ts'
import type { KeyRing } from '../protocol/sealing/keyring.ts'
import { type ApplicationId, isId, type SsoId } from '../tenants/ids.ts'

declare module 'hono' {
  interface ContextVariableMap {
    /** Quoted on pages and in problems; stands in the log beside what happened. */
    requestId: string
    /** Writes the reference of a refusal. Absent: the id of the request is the reference. */
    refer: ((refused: Refused) => Promise<string>) | undefined
  }
}

/** What a reference says. */
export interface Refused {
  readonly code: string
  /** The SSO key or application that was asked for, if it has the form of one. It may not exist. */
  readonly subject?: SsoId | ApplicationId | undefined
}

/** What a reference was found to say. */
export interface ReadReference extends Refused {
  /** The id of the request. */
  readonly requestId: string
  /** When it was refused, to the second; milliseconds since the epoch. */
  readonly at: number
}

/** The form of a reference that says by itself what it refers to. */
export const REFERENCE = /^req_[0-9a-z]{55,100}$/

const RANDOM_BYTES = 10
const TIME_BYTES = 4
const CODE_BYTES = 4
const HEAD_BYTES = RANDOM_BYTES + TIME_BYTES + CODE_BYTES
const MAC_BYTES = 16
const SUBJECT = /^(?:sso|app)_[0-9a-z]{24}$/

/** Makes the id of a request: `req_` and 80 random bits as hex. */
export const newRequestId = (random: Random): string => `req_${hexOf(random(RANDOM_BYTES))}`

/** Makes the reference of a refusal the id of its request, and returns it. */
export async function refer(c: Context, refused: Refused): Promise<string> {
  const reference = (await c.get('refer')?.(refused)) ?? c.get('requestId')
  c.set('requestId', reference)
  return reference
}

interface ReferenceDeps {
  readonly keyring: Pick<KeyRing, 'mac' | 'verifyMac'>
  readonly clock: Clock
}

/** Writes the reference of a refusal of a request. */
export async function writeReference(
  { keyring, clock }: ReferenceDeps,
  requestId: string,
  { code, subject = '' }: { readonly code: string; readonly subject?: string | undefined },
): Promise<string> {
  const named = new TextEncoder().encode(SUBJECT.test(subject) ? subject : '')
  const bytes = new Uint8Array(HEAD_BYTES + named.length + MAC_BYTES)
  bytes.set(fromHex(requestId.slice(4)))
  const view = new DataView(bytes.buffer)
  view.setUint32(RANDOM_BYTES, Math.floor(clock() / 1000))
  bytes.set(await digestOf(code), RANDOM_BYTES + TIME_BYTES)
  bytes.set(named, HEAD_BYTES)
  const said = bytes.slice(0, HEAD_BYTES + named.length)
  bytes.set((await keyring.mac('reference', said)).subarray(0, MAC_BYTES), said.length)
  return `req_${encodeBase32(bytes)}`
}

/**
 * Reads a reference; `undefined` if it was not written here, or not under a master key that is
 * still known.
 */
export async function readReference(
  { keyring }: Pick<ReferenceDeps, 'keyring'>,
  reference: string,
): Promise<ReadReference | undefined> {
  const bytes = REFERENCE.test(reference) ? decodeBase32(reference.slice(4)) : undefined
  if (bytes === undefined || bytes.length < HEAD_BYTES + MAC_BYTES) return undefined
  const said = bytes.slice(0, bytes.length - MAC_BYTES)
  if (!(await keyring.verifyMac('reference', said, bytes.slice(said.length)))) return undefined
  const code = await codeOf(said.subarray(RANDOM_BYTES + TIME_BYTES, HEAD_BYTES))
  const subject = new TextDecoder().decode(said.subarray(HEAD_BYTES))
  return {
    requestId: `req_${hexOf(said.subarray(0, RANDOM_BYTES))}`,
    at: new DataView(said.buffer).getUint32(RANDOM_BYTES) * 1000,
    code: code ?? 'unknown',
    ...(isId('sso', subject) || isId('app', subject) ? { subject } : {}),
  }
}

/** A code as four bytes: a test holds that no two codes share them. */
export async function digestOf(code: string): Promise<Uint8Array> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code))
  return new Uint8Array(digest, 0, CODE_BYTES)
}

/**
 * Of some hundred codes the one with these bytes: whoever looks up a reference can wait for that.
 */
async function codeOf(bytes: Uint8Array): Promise<string | undefined> {
  // Every table of refusals, loaded for the look-up alone.
  const { REFUSAL_CODES } = await import('./refusal-areas.ts')
  const wanted = hexOf(bytes)
  for (const code of REFUSAL_CODES) if (hexOf(await digestOf(code)) === wanted) return code
  return undefined
}

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/[0-9a-f]{2}/g) ?? [], (pair) => Number.parseInt(pair, 16)).slice(
    0,
    RANDOM_BYTES,
  )
