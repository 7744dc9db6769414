// Watching connectors: what the outbox carries over is looked through on its way. So a login reads
// and writes nothing for it; a refusal costs a row once it has been recorded anyway, and what is
// raised goes out with the next batch.

import { meaningOf } from '../../login/meanings.ts'
import { findWatchedRefusal } from '../../login/watched-refusals.ts'
import {
  type AttentionCause,
  failsTooLong,
  isCloseToEnd,
  type ObservedConnector,
  QUIET_MS,
  refusalFacts,
  type SeenRefusal,
  shouldAlert,
  WATCH_WINDOW_MS,
  withRefusal,
} from '../../tenants/events/connector-health.ts'
import type { DeploymentEvent, EventData, EventType } from '../../tenants/events/events.ts'
import type { ExternalIdpId, TenantId } from '../../tenants/ids.ts'
import { listTrusting } from '../tables/configurations.ts'
import type { GateStatement } from '../tables/gate-statement.ts'
import { firstRow } from '../tables/rows.ts'
import { attentionStatements, recoveryStatements } from './connector-health-notifications.ts'

/** What is told once is remembered for this long, milliseconds. */
const KEEP_TOLD_MS = 100 * 86_400_000

/**
 * Looks through events that are leaving the gate, and appends what comes of them. Belongs in the
 * turn in which their rows go, so that each counts once.
 */
export function observeConnectors(
  sql: SqlStorage,
  events: readonly DeploymentEvent[],
  now: number,
): void {
  const telling = events.filter(({ type }) => NOTES.has(type))
  // As it nearly always is: people sign in, and nothing is wrong.
  if (telling.every(({ type }) => type === 'login.admitted') && watchesNothing(sql)) return
  for (const event of telling.toSorted((a, b) => a.at - b.at))
    NOTES.get(event.type)?.(sql, event, now)
}

const NOTES: ReadonlyMap<EventType, typeof countRefusal> = new Map([
  ['login.refused', countRefusal],
  ['login.admitted', noteLogin],
  ['certificate.expiring', noteCertificate],
  ['metadata.failed', noteMetadata],
])

const watchesNothing = (sql: SqlStorage): boolean =>
  firstRow(sql, 'SELECT 1 FROM connector_watch LIMIT 1') === undefined

/** Removes what counts no longer: called by the alarm. */
export const purgeWatch = (sql: SqlStorage, now: number): void => {
  sql.exec(
    `DELETE FROM connector_watch
     WHERE (raised_at IS NULL AND last_at < ?1) OR recovered_at < ?2
     OR (cause IN ('certificate', 'metadata') AND raised_at < ?3)`,
    now - WATCH_WINDOW_MS,
    now - QUIET_MS,
    now - KEEP_TOLD_MS,
  )
}

type WatchRow = {
  cause: AttentionCause
  subject: string
  seen: string
  last_at: number
  raised_at: number | null
  recovered_at: number | null
}

function countRefusal(sql: SqlStorage, event: DeploymentEvent, now: number): void {
  const { code = '', at, data } = event
  const watched = findWatchedRefusal(code)
  if (watched === undefined || (!watched.signed && data.response_kept !== true)) return
  const connector = findWatched(sql, event)
  if (connector === undefined) return
  const row = findRow(sql, connector, 'refusals', code)
  const before: readonly SeenRefusal[] = row === undefined ? [] : JSON.parse(row.seen)
  const seen = withRefusal(before, { at, from: `${data.ip} ${data.user_agent}` })
  const raises = shouldAlert(seen) && mayRaise(row, now)
  sql.exec(
    `INSERT INTO connector_watch (tenant_id, connector_id, cause, subject, seen, last_at, raised_at, recovered_at)
     VALUES (?1, ?2, 'refusals', ?3, ?4, ?5, ?6, NULL)
     ON CONFLICT DO UPDATE SET seen = ?4, last_at = ?5, raised_at = coalesce(?6, raised_at),
       recovered_at = CASE WHEN ?6 IS NULL THEN recovered_at END`,
    connector.tenantId,
    connector.connectorId,
    code,
    JSON.stringify(seen),
    at,
    raises ? now : null,
  )
  if (!raises) return
  const { message: says, fixedBy } = meaningOf(code)
  const facts = { ...refusalFacts(seen), last_event_id: event.id, fixed_by: fixedBy, says }
  const about = { cause: 'refusals', code, facts: { ...facts, todo: watched.todo } } as const
  run(sql, attentionStatements(sql, connector, about, now))
}

/** Asked for already, or answered a moment ago: nothing is told again. */
const mayRaise = (row: WatchRow | undefined, now: number): boolean =>
  row === undefined ||
  row.raised_at === null ||
  (row.recovered_at !== null && row.recovered_at <= now - QUIET_MS)

/**
 * Somebody got in: what was counted until then counts no more, and what kept people out is over.
 */
