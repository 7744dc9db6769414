// The history of tests: who started each, how it stands, and the sealed report of what it found.

import { REQUEST_LIFETIME } from '../../login/lifetimes.ts'
import type { Actor } from '../../tenants/commands/envelope.ts'
import type { TestRun, TestState } from '../../tenants/connectors/test-run.ts'
import type { ConnectorId, EventId, TenantId, TestId } from '../../tenants/ids.ts'
import type { Listed, Page } from '../../tenants/page.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'
import { firstRow } from '../tables/rows.ts'

/** A report names a person: it is kept as long as the response that it is about. */
const KEPT_FOR = 7 * 86_400_000
const MAX_OF_CONNECTOR = 100
/** A test that was opened in its last minute still runs for as long as a login may take. */
const KEEP_CONFIGURATION_MS = 60 * 60_000

/** A test as it begins. */
export interface IssuedTest {
  readonly tenantId: TenantId
  readonly testId: TestId
  readonly tokenHash: string
  readonly ssoId: string
  readonly connectorId: ConnectorId
  readonly version: string
  /** JSON. */
  readonly configuration: string
  /** JSON. */
  readonly onTrial: string
  readonly startedBy: Actor
  readonly startedAt: number
  readonly expiresAt: number
}

/** Issues a test. Older configurations go, and so do the oldest tests of the connector. */
export const issueTest = (test: IssuedTest): readonly GateStatement[] => [
  gateStatement(
    `UPDATE tests SET configuration = '' WHERE tenant_id = ? AND expires_at < ? AND configuration <> ''`,
    test.tenantId,
    test.startedAt - KEEP_CONFIGURATION_MS,
  ),
  gateStatement(
    `INSERT INTO tests (tenant_id, token_hash, sso_id, connector_id, version, configuration, on_trial,
       expires_at, state, test_id, started_at, started_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'issued', ?, ?, ?)`,
    test.tenantId,
    test.tokenHash,
    test.ssoId,
    test.connectorId,
    test.version,
    test.configuration,
    test.onTrial,
    test.expiresAt,
    test.testId,
    test.startedAt,
    JSON.stringify(test.startedBy),
  ),
  gateStatement(
    `DELETE FROM tests WHERE tenant_id = ?1 AND token_hash IN (
       SELECT token_hash FROM tests WHERE tenant_id = ?1 AND connector_id = ?2
       ORDER BY started_at DESC LIMIT -1 OFFSET ?3)`,
    test.tenantId,
    test.connectorId,
    MAX_OF_CONNECTOR,
  ),
  gateStatement(
    `DELETE FROM test_reports WHERE tenant_id = ?1 AND connector_id = ?2
       AND test_id NOT IN (SELECT test_id FROM tests WHERE tenant_id = ?1 AND connector_id = ?2
         AND test_id IS NOT NULL)`,
    test.tenantId,
    test.connectorId,
  ),
]

interface KeptReport {
  readonly tenantId: TenantId
  readonly testId: TestId
  readonly connectorId: ConnectorId
  readonly sealed: string | undefined
}

/** Keeps what a test found. Must run inside a transaction. */
export function keepReport(
  sql: SqlStorage,
  { tenantId, testId, connectorId, sealed }: KeptReport,
  now: number,
): void {
  if (sealed === undefined) return
  sql.exec(
    `INSERT INTO test_reports (tenant_id, test_id, connector_id, keep_until, sealed)
     VALUES (?, ?, ?, ?, ?)`,
    tenantId,
    testId,
    connectorId,
    now + KEPT_FOR,
    sealed,
  )
}

/** Removes reports whose week is over. The history of the tests stays. */
export const purgeReports = (sql: SqlStorage, now: number): void => {
  sql.exec('DELETE FROM test_reports WHERE keep_until <= ?', now)
}

const COLUMNS = `test_id, connector_id, version, state, started_at, started_by, expires_at,
  opened_at, ended_at, code, event_id`

type RunRow = {
  test_id: TestId
  connector_id: ConnectorId
  version: string
  state: Exclude<TestState, 'expired'>
  started_at: number
  started_by: string
  expires_at: number
  opened_at: number | null
  ended_at: number | null
  code: string | null
  event_id: EventId | null
}

/** The tests of a connector, the newest first. */
export function listTestRuns(
  sql: SqlStorage,
  { tenantId, connectorId }: { readonly tenantId: TenantId; readonly connectorId: ConnectorId },
  { limit, after }: Page,
  now: number,
): Listed<TestRun> {
  const [at = '', id = ''] = after?.split(' ') ?? []
  const rows = sql
    .exec<RunRow>(
      `SELECT ${COLUMNS} FROM tests WHERE tenant_id = ? AND connector_id = ? AND test_id IS NOT NULL
       AND (started_at, test_id) < (?, ?) ORDER BY started_at DESC, test_id DESC LIMIT ?`,
      tenantId,
      connectorId,
      after === undefined ? Number.MAX_SAFE_INTEGER : Number(at) || 0,
      id,
      limit + 1,
    )
    .toArray()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map((row) => readRun(row, now)),
    ...(rows.length > limit && last ? { next: `${last.started_at} ${last.test_id}` } : {}),
  }
}

/** One test, with its sealed report while that is kept. */
export function findTestRun(
  sql: SqlStorage,
  tenantId: TenantId,
  testId: TestId,
  now: number,
): { readonly run: TestRun; readonly sealedReport?: string } | undefined {
  const row = firstRow<RunRow>(
    sql,
    `SELECT ${COLUMNS} FROM tests WHERE tenant_id = ? AND test_id = ?`,
    tenantId,
    testId,
  )
  if (row === undefined) return undefined
  const report = firstRow<{ sealed: string }>(
    sql,
    'SELECT sealed FROM test_reports WHERE tenant_id = ? AND test_id = ? AND keep_until > ?',
    tenantId,
    testId,
    now,
  )
  return { run: readRun(row, now), ...(report ? { sealedReport: report.sealed } : {}) }
}

const readRun = (row: RunRow, now: number): TestRun => ({
  id: row.test_id,
  connectorId: row.connector_id,
  version: row.version,
  state: stateOf(row, now),
  startedAt: row.started_at,
  startedBy: JSON.parse(row.started_by),
  expiresAt: row.expires_at,
  ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
  ...(row.code === null ? {} : { code: row.code }),
  ...(row.event_id === null ? {} : { eventId: row.event_id }),
})

/** Nobody writes that a test expired: it follows from the time. */
function stateOf({ state, opened_at, expires_at }: RunRow, now: number): TestState {
  if (state === 'issued') return now < expires_at ? state : 'expired'
  if (state !== 'opened') return state
  return now < (opened_at ?? expires_at) + REQUEST_LIFETIME ? state : 'expired'
}
