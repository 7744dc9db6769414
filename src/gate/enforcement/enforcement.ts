// Enforcement as a gate keeps it: beside what it is decided by, so that no decision rests on what
// was true elsewhere.

import { ADMIN_ROLE } from '../../tenants/connectors/access-rules.ts'
import {
  ADMIN_LOGIN_PROVES_MS,
  type Blocker,
  type Enforcement,
  type EnforcementMode,
  type EnforcementState,
  type Exemption,
} from '../../tenants/enforcement.ts'
import type { TenantId, UserId } from '../../tenants/ids.ts'
import type { SignInPolicy } from '../../tenants/sign-in-policy.ts'
import type { User } from '../../tenants/user.ts'
import { listPasswordAdministrators } from '../tables/administrators.ts'
import { firstRow } from '../tables/rows.ts'
import { countCodes } from './recovery-codes.ts'
import { holdsConnector, holdsProof } from './sso-ways.ts'

/** What `sign_in_policies.policy` holds. */
export interface StoredPolicy {
  readonly enforcement?: {
    readonly mode: EnforcementMode
    readonly planned?: {
      readonly mode: EnforcementMode
      readonly startsAt: number
      /** When people heard of it last. */
      readonly heardAt: number
    }
  }
  readonly signIn?: Omit<SignInPolicy, 'tenantId'>
  readonly recoveryCodes?: { readonly createdAt: number; readonly confirmedAt?: number }
  readonly consentUntil?: number
}

/** The policy of a tenant by itself. */
export function readPolicy(sql: SqlStorage, tenantId: TenantId): StoredPolicy {
  const row = firstRow<{ policy: string }>(
    sql,
    'SELECT policy FROM sign_in_policies WHERE tenant_id = ?',
    tenantId,
  )
  return row ? JSON.parse(row.policy) : {}
}

/**
 * The tenant whose policy holds for a tenant: its own once it has chosen, its root's until then.
 */
export function policyTenant(sql: SqlStorage, tenantId: TenantId): TenantId {
  if (readPolicy(sql, tenantId).enforcement) return tenantId
  return parentOf(sql, tenantId) ?? tenantId
}

/** The root of a child. */
export const parentOf = (sql: SqlStorage, tenantId: TenantId): TenantId | undefined =>
  firstRow<{ parent_id: TenantId | null }>(
    sql,
    'SELECT parent_id FROM tenants WHERE tenant_id = ?',
    tenantId,
  )?.parent_id ?? undefined

/** The mode that is in force for a tenant. */
export const modeOf = (sql: SqlStorage, tenantId: TenantId): EnforcementMode =>
  readPolicy(sql, policyTenant(sql, tenantId)).enforcement?.mode ?? 'off'

/**
 * Tells whether somebody is an administrator no longer where enforcement leaves administrators what
 * it forbids to others.
 */
export const losesPassword = (
  sql: SqlStorage,
  { tenantId, roles }: Pick<User, 'tenantId' | 'roles'>,
  after: Pick<User, 'roles'>,
): boolean =>
  roles.includes(ADMIN_ROLE) && !after.roles.includes(ADMIN_ROLE) && modeOf(sql, tenantId) !== 'off'

/** The tenants that a tenant's policy holds for: itself, and the children that chose none. */
export const followersOf = (sql: SqlStorage, tenantId: TenantId): readonly TenantId[] => [
  tenantId,
  ...sql
    .exec<{ tenant_id: TenantId }>('SELECT tenant_id FROM tenants WHERE parent_id = ?', tenantId)
    .toArray()
    .map((row) => row.tenant_id)
    .filter((child) => policyTenant(sql, child) === tenantId),
]

/** Enforcement of a tenant. */
export function readEnforcement(sql: SqlStorage, tenantId: TenantId): Enforcement {
  const holder = policyTenant(sql, tenantId)
  const own = readPolicy(sql, tenantId)
  const { mode = 'off', planned } = readPolicy(sql, holder).enforcement ?? {}
  const { recoveryCodes, consentUntil } = own
  const glass = firstRow<{ until: number; reason: string; created_at: number }>(
    sql,
    'SELECT until, reason, created_at FROM break_glass WHERE tenant_id = ?',
    tenantId,
  )
  return {
    tenantId,
    mode,
    ...(holder === tenantId ? {} : { inheritedFrom: holder }),
    ...(planned && { planned: { mode: planned.mode, startsAt: planned.startsAt } }),
    exemptions: listExemptions(sql, tenantId),
    ...(recoveryCodes && {
      recoveryCodes: { ...recoveryCodes, left: countCodes(sql, { tenantId, owner: tenantId }) },
    }),
    ...(consentUntil === undefined ? {} : { consentUntil }),
    ...(glass && {
      breakGlass: { until: glass.until, reason: glass.reason, createdAt: glass.created_at },
    }),
  }
}

/** The same with what stands in the way of each mode. */
export const readEnforcementState = (
  sql: SqlStorage,
  tenantId: TenantId,
  now: number,
): EnforcementState => ({
  enforcement: readEnforcement(sql, tenantId),
  blockers: {
    members: findBlockers(sql, tenantId, 'members', now),
    everyone: findBlockers(sql, tenantId, 'everyone', now),
  },
})

const listExemptions = (sql: SqlStorage, tenantId: TenantId): readonly Exemption[] =>
  sql
    .exec<{ user_id: UserId; reason: string; until: number | null; created_at: number }>(
      `SELECT user_id, reason, until, created_at FROM enforcement_exemptions
       WHERE tenant_id = ? ORDER BY created_at, user_id`,
      tenantId,
    )
    .toArray()
    .map(({ user_id, reason, until, created_at }) => ({
      userId: user_id,
      reason,
      ...(until === null ? {} : { until }),
      createdAt: created_at,
    }))

/**
 * Everything that stands in the way of a mode, in the tenant and in the children that follow it and
 * have passwords.
 */
export function findBlockers(
  sql: SqlStorage,
  tenantId: TenantId,
  mode: EnforcementMode,
  now: number,
): readonly Blocker[] {
  if (mode === 'off') return []
  const since = now - ADMIN_LOGIN_PROVES_MS
  const ways = followersOf(sql, tenantId)
    .filter((follower) => follower === tenantId || hasPasswords(sql, follower))
    .flatMap((follower): readonly Blocker[] => {
      const of = follower === tenantId ? {} : { tenantId: follower }
      const code = holdsProof(sql, follower, since)
        ? undefined
        : holdsConnector(sql, follower)
          ? 'enforcement_admin_login_missing'
          : 'enforcement_connector_missing'
      return code ? [{ code, ...of }] : []
    })
  const wayBack = mode === 'everyone' && !hasWayBack(sql, tenantId, now)
  return wayBack ? [...ways, { code: 'enforcement_way_back_missing' }] : ways
}

const hasPasswords = (sql: SqlStorage, tenantId: TenantId): boolean =>
  firstRow(sql, 'SELECT 1 FROM passwords WHERE tenant_id = ? LIMIT 1', tenantId) !== undefined

const hasWayBack = (sql: SqlStorage, tenantId: TenantId, now: number): boolean =>
  hasConsent(sql, tenantId, now) ||
  // Codes go with a right password: without one in an administrator's hand they open nothing.
  (countCodes(sql, { tenantId, owner: tenantId }) > 0 &&
    listPasswordAdministrators(sql, tenantId).length > 0)

/** Tells whether the operator vouches that the tenant gets back in. */
export const hasConsent = (sql: SqlStorage, tenantId: TenantId, now: number): boolean =>
  (readPolicy(sql, tenantId).consentUntil ?? 0) > now
