// What a tenant asks of passwords: a second factor of nobody, of its administrators, or of everyone
// who has one.

import type { TenantId } from './ids.ts'
import type { GateAddress } from './tenant.ts'

export const SECOND_FACTOR_RULES = ['optional', 'admins', 'everyone'] as const
type SecondFactorRule = (typeof SECOND_FACTOR_RULES)[number]

export interface SignInPolicy {
  readonly tenantId: TenantId
  /** Who signs in with a password and a second factor, never with the password alone. */
  readonly secondFactor: SecondFactorRule
  /**
   * Who needs one and has none sets it up between password and session; else only in a session that
   * a connector began.
   */
  readonly enrolmentAtLogin: boolean
}

/** Reads the policy that holds for a tenant: its own, its root's until it has one. */
export type FindSignInPolicy = (gate: GateAddress, tenantId: TenantId) => Promise<SignInPolicy>
