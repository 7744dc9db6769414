// The commands on how people of a tenant may sign in: enforcement, its exemptions and way back, and
// the sign-in policy.

import {
  type Enforcement,
  type EnforcementMode,
  WAY_IN_REFUSALS,
  type WayInChoices,
} from '../enforcement.ts'
import type { TenantId, UserId } from '../ids.ts'
import type { SignInPolicy } from '../sign-in-policy.ts'
import { command } from './command.ts'

interface OneTenant {
  readonly tenantId: TenantId
}

/** The commands on enforcement and sign-in policy. */
export const ENFORCEMENT_COMMANDS = {
  /** `startsAt`: milliseconds since the epoch; absent: at once. */
  set_enforcement: command<
    OneTenant & { readonly mode: EnforcementMode; readonly startsAt?: number },
    Enforcement
  >({
    target: 'enforcement',
    audit: 'enforcement.changed',
    refusals: [
      'enforcement_connector_missing',
      'enforcement_admin_login_missing',
      'enforcement_way_back_missing',
      'enforcement_start_invalid',
    ],
  }),
  /** What is due for a planned start: a notice, the start, or the news that it cannot be. */
  advance_enforcement: command<OneTenant, Enforcement>({
    target: 'enforcement',
    audit: 'enforcement.started',
    refusals: [],
  }),
  exempt_user: command<
    OneTenant & { readonly userId: UserId; readonly reason: string; readonly until?: number },
    Enforcement
  >({
    target: 'user',
    audit: 'enforcement.user_exempted',
    refusals: ['user_unknown', 'exemption_limit_reached', 'exemption_end_past'],
  }),
  end_exemption: command<OneTenant & WayInChoices & { readonly userId: UserId }, Enforcement>({
    target: 'user',
    audit: 'enforcement.exemption_ended',
    refusals: ['user_unknown', 'exemption_unknown', ...WAY_IN_REFUSALS],
  }),
  /** The operator vouches that the tenant gets back in. */
  consent_enforcement: command<OneTenant & { readonly reason: string }, Enforcement>({
    target: 'enforcement',
    audit: 'enforcement.consented',
    refusals: [],
  }),
  break_glass: command<
    OneTenant & { readonly minutes: number; readonly reason: string },
    Enforcement
  >({
    target: 'enforcement',
    audit: 'enforcement.glass_broken',
    refusals: ['enforcement_is_off'],
  }),
  end_break_glass: command<OneTenant, Enforcement>({
    target: 'enforcement',
    audit: 'enforcement.glass_ended',
    refusals: [],
  }),
  /** They replace all codes of before. */
  issue_recovery_codes: command<OneTenant, { readonly codes: readonly string[] }>({
    target: 'enforcement',
    audit: 'recovery_codes.issued',
    refusals: [],
  }),
  /** Shows that somebody has written the codes down. Uses none up. */
  confirm_recovery_codes: command<OneTenant & { readonly code: string }, Enforcement>({
    target: 'enforcement',
    audit: 'recovery_codes.confirmed',
    refusals: ['recovery_code_wrong'],
  }),
  set_sign_in_policy: command<SignInPolicy & WayInChoices, SignInPolicy>({
    target: 'sign_in_policy',
    audit: 'sign_in_policy.changed',
    refusals: [...WAY_IN_REFUSALS],
  }),
} as const
