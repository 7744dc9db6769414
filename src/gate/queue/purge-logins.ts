// What logins leave behind goes when its time is over, in portions: logins wait for none of it
// long.

import { purgeRelinks } from '../admission/relinks.ts'
import { purgeReports } from '../admission/test-runs.ts'
import { purgeWatch } from '../connector-health/connector-health.ts'
import { purgeAttempts, purgeProofs } from '../credentials/attempts.ts'
import { purgeResponses } from '../outbox/event-responses.ts'
import { purgeDeliveries } from '../outbox/webhook-queue.ts'
import { purgeIdpLogouts } from '../sessions/idp-logouts.ts'
import { firstRow } from '../tables/rows.ts'

/** A session that has been looked at. */
export interface SessionPlace {
  readonly tenantId: string
  readonly sid: string
}

/** Before every session, and behind. */
const FIRST: SessionPlace = { tenantId: '', sid: '' }
const LAST: SessionPlace = { tenantId: 'ten_~', sid: '' }
/** Logins wait while sessions are looked through. */
const LOOKED_THROUGH = 10_000

/**
 * Removes what nobody can use again: called by the alarm. Of sessions it looks through some, and
 * returns where to go on.
 */
export function purgeLogins(
  sql: SqlStorage,
  now: number,
  after?: SessionPlace,
): SessionPlace | undefined {
  const last = purgeSessions(sql, now, after ?? FIRST)
  if (after === undefined) purgeRest(sql, now)
  return last
}

function purgeSessions(sql: SqlStorage, now: number, after: SessionPlace) {
  const from = [after.tenantId, after.sid] as const
  const last = firstRow<{ tenantId: string; sid: string }>(
    sql,
    `SELECT tenant_id AS tenantId, sid FROM sessions WHERE (tenant_id, sid) > (?, ?)
     ORDER BY tenant_id, sid LIMIT 1 OFFSET ?`,
    ...from,
    LOOKED_THROUGH - 1,
  )
  const { tenantId, sid } = last ?? LAST
  // While D1 is out of reach, not those that it has yet to hear of.
  sql.exec(
    `DELETE FROM sessions WHERE (tenant_id, sid) > (?, ?) AND (tenant_id, sid) <= (?, ?) AND keep_until < ?
     AND (batch IS NULL OR batch <= (SELECT batch FROM told_logins))`,
    ...from,
    tenantId,
    sid,
    now,
  )
  return last
}

function purgeRest(sql: SqlStorage, now: number): void {
  sql.exec('DELETE FROM spent WHERE keep_until < ?', now)
  purgeIdpLogouts(sql, now)
  purgeRelinks(sql, now)
  purgeResponses(sql, now)
  purgeReports(sql, now)
  purgeDeliveries(sql, now)
  purgeWatch(sql, now)
  purgeAttempts(sql, now)
  purgeProofs(sql, now)
}

/** Everything that is removed when its time is over. */
const PASSING = [
  'sessions',
  'spent',
  'idp_logouts',
  'relinks',
  'raw_responses',
  'test_reports',
  'webhook_deliveries',
  'password_attempts',
  'password_links',
  'password_proofs',
  'enrolments',
]

/** Tells whether there is anything that will have to be removed one day. */
export const holdsLogins = (sql: SqlStorage): boolean =>
  PASSING.some((table) => firstRow(sql, `SELECT 1 FROM ${table} LIMIT 1`) !== undefined)
