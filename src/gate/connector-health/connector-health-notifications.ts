// Telling that a connector needs attention, or no longer: an event for the operator and for
// webhooks, and a mail to each administrator of the tenant and of the children whose people come
// through the connector.

import { strongRandom } from '../../storage/random.ts'
import {
  type Attention,
  DISABLED_ALERTS,
  needsAttention,
  type ObservedConnector,
  recovered,
  type Severity,
} from '../../tenants/events/connector-health.ts'
import type { DeploymentEvent } from '../../tenants/events/events.ts'
import { newId, type TenantId } from '../../tenants/ids.ts'
import type { MailKind } from '../../tenants/messages/mail.ts'
import { modeOf } from '../enforcement/enforcement.ts'
import { announce } from '../outbox/announcements.ts'
import { eventStatement } from '../outbox/events.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'

/** Tells that a connector needs attention. Belongs in the transaction that noticed. */
export const attentionStatements = (
  sql: SqlStorage,
  connector: ObservedConnector,
  attention: Omit<Attention, 'severity'>,
  now: number,
): readonly GateStatement[] => {
  const severity = severityOf(sql, connector.tenantId)
  const id = newId('evt', strongRandom)
  const event = needsAttention(id, connector, { ...attention, severity }, now)
  return tell(sql, event, 'connector_needs_attention')
}

/** Tells that people get in again. */
export const recoveryStatements = (
  sql: SqlStorage,
  connector: ObservedConnector,
  causes: readonly string[],
  now: number,
): readonly GateStatement[] =>
  tell(sql, recovered(newId('evt', strongRandom), connector, causes, now), 'connector_recovered')

/**
 * The same for what an administrator did: a connector that is switched off, which is watched for
 * until somebody gets in, or one that is deleted, and what was watched of it with it.
 */
export function shutStatements(
  sql: SqlStorage,
  connector: ObservedConnector,
  cause: 'disabled' | 'deleted',
  now: number,
): readonly GateStatement[] {
  const told = attentionStatements(sql, connector, { cause, facts: DISABLED_ALERTS[cause] }, now)
  if (cause === 'deleted') return told
  return [
    ...told,
    gateStatement(
      `INSERT INTO connector_watch (tenant_id, connector_id, cause, subject, seen, last_at, raised_at, recovered_at)
       VALUES (?1, ?2, 'disabled', '', '[]', ?3, ?3, NULL)
       ON CONFLICT DO UPDATE SET last_at = ?3, raised_at = ?3, recovered_at = NULL`,
      connector.tenantId,
      connector.connectorId,
      now,
    ),
  ]
}

/**
 * Where passwords are switched off there is no other way in, be it for people of a child tenant.
 */
function severityOf(sql: SqlStorage, tenantId: TenantId): Severity {
  const served = sql.exec<{ tenant_id: TenantId }>(
    'SELECT tenant_id FROM tenants WHERE tenant_id = ?1 OR parent_id = ?1',
    tenantId,
  )
  const enforced = served.toArray().some((one) => modeOf(sql, one.tenant_id) !== 'off')
  return enforced ? 'urgent' : 'warning'
}

/**
 * Whose people come in through a connector, as far as anybody ever did: its own tenant's, and
 * children's.
 */
const listServed = (
  sql: SqlStorage,
  { tenantId, connectorId }: DeploymentEvent,
): readonly TenantId[] =>
  sql
    .exec<{ tenant_id: TenantId }>(
      `SELECT tenant_id FROM tenants WHERE tenant_id = ?1 OR parent_id = ?1 AND EXISTS (
         SELECT 1 FROM identities WHERE tenant_id = tenants.tenant_id AND connector_id = ?2)`,
      tenantId,
      connectorId ?? '',
    )
    .toArray()
    .map((row) => row.tenant_id)

/** The event, and its words to the active administrators. */
function tell(sql: SqlStorage, event: DeploymentEvent, kind: MailKind): readonly GateStatement[] {
  const { id, connectorId, code = null, at: now } = event
  const facts = { event_id: id, connector_id: connectorId, code, ...event.data }
  return [
    eventStatement(event),
    ...listServed(sql, event).map((tenantId) =>
      announce({ tenantId, audience: 'administrators' }, { kind, facts }, now),
    ),
  ]
}
