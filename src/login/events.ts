// What a gate tells D1 about logins and tests. The gate's outbox carries these values; D1 only ever sees them as
// projections, so one that arrives late or twice changes nothing.

import type { VersionHash } from '../tenants/connector.ts'
import type { DeploymentEvent } from '../tenants/events.ts'
import type { ConnectorId } from '../tenants/ids.ts'
import type { User } from '../tenants/user.ts'

/** Body of an outbox row of kind `event`. */
export interface Occurred {
  readonly event: DeploymentEvent
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
  | { readonly kind: 'event'; readonly body: Occurred }
  | { readonly kind: 'version_tested'; readonly body: VersionTested }