function noteLogin(sql: SqlStorage, event: DeploymentEvent, now: number): void {
  const { at } = event
  const connector = findWatched(sql, event)
  if (connector === undefined) return
  const before = [connector.tenantId, connector.connectorId, at]
  const until = 'WHERE tenant_id = ? AND connector_id = ? AND last_at <= ?'
  sql.exec(`DELETE FROM connector_watch ${until} AND raised_at IS NULL`, ...before)
  sql.exec(`UPDATE connector_watch SET seen = '[]' ${until} AND seen <> '[]'`, ...before)
  const rows = sql
    .exec<WatchRow>(
      `UPDATE connector_watch SET recovered_at = ? ${until} AND recovered_at IS NULL
       AND cause IN ('refusals', 'disabled') RETURNING *`,
      now,
      ...before,
    )
    .toArray()
  if (rows.length === 0) return
  const causes = rows.map(({ cause, subject }) => (cause === 'refusals' ? subject : cause))
  run(sql, recoveryStatements(sql, connector, causes.toSorted(), now))
}

function noteCertificate(sql: SqlStorage, { tenantId, data }: DeploymentEvent, now: number): void {
  if (!isCloseToEnd(data.threshold_days, data.has_successor)) return
  const { connector_ids, fingerprint_sha256, not_after, fixed_by, says } = data
  const facts = { fingerprint_sha256, not_after, fixed_by, todo: says }
  for (const connectorId of Array.isArray(connector_ids) ? connector_ids : []) {
    const connector = findWatched(sql, { tenantId, connectorId })
    notifyOnce(
      sql,
      connector,
      { cause: 'certificate', subject: String(fingerprint_sha256), facts },
      now,
    )
  }
}

function noteMetadata(
  sql: SqlStorage,
  { tenantId, code, data }: DeploymentEvent,
  now: number,
): void {
  const { external_idp_id, metadata_url, failing_since } = data
  const since = Date.parse(String(failing_since))
  if (!failsTooLong(since, now)) return
  const facts = {
    metadata_url,
    failing_since,
    metadata_code: code,
    fixed_by: 'sp_admin',
    todo: 'Have the metadata URL work again, or register the identity provider in another way: until then a new certificate arrives only by hand.',
  }
  // An id that is none matches nothing.
  for (const { connector } of listTrusting(sql, tenantId, external_idp_id as ExternalIdpId)) {
    const watched = findWatched(sql, { tenantId, connectorId: connector.id })
    notifyOnce(sql, watched, { cause: 'metadata', subject: String(since), facts }, now)
  }
}

interface ForeseenFault {
  readonly cause: 'certificate' | 'metadata'
  readonly subject: string
  readonly facts: EventData
}

/** Tells of what keeps nobody out yet, the first time. */
function notifyOnce(
  sql: SqlStorage,
  connector: ObservedConnector | undefined,
  { cause, subject, facts }: ForeseenFault,
  now: number,
): void {
  if (connector === undefined || findRow(sql, connector, cause, subject)) return
  sql.exec(
    `INSERT INTO connector_watch (tenant_id, connector_id, cause, subject, seen, last_at, raised_at, recovered_at)
     VALUES (?, ?, ?, ?, '[]', ?, ?, NULL)`,
    connector.tenantId,
    connector.connectorId,
    cause,
    subject,
    now,
    now,
  )
  run(sql, attentionStatements(sql, connector, { cause, facts }, now))
}

const run = (sql: SqlStorage, statements: readonly GateStatement[]): void => {
  for (const { sql: statement, params } of statements) sql.exec(statement, ...params)
}

const findRow = (
  sql: SqlStorage,
  { tenantId, connectorId }: ObservedConnector,
  cause: AttentionCause,
  subject: string,
): WatchRow | undefined =>
  firstRow<WatchRow>(
    sql,
    `SELECT * FROM connector_watch
     WHERE tenant_id = ? AND connector_id = ? AND cause = ? AND subject = ?`,
    tenantId,
    connectorId,
    cause,
    subject,
  )

/**
 * The connector of an event: of the event's tenant or, where people enter a child, of its parent.
 */
function findWatched(
  sql: SqlStorage,
  { tenantId, connectorId }: Pick<DeploymentEvent, 'tenantId' | 'connectorId'>,
): ObservedConnector | undefined {
  const row = firstRow<{ tenant_id: TenantId; sso_id: ObservedConnector['ssoId'] }>(
    sql,
    `SELECT tenant_id, sso_id FROM connectors WHERE connector_id = ?2
     AND tenant_id IN (?1, (SELECT parent_id FROM tenants WHERE tenant_id = ?1))`,
    tenantId,
    connectorId ?? '',
  )
  if (row === undefined || connectorId === undefined) return undefined
  return { tenantId: row.tenant_id, connectorId, ssoId: row.sso_id }
}
