// What second factors need of a tenant's gate. A proof stands between two steps: after a right
// password before a session begins, or before a session may change what protects its person.

import type { SecondFactorRefusalCode } from '../../protocol/second-factor/second-factor-refusals.ts'
import type { Refusal } from '../../refusal.ts'
import type { TenantId } from '../../tenants/ids.ts'
import type { AccountChange, AccountRefusalCode } from '../account/ports.ts'
import type { AttemptFacts } from '../login-trace.ts'
import type { KnownDevice } from '../password/device.ts'
import type { PasswordBarCode } from '../password/ports.ts'
import type { OpenSession, Session } from '../session.ts'
import type { FactorAnswer, PendingFactor } from './factor.ts'

/** Names a proof; it is of use to the browser alone that holds the nonce. */
export interface ProofKey {
  readonly tenantId: TenantId
  readonly proofId: string
  /** SHA-256 of the browser's nonce, lower-case hex. */
  readonly browser: string
  /** What this browser is known for in the tenant. */
  readonly devices?: readonly KnownDevice[]
}

/** What a person may answer a proof with. */
export interface OpenProof {
  readonly tenantName: string
  /** There is none to answer with: one is set up first. */
  readonly mustEnrol: boolean
  readonly hasTotp: boolean
  readonly hasRecoveryCodes: boolean
  /** Credential ids, base64url. */
  readonly passkeys: readonly string[]
  /** For a passkey; base64url. */
  readonly challenge: string
}

/** An answer to a proof, and the session that it may begin. */
export interface ProofAnswer extends ProofKey {
  readonly answer: FactorAnswer
  readonly sid: string
  readonly event: AttemptFacts
}

export type ProofOutcome =
  /** Over, spent, of another browser, or answered too often. */
  | { readonly kind: 'gone' }
  /** Too many attempts at this account: until when, milliseconds since the epoch. */
  | { readonly kind: 'limited'; readonly until: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal<SecondFactorRefusalCode> }
  | {
      readonly kind: 'denied'
      readonly refusal: Refusal<PasswordBarCode>
      readonly recorded: boolean
      /** An administrator's: the proof waits for a recovery code of the tenant. */
      readonly recovers?: boolean
    }
  | {
      readonly kind: 'admitted'
      readonly open: OpenSession
      /** Unused recovery codes; present when one was used for this. */
      readonly codesLeft?: number
    }
  /** The session that asked for it may change its account now. */
  | {
      readonly kind: 'stepped_up'
      readonly session: Pick<Session, 'sid' | 'expiresAt'>
      readonly codesLeft?: number
    }

/** Sets a second factor up before the session begins, and begins it. */
export interface ProofEnrolment extends ProofKey {
  readonly change: Extract<AccountChange, { kind: 'add_factor' | 'confirm_factor' }>
  readonly sid: string
  readonly event: AttemptFacts
}

export type EnrolmentOutcome =
  | { readonly kind: 'gone' }
  | { readonly kind: 'pending'; readonly pending: PendingFactor }
  | {
      readonly kind: 'refused'
      readonly refusal: Refusal<AccountRefusalCode>
      readonly pending?: PendingFactor
    }
  | { readonly kind: 'admitted'; readonly open: OpenSession }

/** What a tenant's gate does about second factors, each call one round trip. */
export interface SecondFactorCalls {
  /** The proof while it can be answered. */
  findProof(key: ProofKey): Promise<OpenProof | undefined>
  /** Counts the try, then verifies: once right, the proof is spent (I3). */
  answerProof(answer: ProofAnswer): Promise<ProofOutcome>
  /** For a proof that cannot be answered, because the person has no second factor. */
  enrolByProof(enrolment: ProofEnrolment): Promise<EnrolmentOutcome>
}
