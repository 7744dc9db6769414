// What signing in with a password needs of the outside. A door leads to one tenant for one address,
// or to nobody. Every door takes the same way, so the person before it cannot tell which one it is.

import type { ScryptParameters } from '../../protocol/passwords/derive-key.ts'
import type { Refusal } from '../../refusal.ts'
import type { TenantId, UserId } from '../../tenants/ids.ts'
import type { GateAddress } from '../../tenants/tenant.ts'
import type { AttemptFacts } from '../login-trace.ts'
import type { OpenSession } from '../session.ts'
import type { KnownDevice } from './device.ts'

/** Whose password is tried, and from where. */
export interface PasswordAttempt {
  readonly tenantId: TenantId
  /** As addresses are compared (`foldEmail`). */
  readonly email: string
  /** MAC of the same; base64url of 16 bytes. */
  readonly address: string
  /** MAC of the network that it comes from. */
  readonly network: string
  /** What this browser is known for in the tenant. */
  readonly devices?: readonly KnownDevice[]
}

export type PasswordChallenge =
  | {
      readonly kind: 'asked'
      /** base64url. */
      readonly salt: string
      readonly parameters: ScryptParameters
    }
  /** Too many attempts: until when nothing is looked at, milliseconds since the epoch. */
  | { readonly kind: 'limited'; readonly until: number }

/**
 * A session that is to begin, and the proof that stands before it where a second factor is wanted.
 */
export interface NextStep {
  readonly sid: string
  readonly proofId: string
  /** SHA-256 of the nonce in the browser's cookie, lower-case hex. */
  readonly browser: string
}

export interface PasswordAnswer extends PasswordAttempt {
  /** What was derived; base64url. */
  readonly key: string
  readonly next: NextStep
  readonly event: AttemptFacts
}

/** Why the right password is not enough. */
export type PasswordBarCode =
  | 'login_user_inactive'
  | 'login_sso_required'
  | 'login_second_factor_required'

/** What follows a right password. */
export type PasswordStep =
  | {
      readonly kind: 'denied'
      readonly refusal: Refusal<PasswordBarCode>
      /** False beyond the refusals of a tenant that get an event of their own in a minute. */
      readonly recorded: boolean
      /**
       * An administrator's: the proof (`NextStep.proofId`) waits for a recovery code of this
       * tenant.
       */
      readonly recovers?: TenantId
    }
  /** A proof waits for a second factor (`NextStep.proofId`). */
  | { readonly kind: 'second_factor'; readonly tenantId: TenantId }
  | { readonly kind: 'admitted'; readonly open: OpenSession }

export type PasswordOutcome =
  | { readonly kind: 'refused'; readonly recorded: boolean }
  | PasswordStep

/** A password as it is kept (I8). */
export interface SealedPassword {
  /** base64url. */
  readonly salt: string
  readonly parameters: ScryptParameters
  /** The key, base64url, sealed for use `password` and the user's id. */
  readonly sealedKey: string
}

/**
 * The same password under present parameters, in the place of the key that `oldSalt` belongs to.
 */
export interface RenewedPassword extends SealedPassword {
  readonly tenantId: TenantId
  readonly userId: UserId
  readonly oldSalt: string
}

/** Somebody asks for a new password. */
export type ResetRequest = Pick<PasswordAttempt, 'tenantId' | 'email' | 'address'>

/** A one-time link that was opened. */
export interface LinkKey {
  readonly tenantId: TenantId
  /** SHA-256 of its secret, lower-case hex. */
  readonly linkHash: string
}

export type LinkPurpose = 'invitation' | 'reset'

/** Whose password a link sets. */
export interface OpenLink {
  readonly purpose: LinkPurpose
  readonly userId: UserId
  readonly email: string
  readonly tenantName: string
  /** What a password of this person must not be guessed from. */
  readonly about: readonly string[]
}

export interface LinkUse extends LinkKey {
  readonly password: SealedPassword
  readonly next: NextStep
  readonly event: AttemptFacts
}

/** What a tenant's gate does about passwords, each call one round trip. */
export interface PasswordCalls {
  /** Counts the attempt, as failed until it is known not to be, and asks for the key. */
  beginPassword(attempt: PasswordAttempt): Promise<PasswordChallenge>
  finishPassword(answer: PasswordAnswer): Promise<PasswordOutcome>
  /** Keeps the key under present parameters, unless the password was changed in between. */
  renewPassword(renewed: RenewedPassword): Promise<void>
  /**
   * Mails a link to whoever has a password and this address; nobody learns whether there is
   * anybody.
   */
  requestReset(request: ResetRequest): Promise<void>
  /** The link while it can be used. Changes nothing: mail scanners open links too. */
  findPasswordLink(key: LinkKey): Promise<OpenLink | undefined>
  /**
   * Sets the password, once (I3), and ends every session of the person. Undefined when the link is
   * used or gone.
   */
  usePasswordLink(use: LinkUse): Promise<PasswordStep | undefined>
}

/** Where an address may sign in with a password. */
export interface PasswordVerifier extends Pick<PasswordCalls, 'renewPassword'> {
  /** Absent where nobody has the address: then nobody is ever admitted. */
  readonly gate?: GateAddress
  begin(): Promise<PasswordChallenge>
  finish(answer: Pick<PasswordAnswer, 'key' | 'next' | 'event'>): Promise<PasswordOutcome>
  requestReset(): Promise<void>
}

/** Finds doors, and counts what comes from a network. */
export interface PasswordVerifiers {
  /**
   * At least one, at most five. One read of D1, which is told of a password before it is set; gates
   * decide.
   */
  find(from: {
    readonly email: string
    readonly network: string
    readonly devices?: readonly KnownDevice[]
  }): Promise<readonly [PasswordVerifier, ...PasswordVerifier[]]>
  /**
   * Counts an attempt from a network; until when it has to wait, milliseconds since the epoch, when
   * there were too many.
   */
  countNetwork(network: string): Promise<number | undefined>
  /** Takes an attempt back that was none: a right password. */
  forgiveNetwork(network: string): Promise<void>
}
