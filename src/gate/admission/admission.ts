// Admission: the one decision that lets a verified assertion in, as one synchronous transaction. No await may stand
// between its read and its write, or another request would come in between.

import { attemptEvent } from '../../login/events.ts'
import type { Admission, AdmissionRefusalCode, AdmissionRequest } from '../../login/ports.ts'
import type { OpenSession, Session } from '../../login/session.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { DeploymentEvent } from '../../tenants/events/events.ts'
import type { TenantId, UserId } from '../../tenants/ids.ts'
import type { User } from '../../tenants/user.ts'
import { noteAdminLogin } from '../enforcement/admin-logins.ts'
import { appendEvent } from '../outbox/events.ts'
import { type RefusalRecord, recordRefusal } from '../outbox/refused-attempts.ts'
import { isEndedByIdp } from '../sessions/idp-logouts.ts'
import { openSession } from '../sessions/sessions.ts'
import { findHolder } from '../tables/addresses.ts'
import { findConfiguration, opens } from '../tables/configurations.ts'
import { findUser } from '../tables/find-user.ts'
import { findByIdentity } from '../tables/identities.ts'
import type { LoginEvents } from '../tables/login-events.ts'
import { firstRow } from '../tables/rows.ts'
import { readSession, type SessionRow } from '../tables/session-row.ts'
import { provision } from './provisioning.ts'
import { noteRelinkAttempt } from './relinks.ts'

/**
 * Decides about one verified login and writes its event: with its session when it is admitted, alone when it is refused.
 * Must run inside a transaction. `newUserId` is used if the person is new.
 */
export function admit(
  sql: SqlStorage,
  request: AdmissionRequest,
  {
    newUserId,
    logins,
    ...record
  }: RefusalRecord & { readonly newUserId: UserId; readonly logins: LoginEvents },
): Admission {
  const { tenantId, ssoId, connectorId, version, event } = request
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
  const barred = findBar(sql, request, governing.enabled === 1)
  // From here on the login is one of the tenant that it enters: its people, its session, its events (I5).
  const entered = (barred === undefined && request.entersTenantId) || tenantId
  const entering = { ...request, tenantId: entered, connectorTenantId: tenantId }
  const decided = barred ? refuse(barred) : letIn(sql, entering, newUserId)
  const at = { tenantId: entered, ssoId, connectorId, version }
  if (!decided.ok) {
    const { refusal } = decided
    const userId = findByIdentity(sql, entering)?.id
    const by = userId === undefined ? {} : { userId }
    const recorded = recordRefusal(sql, { ...at, ...by, purpose: 'login', event, refusal }, record)
    if (!barred && userId === undefined) {
      const held = findHolder(sql, entered, request.profile.email)
      noteRelinkAttempt(sql, entering, { held, recorded })
    }
    return { kind: 'refused', refusal, recorded }
  }
  const { open, repeated, changed } = decided.value
  if (!repeated) {
    const { user } = open
    noteAdminLogin(sql, entering, user)
    const facts = { ...at, userId: user.id, facts: event }
    const admitted = attemptEvent({ type: 'login.admitted', ...facts }, record.now)
    const told = tellHow(admitted, decided.value)
    // D1 has to hear of the person too: then the session carries nothing.
    if (changed) appendEvent(sql, told, user)
    const carried = changed ? undefined : logins.carry(told, open.session.sid)
    writeSession(sql, entering, open.session, carried)
  }
  return { kind: 'admitted', open, repeated }
}

/** How somebody was found, where it was not by their identity. */
const tellHow = (event: DeploymentEvent, { relinked, joinedByEmail }: LetIn): DeploymentEvent =>
  relinked || joinedByEmail
    ? {
        ...event,
        data: {
          ...event.data,
          ...(relinked ? { relinked } : { joined_by_email: true }),
        },
      }
    : event

/** What keeps everybody out: a connector that is switched off, or a tenant that it may not open, or no longer. */
function findBar(
  sql: SqlStorage,
  { tenantId, entersTenantId = tenantId }: AdmissionRequest,
  enabled: boolean,
): Refusal<AdmissionRefusalCode> | undefined {
  if (!enabled) return { code: 'login_connector_disabled' }
  return opens(sql, tenantId, entersTenantId)
    ? undefined
    : { code: 'login_tenant_gone', got: entersTenantId }
}

