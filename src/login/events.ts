// What a gate tells D1 about logins. The gate's outbox carries these values; D1 only ever sees them as projections,
// so one that arrives late or twice changes nothing.

import type { VersionHash } from '../tenants/connector.ts'
import type { ConnectorId, EventId, SsoId, TenantId, UserId } from '../tenants/ids.ts'
import type { User } from '../tenants/user.ts'

/** One attempt that reached the gate, found by the reference that the person was shown. */
export interface LoginEvent {
  readonly id: EventId
  readonly tenantId: TenantId
  readonly ssoId: SsoId
  readonly connectorId: ConnectorId
  readonly version: VersionHash
  readonly outcome: 'admitted' | 'refused'
  /** The code of the refusal; absent when admitted. */
  readonly code?: string
  readonly userId?: UserId
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly ip?: string
  readonly userAgent?: string
}

/** Body of an outbox row of kind `login`. */
export interface LoginOutcome {
  readonly event: LoginEvent
  /** The person as of this login; present only when this login created or changed the profile. */
  readonly user?: User
}

/** Body of an outbox row of kind `version_tested`: a test passed, so lists may show it. */
export interface VersionTested {
  readonly connectorId: ConnectorId
  readonly version: VersionHash
  /** Milliseconds since the epoch. */
  readonly testedAt: number
}

/** A row of the outbox: what the kind says the body is. */
export type OutboxEntry =
  | { readonly kind: 'login'; readonly body: LoginOutcome }
  | { readonly kind: 'version_tested'; readonly body: VersionTested }
