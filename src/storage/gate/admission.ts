// Admission: the one decision that lets a verified assertion in, as one synchronous transaction. No await may stand
// between its read and its write, or another request would come in between.

import type { Admission, AdmissionRequest } from '../../login/ports.ts'
import type { Session } from '../../login/session.ts'
import type { DeploymentEvent } from '../../tenants/events.ts'
import type { UserId } from '../../tenants/ids.ts'
import type { User } from '../../tenants/user.ts'
import { findConfiguration } from './configurations.ts'
import { appendEvent } from './events.ts'
import { provision } from './provisioning.ts'
import { firstRow } from './rows.ts'
import { findUser, openSession, readSession, type SessionRow } from './sessions.ts'

/**
 * Decides about one verified login and, when it is admitted, writes its session and its event. Must run inside a
 * transaction. `newUserId` is used if the person is new.
 */
export function admit(sql: SqlStorage, request: AdmissionRequest, newUserId: UserId): Admission {
  const { tenantId, ssoId, connectorId } = request
  const governing = firstRow<{
    enabled: number
    version: string | null
    trust_revision: number | null
  }>(
    sql,
    'SELECT enabled, version, trust_revision FROM connectors WHERE tenant_id = ? AND connector_id = ? AND sso_id = ?',
    tenantId,
    connectorId,
    ssoId,
  )
  if (
    governing?.version !== request.version ||
    governing.trust_revision !== request.trustRevision
  ) {
    return { kind: 'superseded', configuration: findConfiguration(sql, tenantId, ssoId) }
  }
  if (governing.enabled !== 1)
    return { kind: 'refused', refusal: { code: 'login_connector_disabled' } }

  const spent = firstRow<SessionRow>(
    sql,
    'SELECT * FROM sessions WHERE tenant_id = ? AND sid = ?',
    tenantId,
    request.sid,
  )
  if (spent) return repeat(sql, request, spent)

  const person = provision(sql, request, newUserId)
  if (!person.ok) return { kind: 'refused', refusal: person.refusal }
  const { user, changed } = person.value
  const session = createSession(sql, request, user)
  appendEvent(sql, admitted(request, user), changed ? user : undefined)
  return { kind: 'admitted', open: openSession(sql, session, user), repeated: false }
}

/**
 * A response that comes twice. The browser whose session it made (Back, reload, a double submit) gets the same answer and
 * consumes nothing; for anybody else it is a replay.
 */
function repeat(sql: SqlStorage, { browser, now }: AdmissionRequest, row: SessionRow): Admission {
  const live = row.ended_at === null && row.expires_at > now
  const user =
    live && row.browser === browser ? findUser(sql, row.tenant_id, row.user_id) : undefined
  if (user?.status !== 'active') return { kind: 'refused', refusal: { code: 'login_replayed' } }
  return { kind: 'admitted', open: openSession(sql, readSession(row), user), repeated: true }
}

function createSession(sql: SqlStorage, request: AdmissionRequest, user: User): Session {
  const { tenantId, sid, connectorId, ssoId, environment, now, sessionExpiresAt } = request
  sql.exec(
    'INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?)',
    tenantId,
    sid,
    user.id,
    connectorId,
    ssoId,
    environment,
    request.browser,
    now,
    sessionExpiresAt,
    // The row outlives its session for as long as the request id could come again.
    Math.max(request.spentUntil, sessionExpiresAt),
    request.authnInstant,
    request.authnContextClassRef ?? null,
    request.sealedLogoutContext,
  )
  return {
    sid,
    tenantId,
    userId: user.id,
    connectorId,
    ssoId,
    environment,
    createdAt: now,
    expiresAt: sessionExpiresAt,
    authnInstant: request.authnInstant,
    ...(request.authnContextClassRef === undefined
      ? {}
      : { authnContextClassRef: request.authnContextClassRef }),
  }
}

function admitted(request: AdmissionRequest, user: User): DeploymentEvent {
  const { tenantId, ssoId, connectorId, version, now } = request
  const { id, ip, userAgent } = request.event
  return {
    id,
    type: 'login.admitted',
    tenantId,
    ssoId,
    connectorId,
    userId: user.id,
    at: now,
    data: { version, ip, user_agent: userAgent },
  }
}
