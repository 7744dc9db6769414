// What an administrator does with the people of a tenant. The gate is the authority; D1 is asked
// for lists and search alone.

import type { RelinkCandidate } from './connectors/relink.ts'
import type { ConnectorId, SsoId, TenantId, UserId } from './ids.ts'
import type { Listed, Page } from './page.ts'
import type { Factor } from './second-factor.ts'
import type { Environment } from './sso-key.ts'
import type { GateAddress } from './tenant.ts'
import type { User } from './user.ts'

/** A change by hand: what is absent stays, null unsets. The next login brings what the IdP says. */
export interface UserChange {
  readonly firstName?: string | null
  readonly lastName?: string | null
  readonly nameAlias?: string | null
  readonly concurrency?: number | null
  /** In the place of those given before; the ones that the IdP says stay beside them. */
  readonly givenRoles?: readonly string[]
  /** No login changes it. */
  readonly externalId?: string | null
}

/** Somebody who may sign in and has not yet. */
export interface Invitation {
  readonly email: string
  /** Through which of them the person may come in for the first time. */
  readonly connectorIds: readonly ConnectorId[]
  readonly firstName?: string
  readonly lastName?: string
  readonly givenRoles?: readonly string[]
  readonly externalId?: string
}

/** That a person may use a connector. */
export interface UserLink {
  readonly userId: UserId
  readonly connectorId: ConnectorId
}

/** A live session of a person. */
export interface UserSession {
  readonly sid: string
  /** Both absent where no connector began the session. */
  readonly connectorId?: ConnectorId
  readonly ssoId?: SsoId
  /** What was proven here, as the claim `amr` says it. */
  readonly methods: readonly string[]
  readonly environment: Environment
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly expiresAt: number
}

/** Which people are wanted; what is absent excludes none. */
export interface UserFilter {
  /** How the e-mail address begins, in any case. */
  readonly emailPrefix?: string
  readonly externalId?: string
  /** The product's own id, as the IdP sends it. */
  readonly userId?: string
  readonly status?: User['status']
}

/** People beside the commands on them. */
export interface People {
  /**
   * What D1 has heard of: in order of creation, or of the e-mail address where that is searched
   * for.
   */
  list(tenantId: TenantId, filter: UserFilter, page: Page): Promise<Listed<User>>
  find(gate: GateAddress, tenantId: TenantId, userId: UserId): Promise<User | undefined>
  listLinks(gate: GateAddress, tenantId: TenantId, userId: UserId): Promise<readonly UserLink[]>
  /**
   * Who has but old identities at a connector; undefined for a connector that the tenant has no
   * part in.
   */
  listRelinkCandidates(
    gate: GateAddress,
    of: { readonly tenantId: TenantId; readonly connectorId: ConnectorId },
    page: Page,
  ): Promise<Listed<RelinkCandidate> | undefined>
  /** The second factors of a person, the oldest first. */
  listFactors(gate: GateAddress, tenantId: TenantId, userId: UserId): Promise<readonly Factor[]>
  /** Live ones, the newest first. */
  listSessions(
    gate: GateAddress,
    tenantId: TenantId,
    userId: UserId,
  ): Promise<readonly UserSession[]>
}
