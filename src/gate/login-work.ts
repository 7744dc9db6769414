// What a login asks of a tenant's gate: admission, sessions, codes, and the record of refusals.
// Loaded with the first call, so a Worker that only exports the gate does not evaluate it. It only
// delegates; what decides stands in the files beside it.

import { attemptEvent } from '../login/events.ts'
import type { AttemptFacts } from '../login/login-trace.ts'
import type {
  Admission,
  AdmissionRequest,
  CodeRedemption,
  CodeRefusalCode,
  EndedSession,
  IdpLogout,
  IdpLogoutOutcome,
  NotedRefusal,
  RefusedAttempt,
} from '../login/ports.ts'
import type { OpenSession } from '../login/session.ts'
import type { Refusal } from '../refusal.ts'
import type { Result } from '../result.ts'
import { strongRandom } from '../storage/random.ts'
import type { DeploymentEvent } from '../tenants/events/events.ts'
import { type EventId, newId, type TenantId, type UserId } from '../tenants/ids.ts'
import type { User } from '../tenants/user.ts'
import { admit } from './admission/admission.ts'
import { appendEvent, findWaitingEvent } from './outbox/events.ts'
import { holdsOutbox } from './outbox/outbox.ts'
import type { RefusalCap } from './outbox/refusal-cap.ts'
import { noteRefusal } from './outbox/refused-attempts.ts'
import { exportChange } from './sessions/export-users.ts'
import { endByIdp } from './sessions/idp-logouts.ts'
import { endSession, findSession, redeemCode } from './sessions/sessions.ts'
import { createLoginAlarm, type LoginAlarm, wakeForEvent } from './tables/alarm.ts'
import type { GateContext } from './tables/context.ts'
import { findUser } from './tables/find-user.ts'

/** The login calls of one gate. */
export class LoginWork {
  readonly #context: GateContext
  readonly #refusals: RefusalCap
  readonly #sql: SqlStorage
  readonly #alarm: LoginAlarm

  constructor(context: GateContext, refusals: RefusalCap) {
    this.#context = context
    this.#refusals = refusals
    this.#sql = context.storage.sql
    this.#alarm = createLoginAlarm(context)
  }

  /** The alarm has fired, so none is set. */
  alarmCame(): void {
    this.#alarm.came()
  }

  async admit(request: AdmissionRequest): Promise<Admission> {
    const now = Date.now()
    const { logins } = this.#context
    const record = { newUserId: newId('usr', strongRandom), cap: this.#refusals, logins, now }
    await this.#alarm.wake(now)
    const admission = this.#context.storage.transactionSync(() => admit(this.#sql, request, record))
    const user = admission.kind === 'admitted' ? admission.open.user : undefined
    // A login that changed nobody is told to D1 by its session: the outbox has nothing new.
    const isPlain = user !== undefined && user.updatedAt !== request.now
    if (!isPlain && holdsOutbox(this.#sql)) await wakeForEvent(this.#context.storage, now)
    if (user) await exportChange(this.#context, user, request.now)
    return admission
  }

  async noteRefusal(attempt: RefusedAttempt): Promise<NotedRefusal> {
    const record = { cap: this.#refusals, now: Date.now() }
    await wakeForEvent(this.#context.storage, record.now)
    return this.#context.storage.transactionSync(() => noteRefusal(this.#sql, attempt, record))
  }

  findEvent(tenantId: TenantId, eventId: EventId): DeploymentEvent | undefined {
    const { logins } = this.#context
    return findWaitingEvent(this.#sql, tenantId, eventId) ?? logins.find(tenantId, eventId)
  }

  findSession(tenantId: TenantId, sid: string): OpenSession | undefined {
    return findSession(this.#sql, tenantId, sid, Date.now())
  }

  async endSession(
    tenantId: TenantId,
    sid: string,
    event?: AttemptFacts,
  ): Promise<EndedSession | undefined> {
    const now = Date.now()
    const facts = event ?? { id: newId('evt', strongRandom), durations: {}, askedAt: now }
    await wakeForEvent(this.#context.storage, now)
    return this.#context.storage.transactionSync(() => {
      const ended = endSession(this.#sql, tenantId, sid, now)
      if (ended === undefined) return undefined
      const { ssoId, connectorId, userId } = ended.session
      const by = ssoId === undefined || connectorId === undefined ? {} : { ssoId, connectorId }
      const at = { tenantId, ...by, userId, facts }
      appendEvent(this.#sql, attemptEvent({ type: 'logout.ended', ...at }, now))
      return ended
    })
  }

  async endByIdp(logout: IdpLogout): Promise<IdpLogoutOutcome> {
    const record = { cap: this.#refusals, now: Date.now() }
    await wakeForEvent(this.#context.storage, record.now)
    return this.#context.storage.transactionSync(() => endByIdp(this.#sql, logout, record))
  }

  redeemCode(redemption: CodeRedemption): Result<OpenSession, Refusal<CodeRefusalCode>> {
    return this.#context.storage.transactionSync(() =>
      redeemCode(this.#sql, redemption, Date.now()),
    )
  }

  findUser(tenantId: TenantId, userId: UserId): User | undefined {
    return findUser(this.#sql, tenantId, userId)
  }
}
