// The id of an AuthnRequest, which authenticates itself: nothing is stored to start a login, and
// still no id is accepted that we did not make for this SSO key, this browser and this purpose.
//
//   _ base64url(16 random bytes | issue time, 5 bytes of seconds | purpose, 1 byte | MAC, 16)

import { decodeBase64Url, encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { SsoId } from '../../tenants/ids.ts'
import { REQUEST_LIFETIME } from '../lifetimes.ts'

/** Why the request was made; a response to one purpose never serves another. */
export type RequestPurpose = 'login' | 'test' | 'logout'

/** What a request id is bound to besides its own bytes. */
export interface RequestBinding {
  readonly ssoId: SsoId
  readonly purpose: RequestPurpose
  readonly browserNonce: string
  readonly forceAuthn: boolean
  readonly authnContextClassRef?: string
}

const RANDOM_BYTES = 16
const TIME_BYTES = 5
const HEAD_BYTES = RANDOM_BYTES + TIME_BYTES + 1
const MAC_BYTES = 16 // 128 bits: an id cannot be forged within its half hour, and stays short enough for every IdP.
const PURPOSES: readonly RequestPurpose[] = ['login', 'test', 'logout']

/** Makes a request id (an NCName of 52 characters) at `now`, milliseconds since the epoch. */
export async function issueRequestId(
  keyring: KeyRing,
  binding: RequestBinding,
  { now, random }: { now: number; random: (bytes: number) => Uint8Array },
): Promise<string> {
  const head = new Uint8Array(HEAD_BYTES)
  head.set(random(RANDOM_BYTES))
  new DataView(head.buffer).setUint32(RANDOM_BYTES + 1, Math.floor(now / 1000)) // The top byte stays 0 until 2106.
  head[HEAD_BYTES - 1] = PURPOSES.indexOf(binding.purpose)
  const mac = await keyring.mac('request-id', macInput(head, binding))
  const id = new Uint8Array(HEAD_BYTES + MAC_BYTES)
  id.set(head)
  id.set(mac.subarray(0, MAC_BYTES), HEAD_BYTES)
  return `_${encodeBase64Url(id)}`
}

/**
 * Verifies that we made this id for this binding, and that it is younger than 30 minutes. Answers
 * when it was made, milliseconds since the epoch (whole seconds). Refuses `login_request_unknown`
 * and `login_request_expired`.
 */
export async function verifyRequestId(
  keyring: KeyRing,
  id: string,
  binding: RequestBinding,
  now: number,
): Promise<
  Result<
    { readonly issuedAt: number },
    { readonly code: 'login_request_unknown' | 'login_request_expired' }
  >
> {
  const bytes = decodeId(id)
  if (bytes === undefined) return refuse({ code: 'login_request_unknown' })
  const head = bytes.slice(0, HEAD_BYTES)
  const ours = await keyring.verifyMac(
    'request-id',
    macInput(head, binding),
    bytes.slice(HEAD_BYTES),
  )
  if (!ours || PURPOSES[head[HEAD_BYTES - 1] ?? PURPOSES.length] !== binding.purpose) {
    return refuse({ code: 'login_request_unknown' })
  }
  const issuedAt = new DataView(head.buffer).getUint32(RANDOM_BYTES + 1) * 1000
  return now - issuedAt > REQUEST_LIFETIME
    ? refuse({ code: 'login_request_expired' })
    : ok({ issuedAt })
}

/**
 * Tells whether a text is written as our ids are: only the browser that one was made for knows what
 * to verify it with.
 */
export const hasRequestIdForm = (id: string): boolean => decodeId(id) !== undefined

function decodeId(id: string): Uint8Array | undefined {
  const bytes = id.startsWith('_') ? decodeBase64Url(id.slice(1)) : undefined
  return bytes?.length === HEAD_BYTES + MAC_BYTES ? bytes : undefined
}

function macInput(head: Uint8Array, binding: RequestBinding): Uint8Array<ArrayBuffer> {
  // JSON keeps the parts apart whatever they contain.
  return encodeUtf8(
    JSON.stringify([
      encodeBase64Url(head),
      binding.ssoId,
      binding.purpose,
      binding.browserNonce,
      binding.forceAuthn,
      binding.authnContextClassRef ?? null,
    ]),
  )
}
