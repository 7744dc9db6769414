// Step 8 of admission: what remains of a login. If it is admitted, one row holds the session,
// spends the request and carries the event. If it is refused, the event alone.

import { attemptEvent } from '../../login/events.ts'
import type { Admission, AdmissionRefusalCode, AdmissionRequest } from '../../login/ports.ts'
import type { OpenSession, Session } from '../../login/session.ts'
import type { Refusal } from '../../refusal.ts'
import type { UserId } from '../../tenants/ids.ts'
import { noteAdminLogin } from '../enforcement/admin-logins.ts'
import { appendEvent } from '../outbox/events.ts'
import { type RefusalRecord, recordRefusal } from '../outbox/refused-attempts.ts'
import { findHolder } from '../tables/addresses.ts'
import { findByIdentity } from '../tables/identities.ts'
import type { LoginEvents } from '../tables/login-events.ts'
import type { Person } from './identify.ts'
import type { EnteringLogin } from './may-enter.ts'
import { noteRelinkAttempt } from './relinks.ts'
import type { SyncedProfile } from './sync-profile.ts'

/** Records a login that may enter no tenant, as one of the connector's tenant. */
export const recordDenied = (
  sql: SqlStorage,
  request: AdmissionRequest,
  refusal: Refusal<AdmissionRefusalCode>,
  record: RefusalRecord,
): Admission => {
  const userId = findByIdentity(sql, request)?.id
  return {
    kind: 'refused',
    refusal,
    recorded: writeRefusal(sql, { request, userId, refusal }, record),
  }
}

/**
 * Records a login that its tenant refused, and notes for the administrator which user it may have
 * been.
 */
export function recordRefused(
  sql: SqlStorage,
  login: EnteringLogin,
  refusal: Refusal<AdmissionRefusalCode>,
  record: RefusalRecord,
): Admission {
  const userId = findByIdentity(sql, login)?.id
  const recorded = writeRefusal(sql, { request: login, userId, refusal }, record)
  if (userId === undefined) {
    const held = findHolder(sql, login.tenantId, login.profile.email)
    noteRelinkAttempt(sql, login, { held, recorded })
  }
  return { kind: 'refused', refusal, recorded }
}

/**
 * Records a login that was let in. If the user changed too, D1 has to hear of it: then the outbox
 * carries the event.
 */
export function recordAdmitted(
  sql: SqlStorage,
  login: EnteringLogin,
  admitted: SyncedProfile & { readonly open: OpenSession },
  { logins, now }: RefusalRecord & { readonly logins: LoginEvents },
): void {
  const { open, user, changed, foundBy } = admitted
  const { session } = open
  noteAdminLogin(sql, login, user)
  const { tenantId, ssoId, connectorId, version, event: facts } = login
  const at = { tenantId, ssoId, connectorId, version, userId: user.id }
  const plain = attemptEvent({ type: 'login.admitted', ...at, facts }, now)
  const event = { ...plain, data: { ...plain.data, ...howFound(foundBy) } }
  if (changed) appendEvent(sql, event, user)
  const carried = changed ? undefined : logins.carry(event, session.sid)
  writeSession(sql, login, session, carried)
}

/** How the user was found, if not by the identity. */
function howFound(foundBy: Person['foundBy']) {
  if (foundBy === 'relink') return { relinked: true }
  return foundBy === 'email' ? { joined_by_email: true } : {}
}

function writeRefusal(
  sql: SqlStorage,
  refused: {
    readonly request: AdmissionRequest
    readonly userId: UserId | undefined
    readonly refusal: Refusal<AdmissionRefusalCode>
  },
  record: RefusalRecord,
): boolean {
  const { request, userId, refusal } = refused
  const { tenantId, ssoId, connectorId, version, event } = request
  const at = { tenantId, ssoId, connectorId, version }
  const by = userId === undefined ? {} : { userId }
  return recordRefusal(sql, { ...at, ...by, purpose: 'login', event, refusal }, record)
}

function writeSession(
  sql: SqlStorage,
  login: EnteringLogin,
  { sid, tenantId, userId }: Session,
  carried: { readonly batch: number; readonly event: string } | undefined,
): void {
  const { now, sessionExpiresAt, connectorTenantId } = login
  sql.exec(
    `INSERT INTO sessions (tenant_id, sid, user_id, connector_id, sso_id, environment, browser, created_at, expires_at,
       keep_until, authn_instant, authn_context, logout_context, person_key, session_key, index_key, batch, event,
       entered_from)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    tenantId,
    sid,
    userId,
    login.connectorId,
    login.ssoId,
    login.environment,
    login.browser,
    now,
    sessionExpiresAt,
    // The row outlives its session for as long as the request id could come again.
    Math.max(login.spentUntil, sessionExpiresAt),
    login.authnInstant,
    login.authnContextClassRef ?? null,
    login.sealedLogoutContext,
    login.logoutKeys.person ?? null,
    login.logoutKeys.session ?? null,
    login.logoutKeys.index ?? null,
    carried?.batch ?? null,
    carried?.event ?? null,
    connectorTenantId === tenantId ? null : connectorTenantId,
  )
}
