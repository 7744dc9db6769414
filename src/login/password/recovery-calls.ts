// What a tenant's gate does about a recovery code of the tenant.

import type { Refusal } from '../../refusal.ts'
import type { AttemptFacts } from '../login-trace.ts'
import type { ProofKey, ProofOutcome } from '../second-factor/ports.ts'
import type { OpenSession } from '../session.ts'

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
