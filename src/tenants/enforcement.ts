// Enforcement: a tenant allows login through SSO alone. Nobody may be locked out by it, so it takes
// proof that SSO works, and for everybody a proven way back.

import type { CommandMeaningTable } from '../refusal.ts'
import type { TenantId, UserId } from './ids.ts'
import type { GateAddress } from './tenant.ts'

/**
 * Who signs in through SSO alone. Under `members` administrators keep a password, with a second
 * factor.
 */
export const ENFORCEMENT_MODES = ['off', 'members', 'everyone'] as const
export type EnforcementMode = (typeof ENFORCEMENT_MODES)[number]

/** An administrator's login through the connector proves it for this long, milliseconds. */
export const ADMIN_LOGIN_PROVES_MS = 30 * 86_400_000
/** A start may lie so far ahead, milliseconds. */
export const MAX_GRACE_MS = 90 * 86_400_000
/** The operator's consent waits so long to be used, milliseconds. */
export const CONSENT_LIFETIME_MS = 7 * 86_400_000
export const MAX_EXEMPTIONS = 20
export const MAX_BREAK_GLASS_MINUTES = 24 * 60

/** Before a start people hear of it again, milliseconds. */
const NOTICES_BEFORE_MS = [7 * 86_400_000, 86_400_000]

/** Somebody who keeps a password. */
export interface Exemption {
  readonly userId: UserId
  readonly reason: string
  /** Milliseconds since the epoch; absent: until it is taken back. */
  readonly until?: number
  readonly createdAt: number
}

/** A mode that begins at a date. */
export interface PlannedEnforcement {
  readonly mode: EnforcementMode
  /** Milliseconds since the epoch. */
  readonly startsAt: number
}

export interface Enforcement {
  readonly tenantId: TenantId
  readonly mode: EnforcementMode
  /** The root tenant whose mode this is, of a child that never chose one. */
  readonly inheritedFrom?: TenantId
  readonly planned?: PlannedEnforcement
  readonly exemptions: readonly Exemption[]
  /** The tenant's own codes; `left` have not been used. */
  readonly recoveryCodes?: {
    readonly left: number
    readonly createdAt: number
    readonly confirmedAt?: number
  }
  /** The operator vouches for the way back until then. */
  readonly consentUntil?: number
  /** Administrators may use their passwords until then. */
  readonly breakGlass?: {
    readonly until: number
    readonly reason: string
    readonly createdAt: number
  }
}

/** What stands in the way of a stricter mode. */
export type Blocker = {
  readonly code:
    | 'enforcement_connector_missing'
    | 'enforcement_admin_login_missing'
    | 'enforcement_way_back_missing'
  /** A child tenant that follows this one. */
  readonly tenantId?: TenantId
}

/** Enforcement with what would stand in the way of each mode at this moment. */
export interface EnforcementState {
  readonly enforcement: Enforcement
  readonly blockers: Readonly<Record<'members' | 'everyone', readonly Blocker[]>>
}

/** Tells whether a mode allows fewer passwords than another. */
export const isStricter = (mode: EnforcementMode, than: EnforcementMode): boolean =>
  ENFORCEMENT_MODES.indexOf(mode) > ENFORCEMENT_MODES.indexOf(than)

/**
 * When something is next due for a start: a notice or the start itself. `heard` is when people
 * heard of it last.
 */
export const nextStep = ({ startsAt }: PlannedEnforcement, heard: number): number =>
  [...NOTICES_BEFORE_MS.map((before) => startsAt - before), startsAt].find((at) => at > heard) ??
  startsAt

/** Chosen with a change that would take the last way in from a tenant's administrators. */
export interface WayInChoices {
  /** Passwords are switched on again with it. */
  readonly turnOffEnforcement?: boolean
  /** No administrator has to be left, nor one who gets in. */
  readonly evenLastAdmin?: boolean
}

/** What a command refuses that would take the last way in. */
export const WAY_IN_REFUSALS = [
  'enforcement_needs_connector',
  'enforcement_needs_way_back',
  'administrators_locked_out',
  'operators_locked_out',
] as const

/** Enforcement as the gate has it at this moment; undefined for an unknown tenant. */
export type FindEnforcement = (
  gate: GateAddress,
  tenantId: TenantId,
) => Promise<EnforcementState | undefined>

/** What commands on enforcement refuse. */
export const ENFORCEMENT_REFUSALS = {
  enforcement_connector_missing: {
    kind: 'conflict',
    message: 'People could not get in: no production connector is active and enabled.',
    fixedBy: 'sp_admin',
    rule: 'I10',
  },
  enforcement_admin_login_missing: {
    kind: 'conflict',
    message:
      'No administrator has signed in through an active production connector within 30 days. Do that first: it proves that SSO works.',
    fixedBy: 'sp_admin',
    rule: 'I10',
  },
  enforcement_way_back_missing: {
    kind: 'conflict',
    message:
      'Nobody could get back in if SSO failed: issue recovery codes, confirm one, and have an administrator keep a password; or ask the operator for consent.',
    fixedBy: 'sp_admin',
    rule: 'I10',
  },
  enforcement_start_invalid: {
    kind: 'invalid',
    message:
      'A stricter mode starts at once, or at a date within 90 days; anything else holds at once.',
    fixedBy: 'sp_admin',
    rule: 'I10',
  },
  enforcement_needs_connector: {
    kind: 'conflict',
    message:
      'Passwords are switched off, and this would take the last proven way in through SSO away. Say `enforcement=turn_off` to switch passwords on again with it.',
    fixedBy: 'sp_admin',
    rule: 'I10',
  },
  enforcement_needs_way_back: {
    kind: 'conflict',
    message:
      'Passwords are switched off, and SSO would be the only way in that is left to administrators: nobody could get back in if it failed. Issue recovery codes and confirm one, or have another administrator set up password and second factor first; or say `enforcement=turn_off` to switch passwords on again with it.',
    fixedBy: 'sp_admin',
    rule: 'I10',
  },
  operators_locked_out: {
    kind: 'conflict',
    message:
      'No operator could get into the home tenant any more. Give another operator a way in first.',
    fixedBy: 'sp_admin',
    rule: 'I10',
  },
  administrators_locked_out: {
    kind: 'conflict',
    message:
      'No way in would be left to administrators: no password that is taken, and nobody who has signed in through an open connector as it is now. Give one of them another way first, or say `confirm=last_admin`, which on people and policies counts with a key that is bound to no tenant.',
    fixedBy: 'sp_admin',
    rule: 'I10',
  },
  enforcement_is_off: {
    kind: 'conflict',
    message:
      'Passwords are not switched off, and no second factor keeps an administrator out, so there is no glass to break.',
    fixedBy: 'sp_admin',
    rule: 'I10',
  },
  exemption_limit_reached: {
    kind: 'conflict',
    message: 'The tenant has all the exemptions it may have. End one first.',
    fixedBy: 'sp_admin',
    rule: 'I10',
  },
  exemption_end_past: {
    kind: 'invalid',
    message: 'The exemption would have ended already.',
    fixedBy: 'sp_admin',
    rule: 'I10',
  },
  exemption_unknown: {
    kind: 'unknown',
    message: 'This user has no exemption.',
    fixedBy: 'sp_admin',
    rule: 'I10',
  },
  recovery_code_wrong: {
    kind: 'conflict',
    message: 'This is none of the recovery codes that were issued last, or it was used.',
    fixedBy: 'sp_admin',
    rule: 'I10',
  },
} as const satisfies CommandMeaningTable
