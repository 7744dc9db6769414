// Events on their way out of the gate: a row of the outbox in the transaction whose outcome it
// reports, for all but the logins of people whom D1 knows (`login-events.ts`). Who appends one
// outside a command sees to it that the gate wakes (`wakeBy`), because the alarm carries it over.

import type { Occurred } from '../../login/events.ts'
import type { DeploymentEvent } from '../../tenants/events/events.ts'
import type { EventId, TenantId } from '../../tenants/ids.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'
import { firstRow } from '../tables/rows.ts'
import { appendToOutbox } from './outbox.ts'

/**
 * How long an id is remembered by `eventOnceStatements`, milliseconds: longer than anything is
 * noticed again.
 */
const KEEP_NOTICED = 100 * 86_400_000

/**
 * Appends an event, with the person if this login changed the profile. Must run inside a
 * transaction.
 */
export function appendEvent(
  sql: SqlStorage,
  event: DeploymentEvent,
  user?: Occurred['user'],
): void {
  appendToOutbox(sql, event.tenantId, event.id, {
    kind: 'event',
    body: { event, ...(user === undefined ? {} : { user }) },
  })
}

/** An event that has not left the gate yet. */
export function findWaitingEvent(
  sql: SqlStorage,
  tenantId: TenantId,
  eventId: EventId,
): DeploymentEvent | undefined {
  const row = firstRow<{ body: string }>(
    sql,
    `SELECT body FROM outbox WHERE tenant_id = ? AND id = ? AND kind = 'event'`,
    tenantId,
    eventId,
  )
  return row && JSON.parse(row.body).event
}

/** `appendEvent` as a statement, for the last transaction of a command (`Plan.commit`). */
export const eventStatement = (event: DeploymentEvent): GateStatement =>
  gateStatement(
    `INSERT INTO outbox (tenant_id, id, kind, body) VALUES (?, ?, 'event', ?) ON CONFLICT DO NOTHING`,
    event.tenantId,
    event.id,
    JSON.stringify({ event }),
  )

/**
 * Appends an event that is noticed again and again, as a certificate is that expires soon, the
 * first time only. Its id says what it is about (`eventIdOf`); it is remembered for 100 days.
 * Belongs in one transaction.
 */
export const eventOnceStatements = (event: DeploymentEvent): readonly GateStatement[] => [
  gateStatement(
    `INSERT INTO outbox (tenant_id, id, kind, body)
     SELECT ?1, ?2, 'event', ?3
     WHERE NOT EXISTS (SELECT 1 FROM spent WHERE tenant_id = ?1 AND kind = 'event' AND id = ?2)
     ON CONFLICT DO NOTHING`,
    event.tenantId,
    event.id,
    JSON.stringify({ event }),
  ),
  gateStatement(
    `INSERT INTO spent (tenant_id, kind, id, keep_until) VALUES (?, 'event', ?, ?) ON CONFLICT DO NOTHING`,
    event.tenantId,
    event.id,
    event.at + KEEP_NOTICED,
  ),
]