/** A login as one of the tenant that it enters. */
interface Entering extends AdmissionRequest {
  readonly connectorTenantId: TenantId
}

interface LetIn {
  readonly open: OpenSession
  /** Answered before, by the same browser. */
  readonly repeated: boolean
  /** The person is new, or the profile is. */
  readonly changed: boolean
  /** The person has this identity in the place of an older one. */
  readonly relinked?: boolean | undefined
  /** The person is the user with their e-mail address. */
  readonly joinedByEmail?: boolean | undefined
}

function letIn(
  sql: SqlStorage,
  request: Entering,
  newUserId: UserId,
): Result<LetIn, Refusal<AdmissionRefusalCode>> {
  const spent = findSpent(sql, request)
  if (spent) return repeat(sql, request, spent)

  const person = provision(sql, request, newUserId)
  if (!person.ok) return person
  const { user, ...how } = person.value
  const session = beginSession(request, user)
  return ok({ open: openSession(sql, session, user), repeated: false, ...how })
}

/**
 * The session that a request has opened, whichever tenant it entered: the rules that chose it may have changed. Two look-ups,
 * however many tenants the gate has.
 */
const findSpent = (sql: SqlStorage, { connectorTenantId, sid }: Entering): SessionRow | undefined =>
  firstRow<SessionRow>(
    sql,
    `SELECT * FROM sessions WHERE tenant_id = ?1 AND sid = ?2
     UNION ALL SELECT * FROM sessions WHERE entered_from = ?1 AND sid = ?2`,
    connectorTenantId,
    sid,
  )

/**
 * A response that comes twice. The browser whose session it made (Back, reload, a double submit) gets the same answer and
 * consumes nothing; for anybody else it is a replay.
 */
function repeat(
  sql: SqlStorage,
  { browser, now }: AdmissionRequest,
  row: SessionRow,
): Result<LetIn, Refusal<AdmissionRefusalCode>> {
  const live = row.ended_at === null && row.expires_at > now && !isEndedByIdp(sql, row)
  const user =
    live && row.browser === browser ? findUser(sql, row.tenant_id, row.user_id) : undefined
  if (user?.status !== 'active') return refuse({ code: 'login_replayed' })
  return ok({ open: openSession(sql, readSession(row), user), repeated: true, changed: false })
}

/** The session of a login that is let in. */
function beginSession(request: AdmissionRequest, user: User): Session {
  const { tenantId, sid, connectorId, ssoId, environment, now, sessionExpiresAt } = request
  return {
    sid,
    tenantId,
    userId: user.id,
    connectorId,
    ssoId,
    methods: [],
    environment,
    createdAt: now,
    expiresAt: sessionExpiresAt,
    authnInstant: request.authnInstant,
    ...(request.authnContextClassRef === undefined
      ? {}
      : { authnContextClassRef: request.authnContextClassRef }),
  }
}

/** One row, which holds the session, spends its request, and carries its event. */
function writeSession(
  sql: SqlStorage,
  request: Entering,
  { sid, tenantId, userId }: Session,
  carried: { readonly batch: number; readonly event: string } | undefined,
): void {
  const { now, sessionExpiresAt, connectorTenantId } = request
  sql.exec(
    `INSERT INTO sessions (tenant_id, sid, user_id, connector_id, sso_id, environment, browser, created_at, expires_at,
       keep_until, authn_instant, authn_context, logout_context, person_key, session_key, index_key, batch, event,
       entered_from)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    tenantId,
    sid,
    userId,
    request.connectorId,
    request.ssoId,
    request.environment,
    request.browser,
    now,
    sessionExpiresAt,
    // The row outlives its session for as long as the request id could come again.
    Math.max(request.spentUntil, sessionExpiresAt),
    request.authnInstant,
    request.authnContextClassRef ?? null,
    request.sealedLogoutContext,
    request.logoutKeys.person ?? null,
    request.logoutKeys.session ?? null,
    request.logoutKeys.index ?? null,
    carried?.batch ?? null,
    carried?.event ?? null,
    connectorTenantId === tenantId ? null : connectorTenantId,
  )
}
