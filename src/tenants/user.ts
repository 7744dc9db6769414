// A person of one tenant, as the IdP's assertions describe them.

import type { TenantId, UserId } from './ids.ts'

/** What an assertion says of a person, after mapping. */
export interface Profile {
  /** The product's own id for the person, where the IdP sends one. */
  readonly userId?: string
  readonly email?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly nameAlias?: string
  readonly roles: readonly string[]
  readonly groups: readonly string[]
  /** The product's number: stored and delivered, not enforced here. */
  readonly concurrency?: number
}

export interface User extends Profile {
  readonly tenantId: TenantId
  readonly id: UserId
  readonly status: 'active' | 'inactive'
  readonly createdAt: number
  readonly updatedAt: number
}
