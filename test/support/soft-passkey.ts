// A passkey in software: what an authenticator and a browser would answer (WebAuthn Level 3 §6.1,
// §5.8.1), with each part open to be changed.

import { encodeBase64Url } from '../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../src/protocol/bytes/utf8.ts'

const USER_PRESENT = 1
const USER_VERIFIED = 4

export interface Answering {
  readonly challenge: string
  readonly origin: string
  /** Default: the host of the origin. */
  readonly rpId?: string
  readonly type?: string
  readonly flags?: number
  readonly signCount?: number
}

export interface SoftPasskey {
  readonly id: string
  /** The JSON of `navigator.credentials.create()`. */
  register(answering: Answering): Promise<string>
  /** The JSON of `navigator.credentials.get()`. */
  authenticate(answering: Answering): Promise<string>
}

/** A new passkey with a key of its own (ES256). */
export async function createSoftPasskey(): Promise<SoftPasskey> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])
  if (!('privateKey' in pair)) throw new Error('No key pair')
  const spki = await crypto.subtle.exportKey('spki', pair.publicKey)
  const publicKey = encodeBase64Url(new Uint8Array(spki as ArrayBuffer))
  const id = encodeBase64Url(crypto.getRandomValues(new Uint8Array(16)))
  const answer = (response: object) =>
    JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response })
  return {
    id,
    async register(answering) {
      const { clientDataJSON, authenticatorData } = await said('webauthn.create', answering)
      return answer({
        clientDataJSON: encodeBase64Url(clientDataJSON),
        authenticatorData: encodeBase64Url(authenticatorData),
        attestationObject: '',
        transports: [],
        publicKey,
        publicKeyAlgorithm: -7,
      })
    },
    async authenticate(answering) {
      const { clientDataJSON, authenticatorData } = await said('webauthn.get', answering)
      const signed = join(authenticatorData, await sha256(clientDataJSON))
      const algorithm = { name: 'ECDSA', hash: 'SHA-256' }
      const raw = new Uint8Array(await crypto.subtle.sign(algorithm, pair.privateKey, signed))
      return answer({
        clientDataJSON: encodeBase64Url(clientDataJSON),
        authenticatorData: encodeBase64Url(authenticatorData),
        signature: encodeBase64Url(derOf(raw)),
      })
    },
  }
}

async function said(
  usual: string,
  { challenge, origin, rpId = new URL(origin).hostname, type = usual, flags, signCount }: Answering,
) {
  const clientDataJSON = encodeUtf8(JSON.stringify({ type, challenge, origin }))
  const rest = new Uint8Array(21)
  rest[0] = flags ?? USER_PRESENT | USER_VERIFIED
  new DataView(rest.buffer).setUint32(1, signCount ?? 0)
  return { clientDataJSON, authenticatorData: join(await sha256(encodeUtf8(rpId)), rest) }
}

const sha256 = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))

const join = (a: Uint8Array, b: Uint8Array) => {
  const joined = new Uint8Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}

/** An ECDSA signature as authenticators write it: a DER sequence of two integers. */
function derOf(raw: Uint8Array): Uint8Array {
  const [r, s] = [integerOf(raw.subarray(0, 32)), integerOf(raw.subarray(32))]
  return Uint8Array.of(0x30, r.length + s.length, ...r, ...s)
}

function integerOf(bytes: Uint8Array): readonly number[] {
  const from = bytes.findIndex((byte) => byte !== 0)
  const digits = Array.from(bytes.subarray(from))
  const positive = (digits[0] ?? 0) > 127 ? [0, ...digits] : digits
  return [2, positive.length, ...positive]
}
