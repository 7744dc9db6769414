// Passkeys (WebAuthn Level 3 §7): what the browser answers is bounded and shaped here, and verified
// by the library. Nobody attests the make of an authenticator: any that the person trusts is good
// enough.

import { server } from '@passwordless-id/webauthn'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { decodeBase64Url, encodeBase64Url } from '../bytes/base64.ts'
import { padEcdsaSignature } from './pad-ecdsa-signature.ts'
import type { SecondFactorRefusalCode } from './second-factor-refusals.ts'

/** Of the answer as JSON: a key, a signature and a few names. */
const MAX_JSON = 16_384
const BASE64URL = /^[A-Za-z0-9_-]{1,8192}$/

/** What is kept of a passkey. */
export interface Passkey {
  /** The credential id, base64url. */
  readonly id: string
  /** SubjectPublicKeyInfo, base64url. */
  readonly publicKey: string
  readonly algorithm: 'ES256' | 'RS256'
  /** How often it was used; 0 with passkeys that are in several devices, which do not count. */
  readonly signCount: number
}

/** What an answer must be to. */
export interface PasskeyQuestion {
  /** base64url. */
  readonly challenge: string
  /** Of the page, as in `https://sso.example.com`. */
  readonly origin: string
}

type PasskeyRefusal = Refusal<SecondFactorRefusalCode>

/** A new passkey, from the JSON that `navigator.credentials.create()` came to. */
export async function verifyNewPasskey(
  json: string,
  { challenge, origin }: PasskeyQuestion,
): Promise<Result<Passkey, PasskeyRefusal>> {
  const answer = readAnswer(json, ['clientDataJSON', 'authenticatorData', 'publicKey'])
  if (answer === undefined) return refuse({ code: 'passkey_malformed' })
  const algorithm = ALGORITHMS.get(answer.response.publicKeyAlgorithm)
  if (algorithm === undefined) return refuse({ code: 'passkey_malformed' })
  try {
    const expected = { challenge, origin, userVerified: true, domain: new URL(origin).hostname }
    const verified = await server.verifyRegistration(answer, expected)
    // A key that cannot be imported would lock its owner out at the first use.
    const key = await server.parseCryptoKey(algorithm, verified.credential.publicKey)
    if (!isStrongEnough(key)) return refuse({ code: 'passkey_not_verified' })
    const { id, publicKey } = verified.credential
    return ok({ id, publicKey, algorithm, signCount: verified.authenticator.counter })
  } catch {
    // The library throws for whatever does not fit; what it says quotes the answer, and goes
    // nowhere.
    return refuse({ code: 'passkey_not_verified' })
  }
}

/**
 * NIST SP 800-131A §3: RSA of at least 2048 bits. More than 4096 no authenticator has, and each use
 * would pay for them.
 */
function isStrongEnough({ algorithm }: CryptoKey): boolean {
  if (!('modulusLength' in algorithm)) return true
  const bits = Number(algorithm.modulusLength)
  return bits >= 2048 && bits <= 4096
}

/**
 * The credential id that an answer of `navigator.credentials.get()` names, before anything is
 * verified.
 */
export const namedPasskey = (json: string): string | undefined => readAnswer(json, [])?.id

/** Checks that a passkey answered; the result is its new count, which whoever accepts it keeps. */
export async function verifyPasskey(
  json: string,
  passkey: Passkey,
  { challenge, origin }: PasskeyQuestion,
): Promise<Result<number, PasskeyRefusal>> {
  const answer = readAnswer(json, ['clientDataJSON', 'authenticatorData', 'signature'])
  if (answer === undefined) return refuse({ code: 'passkey_malformed' })
  const { signCount, ...credential } = passkey
  const signature = signatureFor(passkey, answer.response.signature)
  if (signature === undefined) return refuse({ code: 'passkey_not_verified' })
  try {
    const domain = new URL(origin).hostname
    const expected = { challenge, origin, domain, userVerified: true, counter: signCount }
    const verified = await server.verifyAuthentication(
      { ...answer, response: { ...answer.response, signature } },
      { ...credential, transports: [] },
      expected,
    )
    return ok(verified.counter)
  } catch {
    return refuse({ code: 'passkey_not_verified' })
  }
}

/** The signature as the library reads it; undefined for one of ECDSA that is none. */
function signatureFor({ algorithm }: Passkey, signature: string): string | undefined {
  if (algorithm !== 'ES256') return signature
  const padded = padEcdsaSignature(decodeBase64Url(signature) ?? new Uint8Array())
  return padded && encodeBase64Url(padded)
}

/** COSE numbers of the two algorithms that are offered. */
const ALGORITHMS: ReadonlyMap<unknown, Passkey['algorithm']> = new Map([
  [-7, 'ES256'],
  [-257, 'RS256'],
])

type Registration = Parameters<typeof server.verifyRegistration>[0]
type Authentication = Parameters<typeof server.verifyAuthentication>[0]
type PasskeyAnswer = Registration & Authentication

/**
 * The answer, with the members that are asked for as base64url; whatever else it has is the
 * library's to judge.
 */
function readAnswer(json: string, members: readonly string[]): PasskeyAnswer | undefined {
  if (json.length > MAX_JSON) return undefined
  const answer = parseJson(json)
  if (!isRecord(answer) || answer.type !== 'public-key' || !isBase64Url(answer.id)) return undefined
  const { response } = answer
  if (!isRecord(response) || !members.every((name) => isBase64Url(response[name]))) return undefined
  // Its shape has just been checked; the library takes one value for what are two in its types.
  return answer as unknown as PasskeyAnswer
}

const isBase64Url = (value: unknown): boolean => typeof value === 'string' && BASE64URL.test(value)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
