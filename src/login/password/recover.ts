// The tenant's own way back: where nobody signs in with a password, an administrator whose password (and second factor) was
// right does so once with one of the tenant's recovery codes.

import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import type { Refusal } from '../../refusal.ts'
import type { Attempt, AttemptFacts } from '../attempt.ts'
import type { ProofKey, ProofOutcome } from '../second-factor/ports.ts'
import { type ProofDeps, proofKeyOf } from '../second-factor/prove.ts'
import type { OpenSession } from '../session.ts'
import { type PendingProof, type SignedIn, signedIn } from './sign-in.ts'

/** A recovery code as it was typed, and the session that it may begin. */
export interface RecoveryAnswer extends ProofKey {
  readonly typed: string
  readonly sid: string
  readonly event: AttemptFacts
}

export type RecoveryOutcome =
  | Extract<ProofOutcome, { readonly kind: 'gone' | 'limited' }>
  | { readonly kind: 'refused'; readonly refusal: Refusal<'login_recovery_code_refused'> }
  | { readonly kind: 'admitted'; readonly open: OpenSession }

/** What a tenant's gate does about it, in one round trip. */
export interface RecoveryCalls {
  /** Consumes the code (I3), begins the session and tells every administrator. */
  recover(answer: RecoveryAnswer): Promise<RecoveryOutcome>
}

/** Answers a proof with a code of the tenant. */
export async function recover(
  { gates, random }: ProofDeps,
  pending: PendingProof,
  { typed, attempt }: { readonly typed: string; readonly attempt: Attempt },
): Promise<
  | Exclude<RecoveryOutcome, { readonly kind: 'admitted' }>
  | ({ readonly kind: 'admitted' } & SignedIn)
> {
  const key = await proofKeyOf(pending)
  const sid = encodeBase64Url(random(32))
  const { gate } = pending
  const outcome = await gates.at(gate).recover({ ...key, typed, sid, event: attempt.facts() })
  return outcome.kind === 'admitted'
    ? { kind: 'admitted', ...signedIn(outcome.open, gate) }
    : outcome
}
