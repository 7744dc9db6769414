// The tenant's own way back: where nobody signs in with a password, an administrator whose password
// (and second factor) was right does so once with one of the tenant's recovery codes.

import type { LoginTrace } from '../login-trace.ts'
import { devicesIn, type ProofDeps, proofKeyOf } from '../second-factor/prove.ts'
import { SESSION_ID_BYTES, writeSessionId } from '../session.ts'
import type { KnownDevice } from './device.ts'
import type { RecoveryOutcome } from './recovery-calls.ts'
import { type PendingProof, type SignedIn, signedIn } from './sign-in.ts'

/** Answers a proof with a code of the tenant. */
export async function recover(
  { gates, random }: ProofDeps,
  pending: PendingProof,
  {
    typed,
    attempt,
    devices,
  }: {
    readonly typed: string
    readonly attempt: LoginTrace
    readonly devices: readonly KnownDevice[]
  },
): Promise<
  | Exclude<RecoveryOutcome, { readonly kind: 'admitted' }>
  | ({ readonly kind: 'admitted' } & SignedIn)
> {
  const key = { ...(await proofKeyOf(pending)), devices: devicesIn(pending.tenantId, devices) }
  const sid = writeSessionId(random(SESSION_ID_BYTES))
  const { gate } = pending
  const outcome = await gates.at(gate).recover({ ...key, typed, sid, event: attempt.facts() })
  return outcome.kind === 'admitted'
    ? { kind: 'admitted', ...signedIn(outcome.open, gate) }
    : outcome
}
