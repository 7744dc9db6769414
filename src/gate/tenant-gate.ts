// The gate: one Durable Object per root tenant, the authority for everything that must be consistent. The class only
// delegates; what decides stands in the files beside it.

import type { AttemptFacts } from '../login/attempt.ts'
import { attemptEvent } from '../login/events.ts'
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
  TestEnd,
} from '../login/ports.ts'
import type { OpenSession } from '../login/session.ts'
import type { Refusal } from '../refusal.ts'
import type { Result } from '../result.ts'
import { strongRandom } from '../storage/random.ts'
import type { AuditEntry } from '../tenants/commands/audit.ts'
import type {
  CommandKind,
  CommandOf,
  CommandResults,
  TenantRefusal,
} from '../tenants/commands/commands.ts'
import type { CommandEnvelope } from '../tenants/commands/envelope.ts'
import type { DeploymentEvent } from '../tenants/events/events.ts'
import { type EventId, newId, type TenantId, type UserId } from '../tenants/ids.ts'
import type { User } from '../tenants/user.ts'
import { AccountGate } from './account-gate.ts'
import { admit } from './admission/admission.ts'
import { appendEvent, findWaitingEvent } from './outbox/events.ts'
import { holdsOutbox } from './outbox/outbox.ts'
import { noteRefusal } from './outbox/refused-attempts.ts'
import { endByIdp } from './sessions/idp-logouts.ts'
import { endSession, findSession, redeemCode } from './sessions/sessions.ts'
import { tellOfChange } from './sessions/tell-people.ts'
import { createLoginAlarm, retryDelay, wakeBy, wakeForEvent } from './tables/alarm.ts'
import { findUser } from './tables/find-user.ts'
import { migrate } from './tables/migrate.ts'
import { TENANT_GATE_SCHEMA } from './tenant-gate-schema.ts'
import type { TenantWork } from './tenant-work.ts'

export class TenantGate extends AccountGate {
  readonly #sql = this.ctx.storage.sql
  readonly #loginAlarm = createLoginAlarm(this.context)
  #loaded: TenantWork | undefined

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    migrate(ctx.storage, TENANT_GATE_SCHEMA)
  }

  async admit(request: AdmissionRequest): Promise<Admission> {
    const now = Date.now()
    const { logins } = this.context
    const record = { newUserId: newId('usr', strongRandom), cap: this.refusals, logins, now }
    await this.#loginAlarm.wake(now)
    const admission = this.ctx.storage.transactionSync(() => admit(this.#sql, request, record))
    const user = admission.kind === 'admitted' ? admission.open.user : undefined
    // A login that changed nobody is told to D1 by its session: the outbox has nothing new.
    const isPlain = user !== undefined && user.updatedAt !== request.now
    if (!isPlain && holdsOutbox(this.#sql)) await wakeForEvent(this.ctx.storage, now)
    if (user) await tellOfChange(this.context, user, request.now)
    return admission
  }

  /** `admit` as JSON text, which the platform carries to a gate in a third of the time of an object. */
  async admitText(request: string): Promise<string> {
    return JSON.stringify(await this.admit(JSON.parse(request)))
  }

  async noteRefusal(attempt: RefusedAttempt): Promise<NotedRefusal> {
    const record = { cap: this.refusals, now: Date.now() }
    await wakeForEvent(this.ctx.storage, record.now)
    return this.ctx.storage.transactionSync(() => noteRefusal(this.#sql, attempt, record))
  }

  findEvent(tenantId: TenantId, eventId: EventId): DeploymentEvent | undefined {
    const { logins } = this.context
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
    await wakeForEvent(this.ctx.storage, now)
    return this.ctx.storage.transactionSync(() => {
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
    const record = { cap: this.refusals, now: Date.now() }
    await wakeForEvent(this.ctx.storage, record.now)
    return this.ctx.storage.transactionSync(() => endByIdp(this.#sql, logout, record))
  }

  redeemCode(redemption: CodeRedemption): Result<OpenSession, Refusal<CodeRefusalCode>> {
    return this.ctx.storage.transactionSync(() => redeemCode(this.#sql, redemption, Date.now()))
  }

  findUser(tenantId: TenantId, userId: UserId): User | undefined {
    return findUser(this.#sql, tenantId, userId)
  }

  async findIssuedTest(...args: Parameters<TenantWork['findIssuedTest']>) {
    return (await this.#work()).findIssuedTest(...args)
  }

  async openTest(...args: Parameters<TenantWork['openTest']>) {
    return (await this.#work()).openTest(...args)
  }

  async findTest(...args: Parameters<TenantWork['findTest']>) {
    return (await this.#work()).findTest(...args)
  }

  async finishTest(end: TestEnd): Promise<boolean> {
    return (await this.#work()).finishTest(end)
  }

  /** Runs a configuration command, one at a time. */
  async run<K extends CommandKind>(
    command: CommandOf<K>,
    envelope: CommandEnvelope,
  ): Promise<Result<CommandResults[K], TenantRefusal>> {
    return (await this.#work()).run(command, envelope)
  }

  /** Has D1 hear of all that waits. Until when D1 knows everything, epoch ms; undefined if it could not be told all. */
  async bringUpToDate(): Promise<number | undefined> {
    return (await this.#work()).bringUpToDate()
  }

  async tellWebhooks(entry: AuditEntry): Promise<void> {
    await (await this.#work()).tellWebhooks(entry)
  }

  async findSignInPolicy(...args: Parameters<TenantWork['findSignInPolicy']>) {
    return (await this.#work()).findSignInPolicy(...args)
  }

  async findEnforcement(...args: Parameters<TenantWork['findEnforcement']>) {
    return (await this.#work()).findEnforcement(...args)
  }

  async listLinks(...args: Parameters<TenantWork['listLinks']>) {
    return (await this.#work()).listLinks(...args)
  }

  async listRelinkCandidates(...args: Parameters<TenantWork['listRelinkCandidates']>) {
    return (await this.#work()).listRelinkCandidates(...args)
  }

  async listFactors(...args: Parameters<TenantWork['listFactors']>) {
    return (await this.#work()).listFactors(...args)
  }

  async listSessions(...args: Parameters<TenantWork['listSessions']>) {
    return (await this.#work()).listSessions(...args)
  }

  async listWebhooks(...args: Parameters<TenantWork['listWebhooks']>) {
    return (await this.#work()).listWebhooks(...args)
  }

  async listDeliveries(...args: Parameters<TenantWork['listDeliveries']>) {
    return (await this.#work()).listDeliveries(...args)
  }

  /** It never throws, because the platform gives up on an alarm that keeps throwing. */
  override async alarm(): Promise<void> {
    this.#loginAlarm.came()
    const work = await this.#work().catch(() => undefined)
    if (work) await work.alarm()
    else await wakeBy(this.ctx.storage, Date.now() + retryDelay(1))
  }

  /** What no login asks for, loaded with the first call that does: a cold gate lets people in without it. */
  async #work(): Promise<TenantWork> {
    const { TenantWork } = await import('./tenant-work.ts')
    // Another call may have been faster.
    this.#loaded ??= new TenantWork(this.context, this.refusals)
    return this.#loaded
  }
}
