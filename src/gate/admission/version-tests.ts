// Tests of versions, as the person who runs one moves through them: issued -> opened -> passed or
// failed, each once.

import { attemptEvent } from '../../login/events.ts'
import type { OpenTest, TestEnd } from '../../login/ports.ts'
import type { ConnectorId, SsoId, TenantId, TestId } from '../../tenants/ids.ts'
import { keepResponse } from '../outbox/event-responses.ts'
import { appendEvent } from '../outbox/events.ts'
import { appendToOutbox } from '../outbox/outbox.ts'
import { firstRow } from '../tables/rows.ts'
import { keepReport } from './test-runs.ts'

const COLUMNS = 'test_id, connector_id, configuration, ended_at, response_hash'

type TestRow = {
  test_id: TestId
  connector_id: ConnectorId
  configuration: string
  ended_at: number | null
  response_hash: string | null
}

interface TestLink {
  readonly tenantId: TenantId
  readonly ssoId: SsoId
  readonly tokenHash: string
}

/** Looks at an issued test by the hash of its token. */
export function findIssuedTest(
  sql: SqlStorage,
  { tenantId, ssoId, tokenHash }: TestLink,
  now: number,
): OpenTest | undefined {
  const row = firstRow<TestRow>(
    sql,
    `SELECT ${COLUMNS} FROM tests
     WHERE tenant_id = ? AND token_hash = ? AND sso_id = ? AND state = 'issued' AND expires_at > ?`,
    tenantId,
    tokenHash,
    ssoId,
    now,
  )
  return row && readTest(row)
}

/** Opens an issued test by the hash of its token; a second opening finds nothing. */
export function openTest(sql: SqlStorage, test: TestLink, now: number): OpenTest | undefined {
  const row = firstRow<TestRow>(
    sql,
    `UPDATE tests SET state = 'opened', opened_at = ?4
     WHERE tenant_id = ?1 AND token_hash = ?2 AND sso_id = ?3 AND state = 'issued' AND expires_at > ?4
     RETURNING ${COLUMNS}`,
    test.tenantId,
    test.tokenHash,
    test.ssoId,
    now,
  )
  return row && readTest(row)
}

/** A test that was opened, ended or not, while its configuration is kept. */
export function findTest(
  sql: SqlStorage,
  tenantId: TenantId,
  testId: TestId,
): OpenTest | undefined {
  const row = firstRow<TestRow>(
    sql,
    `SELECT ${COLUMNS} FROM tests
     WHERE tenant_id = ? AND test_id = ? AND state <> 'issued' AND configuration <> ''`,
    tenantId,
    testId,
  )
  return row && readTest(row)
}

/**
 * Ends an open test, with its event. A pass marks its version tested, with what was on trial (I6).
 */
export function finishTest(sql: SqlStorage, end: TestEnd, now: number): boolean {
  const { tenantId, ssoId, testId, refusal, event: facts, sealedResponse: sealed } = end
  const passed = refusal === undefined
  const row = firstRow<{ connector_id: ConnectorId; version: string; on_trial: string }>(
    sql,
    `UPDATE tests SET state = ?, ended_at = ?, response_hash = ?, code = ?, event_id = ?
     WHERE tenant_id = ? AND test_id = ? AND state = 'opened'
     RETURNING connector_id, version, on_trial`,
    passed ? 'passed' : 'failed',
    end.judgedAt,
    end.responseHash,
    refusal?.code ?? null,
    facts.id,
    tenantId,
    testId,
  )
  if (row === undefined) return false
  const { connector_id: connectorId, version } = row
  const type = passed ? 'test.passed' : 'test.failed'
  const at = { type, tenantId, ssoId, connectorId } as const
  const responseKept = sealed !== undefined
  const event = attemptEvent({ ...at, version, refusal, facts, responseKept, testId }, now)
  appendEvent(sql, event)
  if (sealed !== undefined)
    keepResponse(sql, { tenantId, connectorId, eventId: event.id, sealed }, now)
  keepReport(sql, { tenantId, testId, connectorId, sealed: end.sealedReport }, now)
  if (!passed) return true
  sql.exec(
    `INSERT INTO tested_versions (tenant_id, connector_id, version, on_trial, tested_at, learned_issuer)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET on_trial = excluded.on_trial, tested_at = excluded.tested_at,
       learned_issuer = excluded.learned_issuer`,
    tenantId,
    connectorId,
    version,
    row.on_trial,
    now,
    end.learnedIssuer ?? null,
  )
  const body = { connectorId, version, testedAt: now }
  appendToOutbox(sql, tenantId, `${event.id} tested`, { kind: 'version_tested', body })
  return true
}

const readTest = ({ ended_at: at, response_hash: responseHash, ...row }: TestRow): OpenTest => ({
  testId: row.test_id,
  connectorId: row.connector_id,
  configuration: JSON.parse(row.configuration),
  ...(at === null || responseHash === null ? {} : { ended: { at, responseHash } }),
})
