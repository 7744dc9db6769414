// A person of one tenant, as the IdP's assertions describe them.

import type { TenantId, UserId } from './ids.ts'

/** A value of a field of the tenant's own. */
export type CustomValue = string | number | boolean | readonly string[]

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
  /** The tenant's own fields, by name. */
  readonly custom?: Readonly<Record<string, CustomValue>>
}

/**
 * Roles given by hand are kept apart from those that the IdP says: a login changes only the latter.
 */
export interface Roles {
  /** Both together. */
  readonly roles: readonly string[]
  /** Absent when there are none. */
  readonly givenRoles?: readonly string[]
  /** Absent when all are. */
  readonly syncedRoles?: readonly string[]
}

/** The roles of a person for whom the IdP says `synced` and an administrator `given`. */
export function rolesOf(synced: readonly string[], given: readonly string[]): Roles {
  if (given.length === 0) return { roles: synced }
  return {
    roles: [...new Set([...synced, ...given])],
    givenRoles: given,
    syncedRoles: synced,
  }
}

/** The roles of a person that the IdP said last. */
export const syncedRolesOf = ({ roles, syncedRoles = roles }: Roles): readonly string[] =>
  syncedRoles

/** Who is invited has not signed in yet. */
export const USER_STATUSES = ['invited', 'active', 'inactive'] as const

export interface User extends Profile, Roles {
  readonly tenantId: TenantId
  readonly id: UserId
  /** The operator's own id of the person; no login changes it. */
  readonly externalId?: string
  readonly status: (typeof USER_STATUSES)[number]
  /** The person may sign in with a password, as far as the tenant lets them. */
  readonly hasPassword?: true
  readonly createdAt: number
  readonly updatedAt: number
}
