// What is told of a set-up link: that somebody began, and that they are done.

import type { SetupLink } from '../setup-links/setup-link.ts'
import { type DeploymentEvent, eventIdOf } from './events.ts'

/** The event of a link that has come so far. */
export async function setupLinkEvent(
  type: 'setup_link.opened' | 'setup_link.done',
  { id, tenantId, tasks, connectorId }: SetupLink,
  at: number,
): Promise<DeploymentEvent> {
  return {
    id: await eventIdOf(type, id),
    type,
    tenantId,
    at,
    ...(connectorId && { connectorId }),
    data: { setup_link_id: id, tasks },
  }
}
