// What follows a right password: a session, a proof that waits for the second factor, or a "no".
// Decided in the transaction that has compared it.

import { attemptEvent } from '../../login/events.ts'
import { PROOF_LIFETIME, SESSION_LIFETIME } from '../../login/lifetimes.ts'
import type { AttemptFacts } from '../../login/login-trace.ts'
import type { NextStep, PasswordStep } from '../../login/password/ports.ts'
import type { AuthenticationMethod, OpenSession, Session } from '../../login/session.ts'
import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { strongRandom } from '../../storage/random.ts'
import type { User } from '../../tenants/user.ts'
import {
  findPasswordBar,
  hasSecondFactor,
  judgePassword,
  mayRecover,
} from '../enforcement/policy.ts'
import { needsSecondFactor } from '../enforcement/sign-in-policy.ts'
import { appendEvent } from '../outbox/events.ts'
import { type RefusalRecord, recordRefusal } from '../outbox/refused-attempts.ts'
import { openSession } from './sessions.ts'

/** Of a passkey's question. */
const CHALLENGE_BYTES = 32

/** Goes on from a right password. Must run inside a transaction. */
export function stepAfterPassword(
  sql: SqlStorage,
  user: User,
  {
    next,
    event,
    record,
  }: { readonly next: NextStep; readonly event: AttemptFacts; readonly record: RefusalRecord },
): PasswordStep {
  const denial = findPasswordBar(sql, user, record.now)
  const { tenantId } = user
  const recovers = denial !== undefined && mayRecover(sql, user, denial)
  if (recovers) beginProof(sql, user, { proofId: next.proofId, browser: next.browser }, record.now)
  // Whoever has a second factor proves it before they are told what they may not.
  if (recovers && hasSecondFactor(sql, user)) return { kind: 'second_factor', tenantId }
  if (denial) {
    const refused = { tenantId: user.tenantId, userId: user.id, purpose: 'login' as const }
    const recorded = recordRefusal(sql, { ...refused, refusal: denial, event }, record)
    return { kind: 'denied', refusal: denial, recorded, ...(recovers && { recovers: tenantId }) }
  }
  if (hasSecondFactor(sql, user) || needsSecondFactor(sql, user)) {
    const { proofId, browser } = next
    beginProof(sql, user, { proofId, browser }, record.now)
    return { kind: 'second_factor', tenantId: user.tenantId }
  }
  const methods = ['pwd'] as const
  return {
    kind: 'admitted',
    open: beginSession(sql, user, { ...next, methods, event, now: record.now }),
  }
}

/**
 * Begins a session that no connector began, with its event. The caller has spent what it took. Must
 * run inside a transaction.
 */
export function beginSession(
  sql: SqlStorage,
  user: User,
  {
    sid,
    methods,
    event,
    now,
    factorAt,
  }: {
    readonly sid: string
    readonly methods: readonly AuthenticationMethod[]
    readonly event: AttemptFacts
    readonly now: number
    /** When a second factor was proven, if one was. */
    readonly factorAt?: number
  },
): OpenSession {
  const { tenantId, id: userId } = user
  // An exception from enforcement takes its sessions with it.
  const { until = Number.POSITIVE_INFINITY } = judgePassword(sql, user, now)
  const session: Session = {
    sid,
    tenantId,
    userId,
    methods,
    environment: 'production',
    createdAt: now,
    expiresAt: Math.min(now + SESSION_LIFETIME, until),
    authnInstant: now,
    ...(factorAt === undefined ? {} : { factorAt }),
  }
  sql.exec(
    `INSERT INTO sessions (tenant_id, sid, user_id, connector_id, sso_id, environment, browser, created_at,
       expires_at, keep_until, authn_instant, logout_context, methods, factor_at)
     VALUES (?, ?, ?, '', '', ?, '', ?, ?, ?, ?, '', ?, ?)`,
    tenantId,
    sid,
    userId,
    session.environment,
    now,
    session.expiresAt,
    session.expiresAt,
    now,
    JSON.stringify(methods),
    factorAt ?? null,
  )
  const admitted = attemptEvent({ type: 'login.admitted', tenantId, userId, facts: event }, now)
  appendEvent(sql, { ...admitted, data: { ...admitted.data, methods } })
  return openSession(sql, session, user)
}

/**
 * Has this browser prove a second factor: after the password, or in a session (`sid`) that began
 * before.
 */
export function beginProof(
  sql: SqlStorage,
  { tenantId, id }: Pick<User, 'tenantId' | 'id'>,
  { proofId, browser, sid }: Pick<NextStep, 'proofId' | 'browser'> & { readonly sid?: string },
  now: number,
): void {
  // Of a session the newest alone: asking again and again leaves no rows behind.
  if (sid !== undefined)
    sql.exec('DELETE FROM password_proofs WHERE tenant_id = ? AND sid = ?', tenantId, sid)
  sql.exec(
    `INSERT INTO password_proofs (tenant_id, proof_id, user_id, browser, expires_at, challenge, factors, sid)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    tenantId,
    proofId,
    id,
    browser,
    now + PROOF_LIFETIME,
    encodeBase64Url(strongRandom(CHALLENGE_BYTES)),
    JSON.stringify(sid === undefined ? ['pwd'] : []),
    sid ?? null,
  )
}
