// Reading what happened: by reference, by tenant, and as the one feed of the deployment.

import type { ConnectorId, EventId, SsoId, TenantId, UserId } from '../ids.ts'
import type { Listed, Page } from '../page.ts'
import type { DeploymentEvent, EventType } from './events.ts'

/** What a list of events is narrowed to; times are milliseconds since the epoch. */
export interface EventFilter {
  readonly type?: EventType
  readonly code?: string
  readonly connectorId?: ConnectorId
  readonly ssoId?: SsoId
  readonly userId?: UserId
  /** At this moment or later. */
  readonly from?: number
  /** Before this moment. */
  readonly until?: number
}

/** An event with its place in the feed. */
interface FeedEvent {
  /** Grows in the order in which events became readable; never given twice. */
  readonly seq: number
  readonly event: DeploymentEvent
}

export interface EventFeed {
  find(id: EventId): Promise<DeploymentEvent | undefined>
  /** The newest first. */
  list(tenantId: TenantId, filter: EventFilter, page: Page): Promise<Listed<DeploymentEvent>>
  /**
   * The events after a place in the feed, in its order; of one tenant and its children when one is
   * given.
   */
  after(
    seq: number,
    options: { readonly limit: number; readonly tenantId?: TenantId },
  ): Promise<readonly FeedEvent[]>
  /**
   * Removes up to 1,000 rows of the oldest events that happened before a moment, and tells how
   * many. Logins that were told together go together, after the last of them.
   */
  removeBefore(at: number): Promise<number>
}
