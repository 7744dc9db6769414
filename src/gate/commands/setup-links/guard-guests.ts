// What a guest of a set-up link wants done is held against the link in the same turn in which it
// would happen. So a link that was revoked meanwhile changes nothing any more, whatever the request
// found when it arrived.

import type { CommandKind, CommandOf, TenantRefusal } from '../../../tenants/commands/commands.ts'
import type { ConnectorId, ExternalIdpId } from '../../../tenants/ids.ts'
import { GUEST_COMMANDS, missingRight } from '../../../tenants/setup-links/guest-rights.ts'
import { endOf, type SetupLink } from '../../../tenants/setup-links/setup-link.ts'
import type { Scope } from '../../intents/plan.ts'
import { isKeptOf } from '../../outbox/event-responses.ts'
import { findSetupLink } from '../../tables/setup-links.ts'

/** Why a guest does not get this done; undefined for everybody else, and if the link opens it. */
export async function refuseGuest(
  scope: Scope,
  command: CommandOf<CommandKind>,
): Promise<TenantRefusal | undefined> {
  const { sql, tenant, origin, clock } = scope
  const { actor } = origin
  if (actor.type !== 'setup_link') return undefined
  const link = findSetupLink(sql, tenant.id, actor.id)
  if (link === undefined) return { code: 'setup_link_unknown' }
  const end = endOf(link, clock())
  if (end) return { code: end }
  if ('setupLinkId' in command && command.setupLinkId !== link.id)
    return { code: 'setup_link_unknown' }
  const missing = missingRight(link, GUEST_COMMANDS[command.kind])
  if (missing) return missing
  // Guests open doors; which doors administrators keep is not theirs to decide.
  const decidesOnWaysIn =
    ('turnOffEnforcement' in command && command.turnOffEnforcement) ||
    ('evenLastAdmin' in command && command.evenLastAdmin)
  if (decidesOnWaysIn) return { code: 'setup_link_task_missing' }
  const { connectorId } = link
  return connectorId && refuseOther(scope, { ...link, connectorId }, command)
}

type Bound = SetupLink & { readonly connectorId: ConnectorId }

/** Of a link that is bound to a connector: refuses what belongs to another one, or would be new. */
async function refuseOther(
  { sql, reads, tenant }: Scope,
  { tasks, connectorId }: Bound,
  command: CommandOf<CommandKind>,
): Promise<TenantRefusal | undefined> {
  if (CREATIONS.includes(command.kind)) return { code: 'setup_link_task_missing', got: tasks }
  if ('connectorId' in command && command.connectorId !== connectorId)
    return { code: 'connector_unknown' }
  if ('eventId' in command)
    return isKeptOf(sql, { tenantId: tenant.id, connectorId, eventId: command.eventId })
      ? undefined
      : { code: 'event_response_unknown' }
  const named = idpOf(command)
  if (named === undefined) return undefined
  const connector = await reads.findConnector(tenant.id, connectorId)
  return connector?.externalIdpId === named ? undefined : { code: 'external_idp_unknown' }
}

const CREATIONS: readonly CommandKind[] = [
  'issue_sso_key',
  'create_external_idp',
  'create_connector',
]

/** The external IdP that a command changes, or that a connector is to have. */
function idpOf(command: CommandOf<CommandKind>): ExternalIdpId | undefined {
  if ('externalIdpId' in command) return command.externalIdpId
  if (command.kind !== 'update_connector' || !('change' in command)) return undefined
  return 'externalIdpId' in command.change ? command.change.externalIdpId : undefined
}
