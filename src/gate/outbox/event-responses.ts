// What IdPs sent in attempts that failed, sealed, for the administrators who look into one: the
// last 50 of a connector, for a week.

import type { ConnectorId, EventId, TenantId } from '../../tenants/ids.ts'
import { firstRow } from '../tables/rows.ts'

const MAX_OF_CONNECTOR = 50
const KEPT_FOR = 7 * 86_400_000

interface KeptResponse {
  readonly tenantId: TenantId
  readonly connectorId: ConnectorId
  readonly eventId: EventId
  readonly sealed: string
}

/** Keeps a response, and lets the oldest of its connector go. Must run inside a transaction. */
export function keepResponse(
  sql: SqlStorage,
  { tenantId, connectorId, eventId, sealed }: KeptResponse,
  now: number,
): void {
  sql.exec(
    'INSERT INTO raw_responses (tenant_id, event_id, connector_id, keep_until, sealed) VALUES (?, ?, ?, ?, ?)',
    tenantId,
    eventId,
    connectorId,
    now + KEPT_FOR,
    sealed,
  )
  sql.exec(
    `DELETE FROM raw_responses WHERE tenant_id = ?1 AND event_id IN (
       SELECT event_id FROM raw_responses WHERE tenant_id = ?1 AND connector_id = ?2
       ORDER BY keep_until DESC LIMIT -1 OFFSET ?3)`,
    tenantId,
    connectorId,
    MAX_OF_CONNECTOR,
  )
}

/** The sealed response of an event, while it is kept. */
export const findResponse = (
  sql: SqlStorage,
  tenantId: TenantId,
  eventId: EventId,
  now: number,
): string | undefined =>
  firstRow<{ sealed: string }>(
    sql,
    'SELECT sealed FROM raw_responses WHERE tenant_id = ? AND event_id = ? AND keep_until > ?',
    tenantId,
    eventId,
    now,
  )?.sealed

/** Tells whether a response is kept that came for this connector. */
export const isKeptOf = (
  sql: SqlStorage,
  { tenantId, connectorId, eventId }: Omit<KeptResponse, 'sealed'>,
): boolean =>
  firstRow(
    sql,
    'SELECT 1 FROM raw_responses WHERE tenant_id = ? AND event_id = ? AND connector_id = ?',
    tenantId,
    eventId,
    connectorId,
  ) !== undefined

/** Removes what was kept for a week. */
export const purgeResponses = (sql: SqlStorage, now: number): void => {
  sql.exec('DELETE FROM raw_responses WHERE keep_until <= ?', now)
}
