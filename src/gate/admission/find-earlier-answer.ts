// Step 3 of admission: a response that arrives twice. The browser that got the session (Back,
// reload, a double submit) gets the same answer and consumes nothing. For any other browser it is a
// replay (I3, R46).

import type { AdmissionRefusalCode } from '../../login/ports.ts'
import type { OpenSession } from '../../login/session.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { isEndedByIdp } from '../sessions/idp-logouts.ts'
import { openSession } from '../sessions/sessions.ts'
import { findUser } from '../tables/find-user.ts'
import { firstRow } from '../tables/rows.ts'
import { readSession, type SessionRow } from '../tables/session-row.ts'
import type { EnteringLogin } from './may-enter.ts'

/** Finds the answer to an earlier use of the same request; undefined if this is the first. */
export function findEarlierAnswer(
  sql: SqlStorage,
  login: EnteringLogin,
): Result<OpenSession, Refusal<AdmissionRefusalCode>> | undefined {
  const row = findSpent(sql, login)
  if (row === undefined) return undefined
  const live = row.ended_at === null && row.expires_at > login.now && !isEndedByIdp(sql, row)
  const user =
    live && row.browser === login.browser ? findUser(sql, row.tenant_id, row.user_id) : undefined
  return user?.status === 'active'
    ? ok(openSession(sql, readSession(row), user))
    : refuse({ code: 'login_replayed' })
}

/**
 * The session that a request has opened, in whichever tenant: the rules that chose it may have
 * changed. Two look-ups, however many tenants the gate has.
 */
const findSpent = (
  sql: SqlStorage,
  { connectorTenantId, sid }: EnteringLogin,
): SessionRow | undefined =>
  firstRow<SessionRow>(
    sql,
    `SELECT * FROM sessions WHERE tenant_id = ?1 AND sid = ?2
     UNION ALL SELECT * FROM sessions WHERE entered_from = ?1 AND sid = ?2`,
    connectorTenantId,
    sid,
  )
