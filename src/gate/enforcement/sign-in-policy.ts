// The sign-in policy in the gate: read in the transaction that a right password is decided in, and
// with every session that a password alone began.

import { ADMIN_ROLE } from '../../tenants/connectors/access-rules.ts'
import type { TenantId } from '../../tenants/ids.ts'
import type { SignInPolicy } from '../../tenants/sign-in-policy.ts'
import type { User } from '../../tenants/user.ts'
import { parentOf, readPolicy } from './enforcement.ts'

/** The policy that holds for a tenant. */
export function readSignInPolicy(sql: SqlStorage, tenantId: TenantId): SignInPolicy {
  const parent = parentOf(sql, tenantId)
  const chosen = readPolicy(sql, tenantId).signIn ?? (parent && readPolicy(sql, parent).signIn)
  return { tenantId, secondFactor: 'optional', enrolmentAtLogin: true, ...chosen }
}

/**
 * Tells whether an administrator without a second factor is kept out by that, and cannot help it.
 */
export function keepsAdministratorsOut(sql: SqlStorage, tenantId: TenantId): boolean {
  const { secondFactor, enrolmentAtLogin } = readSignInPolicy(sql, tenantId)
  return secondFactor !== 'optional' && !enrolmentAtLogin
}

/** Tells whether a password alone is not enough for a person. */
export function needsSecondFactor(
  sql: SqlStorage,
  { tenantId, roles }: Pick<User, 'tenantId' | 'roles'>,
): boolean {
  const { secondFactor } = readSignInPolicy(sql, tenantId)
  return secondFactor === 'everyone' || (secondFactor === 'admins' && roles.includes(ADMIN_ROLE))
}

/**
 * Tells whether a password alone began a session where that is not enough by now, because the
 * policy or the person's roles have changed since: it opens nothing, so that the person signs in
 * anew.
 */
export const lacksSecondFactor = (
  sql: SqlStorage,
  {
    connector_id,
    methods,
    factor_at,
  }: {
    readonly connector_id: string
    readonly methods: string | null
    readonly factor_at: number | null
  },
  user: User,
): boolean =>
  connector_id === '' &&
  factor_at === null &&
  JSON.parse(methods ?? '[]').length < 2 &&
  needsSecondFactor(sql, user)
