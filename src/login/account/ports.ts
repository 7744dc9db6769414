// What the account page needs of a tenant's gate: a person sees and changes what protects them. The
// gate holds every change against the session that asks for it.

import type { ScryptParameters } from '../../protocol/passwords/derive-key.ts'
import type { SecondFactorRefusalCode } from '../../protocol/second-factor/second-factor-refusals.ts'
import type { Refusal } from '../../refusal.ts'
import type { TenantId, UserId } from '../../tenants/ids.ts'
import type { Factor, FactorKind } from '../../tenants/second-factor.ts'
import type { SealedPassword } from '../password/ports.ts'
import type { FactorAnswer, PendingFactor } from '../second-factor/factor.ts'
import type { OpenSession } from '../session.ts'

/** The session that asks. */
export interface AccountKey {
  readonly tenantId: TenantId
  readonly sid: string
  /** By which its handle is known (`SessionHandle`). */
  readonly provenBy?: string
}

/**
 * What has to be proven anew before anything is changed: by a second factor where there is one,
 * else by signing in.
 */
export type AccountNeed = 'login' | 'factor'

export interface Account {
  readonly open: OpenSession
  readonly factors: readonly Factor[]
  /** Unused recovery codes. */
  readonly codesLeft: number
  readonly hasPassword: boolean
  /** Absent while changes may be made. */
  readonly need?: AccountNeed
}

export type AccountChange =
  | { readonly kind: 'add_factor'; readonly factor: FactorKind; readonly name: string }
  | { readonly kind: 'confirm_factor'; readonly answer: FactorAnswer }
  | { readonly kind: 'remove_factor'; readonly factorId: string }
  | { readonly kind: 'renew_codes' }
  | { readonly kind: 'confirm_codes'; readonly typed: string }

export type AccountRefusalCode =
  | SecondFactorRefusalCode
  | 'login_account_stale'
  | 'login_factors_full'
  | 'login_factor_unknown'
  | 'login_last_factor'
  | 'login_last_way_in'
  | 'login_enrolment_over'
  | 'login_recovery_code_other'
  | 'login_present_password_wrong'

export type AccountOutcome =
  | { readonly kind: 'no_session' }
  | {
      readonly kind: 'refused'
      readonly refusal: Refusal<AccountRefusalCode>
      /** What still waits for an answer. */
      readonly pending?: PendingFactor
    }
  | { readonly kind: 'pending'; readonly pending: PendingFactor }
  /** Shown once; they hold after one was typed back. */
  | { readonly kind: 'codes'; readonly codes: readonly string[] }
  | {
      readonly kind: 'changed'
      /**
       * The session has proven a second factor with it: until when that session lives, milliseconds
       * since the epoch.
       */
      readonly provenUntil?: number
    }

/**
 * The present password is asked for: what to derive its key with, and what the new one must not be
 * guessed from.
 */
export type PasswordQuestion =
  | { readonly kind: 'no_session' }
  | { readonly kind: 'refused'; readonly refusal: Refusal<AccountRefusalCode> }
  | { readonly kind: 'limited'; readonly until: number }
  | {
      readonly kind: 'asked'
      readonly userId: UserId
      readonly salt: string
      readonly parameters: ScryptParameters
      readonly about: readonly string[]
    }

export interface PasswordReplacement extends AccountKey {
  /** Derived from the present password; base64url. */
  readonly key: string
  readonly password: SealedPassword
}

/** What a tenant's gate does about accounts, each call one round trip. */
export interface AccountCalls {
  findAccount(key: AccountKey): Promise<Account | undefined>
  /**
   * `proof`: by which the session's handle is known from then on, when the change proves a second
   * factor.
   */
  changeAccount(
    request: AccountKey & { readonly change: AccountChange; readonly proof: string },
  ): Promise<AccountOutcome>
  /** Begins a proof for the session (`ProofKey`); false when it has none to prove, or is over. */
  beginStepUp(
    request: AccountKey & { readonly proofId: string; readonly browser: string },
  ): Promise<boolean>
  /** Counts the attempt, as failed until it is known not to be. */
  askCurrentPassword(key: AccountKey): Promise<PasswordQuestion>
  /** Sets the new one; every other session of the person ends. */
  replacePassword(
    replacement: PasswordReplacement,
  ): Promise<Extract<AccountOutcome, { kind: 'no_session' | 'refused' | 'changed' }>>
}
