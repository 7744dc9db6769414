// A person as the gate knows them.

import type { TenantId, UserId } from '../../tenants/ids.ts'
import type { Profile, Roles, User } from '../../tenants/user.ts'
import { firstRow } from './rows.ts'

type UserRow = {
  tenant_id: TenantId
  user_id: UserId
  profile: string
  status: User['status']
  created_at: number
  updated_at: number
  external_id: string | null
  has_password: number | null
}

/**
 * The user of an id, whatever the status. Rows of a tenant that was deleted are cleared away one
 * after the other, and are nobody's.
 */
export function findUser(sql: SqlStorage, tenantId: TenantId, userId: string): User | undefined {
  const row = firstRow<UserRow>(
    sql,
    'SELECT * FROM users WHERE tenant_id = ? AND user_id = ? AND tenant_id IN (SELECT tenant_id FROM tenants)',
    tenantId,
    userId,
  )
  if (row === undefined) return undefined
  const { user_id: id, status, created_at: createdAt, updated_at: updatedAt } = row
  const profile: Profile & Roles = JSON.parse(row.profile)
  // Nobody without an address signs in with a password: it waits until the IdP says an address
  // again.
  const usable = row.has_password !== null && profile.email !== undefined
  const own = {
    ...(row.external_id === null ? {} : { externalId: row.external_id }),
    ...(usable ? { hasPassword: true as const } : {}),
  }
  return { ...profile, ...own, tenantId, id, status, createdAt, updatedAt }
}
