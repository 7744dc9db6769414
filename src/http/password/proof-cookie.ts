// Between password and second factor: a sealed cookie that names the proof in the gate, and says
// what is wanted afterwards. The gate decides by the row; a browser without the cookie has no part
// in it.

import type { Context } from 'hono'
import { PROOF_LIFETIME } from '../../login/lifetimes.ts'
import type { PendingProof } from '../../login/password/sign-in.ts'
import { readCookies, writeCookie } from '../cookies.ts'
import type { Deps } from '../deps.ts'
import type { LoginTarget } from '../login-target.ts'

const PROOF_COOKIE = '__Host-second-factor'
const RECORD = 'browser'

export interface HeldProof extends PendingProof {
  readonly wanted: LoginTarget
}

/** The proof that this browser holds; undefined when there is none that we sealed. */
export async function readProof(c: Context, { keyring }: Deps): Promise<HeldProof | undefined> {
  const sealed = readCookies(c).get(PROOF_COOKIE)
  const opened =
    sealed === undefined ? undefined : await keyring.open('second-factor', RECORD, sealed)
  return opened === undefined ? undefined : JSON.parse(opened)
}

/** Hands a proof to the browser; the one before, if any, is replaced. */
export async function writeProof(c: Context, { keyring }: Deps, proof: HeldProof): Promise<void> {
  const value = await keyring.seal('second-factor', RECORD, JSON.stringify(proof))
  writeCookie(c, { name: PROOF_COOKIE, value, maxAge: PROOF_LIFETIME / 1000 }, 'Lax')
}

/** Removes it. */
export function removeProof(c: Context): void {
  writeCookie(c, { name: PROOF_COOKIE, value: '', maxAge: 0 }, 'Lax')
}
