// What lists of connectors show of logins and tests: the last of each, written with the events that
// tell of them.

import { and, eq, isNull, lt, or } from 'drizzle-orm'
import type { Database } from '../../storage/d1/database.ts'
import { connectors } from '../../storage/d1/schema/index.ts'
import type { DeploymentEvent } from '../../tenants/events/events.ts'
import type { ConnectorId } from '../../tenants/ids.ts'

/** A connector in use costs one written row in this time, milliseconds. */
const USE_INTERVAL = 3_600_000

/** The updates that these events make, at most two for a connector. */
export function noteUse(db: Database, events: readonly DeploymentEvent[]) {
  const logins = latestOfEach(events.filter(({ type }) => type === 'login.admitted'))
  const tests = latestOfEach(
    events.filter(({ type }) => type === 'test.passed' || type === 'test.failed'),
  )
  const { lastUsedAt, lastTestAt } = connectors
  return [
    ...logins.map(([id, { at }]) =>
      db
        .update(connectors)
        .set({ lastUsedAt: at })
        .where(
          and(eq(connectors.id, id), or(isNull(lastUsedAt), lt(lastUsedAt, at - USE_INTERVAL))),
        ),
    ),
    ...tests.map(([id, { at, type }]) =>
      db
        .update(connectors)
        .set({ lastTestAt: at, lastTestPassed: type === 'test.passed' })
        .where(and(eq(connectors.id, id), or(isNull(lastTestAt), lt(lastTestAt, at)))),
    ),
  ]
}

/** Rows leave the outbox in no particular order. */
function latestOfEach(
  events: readonly DeploymentEvent[],
): readonly (readonly [ConnectorId, DeploymentEvent])[] {
  const latest = new Map<ConnectorId, DeploymentEvent>()
  for (const event of events.toSorted((a, b) => a.at - b.at))
    if (event.connectorId !== undefined) latest.set(event.connectorId, event)
  return [...latest]
}
