// What a tenant says of passwords, asked once the right one was given: in the transaction that
// would let the person in.

import type { PasswordBarCode } from '../../login/password/ports.ts'
import type { Refusal } from '../../refusal.ts'
import { ADMIN_ROLE } from '../../tenants/connectors/access-rules.ts'
import type { EnforcementMode } from '../../tenants/enforcement.ts'
import type { TenantId } from '../../tenants/ids.ts'
import type { User } from '../../tenants/user.ts'
import { firstRow } from '../tables/rows.ts'
import { modeOf, policyTenant } from './enforcement.ts'
import { countCodes } from './recovery-codes.ts'
import { needsSecondFactor, readSignInPolicy } from './sign-in-policy.ts'

/** What a right password is worth. */
interface Standing {
  /** What keeps the person out. */
  readonly bar?: Refusal<PasswordBarCode>
  /** The person is let in no longer than until then, milliseconds since the epoch. */
  readonly until?: number
}

/** What keeps a person out whose password was right. */
export const findPasswordBar = (
  sql: SqlStorage,
  user: User,
  now: number,
): Refusal<PasswordBarCode> | undefined => judgePassword(sql, user, now).bar

/** Holds a right password against the tenant's enforcement, its exemptions and an emergency. */
export function judgePassword(sql: SqlStorage, user: User, now: number): Standing {
  if (user.status !== 'active') return { bar: { code: 'login_user_inactive' } }
  const mode = modeOf(sql, user.tenantId)
  const bar = barOf(sql, user, mode)
  if (bar === undefined) return {}
  const exempt = bar.code === 'login_sso_required' ? findExemption(sql, user) : undefined
  if (exempt && (exempt.until === null || exempt.until > now)) {
    // Of SSO alone: what the tenant says of second factors is said of everybody.
    if (!mayEnrol(sql, user)) return { bar: { code: 'login_second_factor_required' } }
    return exempt.until === null ? {} : { until: exempt.until }
  }
  const glass = isAdmin(user) ? brokenUntil(sql, user) : 0
  return glass > now ? { until: glass } : { bar }
}

function barOf(
  sql: SqlStorage,
  user: User,
  mode: EnforcementMode,
): Refusal<PasswordBarCode> | undefined {
  if (mode === 'off')
    return mayEnrol(sql, user) ? undefined : { code: 'login_second_factor_required' }
  if (mode === 'everyone' || !isAdmin(user)) return { code: 'login_sso_required' }
  return hasSecondFactor(sql, user) ? undefined : { code: 'login_second_factor_required' }
}

/** Tells whether somebody who is barred may come in with a code of the tenant. */
export const mayRecover = (sql: SqlStorage, user: User, bar: Refusal): boolean =>
  (bar.code === 'login_sso_required' || bar.code === 'login_second_factor_required') &&
  isAdmin(user) &&
  ownersFor(sql, user.tenantId).some((owner) => countCodes(sql, { tenantId: owner, owner }) > 0)

/** Whose codes count: the tenant's own, and those of the tenant whose policy it follows. */
export const ownersFor = (sql: SqlStorage, tenantId: TenantId): readonly TenantId[] => [
  ...new Set([tenantId, policyTenant(sql, tenantId)]),
]

/** Whoever has to have a second factor has one, or may set it up before the session begins. */
const mayEnrol = (sql: SqlStorage, user: User): boolean =>
  readSignInPolicy(sql, user.tenantId).enrolmentAtLogin ||
  !needsSecondFactor(sql, user) ||
  hasSecondFactor(sql, user)

const isAdmin = ({ roles }: User): boolean => roles.includes(ADMIN_ROLE)

/** Tells whether the person has a second factor that was confirmed. */
export const hasSecondFactor = (
  sql: SqlStorage,
  { tenantId, id }: Pick<User, 'tenantId' | 'id'>,
): boolean =>
  firstRow(
    sql,
    `SELECT 1 FROM second_factors
     WHERE tenant_id = ? AND user_id = ? AND confirmed_at IS NOT NULL LIMIT 1`,
    tenantId,
    id,
  ) !== undefined

const findExemption = (sql: SqlStorage, { tenantId, id }: User) =>
  firstRow<{ until: number | null }>(
    sql,
    'SELECT until FROM enforcement_exemptions WHERE tenant_id = ? AND user_id = ?',
    tenantId,
    id,
  )

const brokenUntil = (sql: SqlStorage, { tenantId }: User): number =>
  firstRow<{ until: number | null }>(
    sql,
    'SELECT max(until) AS until FROM break_glass WHERE tenant_id IN (?, ?)',
    tenantId,
    policyTenant(sql, tenantId),
  )?.until ?? 0
