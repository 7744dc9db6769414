import { defined } from '../defined.ts'
import type { AdmissionRequest, ForeseenLogin, OpenTest, TestEnd } from '../login/ports.ts'
import type { HeldSession } from '../login/session.ts'
import { sha256Hex } from '../protocol/bytes/sha256.ts'
import { type Result, refuse } from '../result.ts'
import type { ActivationEvidence } from '../tenants/commands/activation.ts'
import type { AuditEntry } from '../tenants/commands/audit.ts'
import type {
  CommandKind,
  CommandOf,
  CommandResults,
  TenantRefusal,
} from '../tenants/commands/commands.ts'
import type { CommandEnvelope } from '../tenants/commands/envelope.ts'
import type { RelinkCandidate } from '../tenants/connectors/relink.ts'
import type { TestRun } from '../tenants/connectors/test-run.ts'
import type { EnforcementState } from '../tenants/enforcement.ts'
import type {
  ConnectorId,
  SetupLinkId,
  SsoId,
  TenantId,
  TestId,
  UserId,
  WebhookId,
} from '../tenants/ids.ts'
import type { Webhook, WebhookDelivery } from '../tenants/messages/webhook.ts'
import type { Listed, Page } from '../tenants/page.ts'
import type { UserLink, UserSession } from '../tenants/people.ts'
import type { Factor } from '../tenants/second-factor.ts'
import type { SetupLink } from '../tenants/setup-links/setup-link.ts'
import type { SignInPolicy } from '../tenants/sign-in-policy.ts'
import { foreseeLogin } from './admission/foresee-login.ts'
import { listRelinkCandidates } from './admission/relink-candidates.ts'
import { findTestRun, listTestRuns } from './admission/test-runs.ts'
import { findIssuedTest, findTest, finishTest, openTest } from './admission/version-tests.ts'
import { notifyWebhooks } from './commands/audited-change.ts'
import { findEvidence } from './commands/connectors/activation.ts'
import { holdsDeleted } from './commands/tenants/deleted-tenants.ts'
import { readFactors, showFactor } from './credentials/second-factors.ts'
import { readEnforcementState } from './enforcement/enforcement.ts'
import { readSignInPolicy } from './enforcement/sign-in-policy.ts'
import { awaitsMails } from './outbox/announcements.ts'
import { deliverMail } from './outbox/deliver-mail.ts'
import { deliverWebhooks } from './outbox/deliver-webhooks.ts'
import { nextMailAt } from './outbox/mail-queue.ts'
import { holdsOutbox } from './outbox/outbox.ts'
import type { RefusalCap } from './outbox/refusal-cap.ts'
import { reportCounted } from './outbox/refused-attempts.ts'
import { nextAttemptAt } from './outbox/webhook-queue.ts'
import { listDeliveries, listWebhooks } from './outbox/webhooks.ts'
import { createCommandRate } from './queue/command-rate.ts'
import { holdsLogins, purgeLogins, type SessionPlace } from './queue/purge-logins.ts'
import { type CommandQueue, createCommandQueue } from './queue/run-command.ts'
import { nextEnforcementAt, startEnforcements } from './queue/start-enforcement.ts'
import { findSession } from './sessions/sessions.ts'
import { listSessions } from './sessions/users.ts'
import { retryDelay, wakeBy, wakeForEvent, wakeForLogins } from './tables/alarm.ts'
import { findTenant } from './tables/configurations.ts'
import type { GateContext } from './tables/context.ts'
import { listLinks } from './tables/links.ts'
import { findSetupLink } from './tables/setup-links.ts'

/** Between two turns of webhooks, so that the outbox has its turn as well, milliseconds. */
const TURN_PAUSE = 1_000
/**
 * Finding what has expired reads every session, in portions, so it is not done with every batch,
 * milliseconds.
 */
const PURGE_INTERVAL = 3_600_000

/** The work of one gate. */
export class TenantWork {
  readonly #context: GateContext
  readonly #refusals: RefusalCap
  readonly #sql: SqlStorage
  readonly #commands: CommandQueue
  readonly #commandRate = createCommandRate()
  /**
   * Alarms in a row that left something undone. Forgotten with the object: then the first attempt
   * comes soon.
   */
  #failures = 0
  #purgeAt = 0
  /** Where the removal of sessions goes on, while it is under way. */
  #purgedTo: SessionPlace | undefined

  constructor(context: GateContext, refusals: RefusalCap) {
    this.#context = context
    this.#refusals = refusals
    this.#sql = context.storage.sql
    this.#commands = createCommandQueue(context)
  }

  async findIssuedTest(
    tenantId: TenantId,
    ssoId: SsoId,
    token: string,
  ): Promise<OpenTest | undefined> {
    const tokenHash = await sha256Hex(token)
    return findIssuedTest(this.#sql, { tenantId, ssoId, tokenHash }, Date.now())
  }

  async openTest(tenantId: TenantId, ssoId: SsoId, token: string): Promise<OpenTest | undefined> {
    const tokenHash = await sha256Hex(token)
    return openTest(this.#sql, { tenantId, ssoId, tokenHash }, Date.now())
  }

  findTest(tenantId: TenantId, testId: TestId): OpenTest | undefined {
    return findTest(this.#sql, tenantId, testId)
  }

  foreseeLogin(request: AdmissionRequest): ForeseenLogin {
    return foreseeLogin(this.#sql, request)
  }

  findTestRun(tenantId: TenantId, testId: TestId) {
    return findTestRun(this.#sql, tenantId, testId, Date.now())
  }

  listTestRuns(
    of: { readonly tenantId: TenantId; readonly connectorId: ConnectorId },
    page: Page,
  ): Listed<TestRun> {
    return listTestRuns(this.#sql, of, page, Date.now())
  }

  async finishTest(end: TestEnd): Promise<boolean> {
    const now = Date.now()
    await wakeForEvent(this.#context.storage, now)
    return this.#context.storage.transactionSync(() => finishTest(this.#sql, end, now))
  }

  /** Runs a configuration command, one at a time. */
  async run<K extends CommandKind>(
    command: CommandOf<K>,
    envelope: CommandEnvelope,
  ): Promise<Result<CommandResults[K], TenantRefusal>> {
    const limited = this.#commandRate.refusal(command, envelope, Date.now())
    if (limited) return refuse(limited)
    const answer = await this.#commands.run(command, envelope)
    await this.#wakeForOwed(Date.now())
    return answer
  }

  /**
   * Has D1 hear of all that waits. Until when D1 knows everything, epoch ms; undefined if it could
   * not be told all.
   */
  async bringUpToDate(): Promise<number | undefined> {
    const now = Date.now()
    if (!holdsOutbox(this.#sql) && !this.#context.logins.waits()) return now
    const told = await this.#commands.notifyAll().catch(() => false)
    await this.#wakeForOwed(Date.now())
    return told ? now : undefined
  }

  async notifyWebhooks(entry: AuditEntry): Promise<void> {
    const { sql, params } = notifyWebhooks(entry)
    this.#sql.exec(sql, ...params)
    await this.#wakeForOwed(Date.now())
  }

  /** A live session, and whether it is one of the home tenant. */
  findHeldSession(tenantId: TenantId, sid: string): HeldSession | undefined {
    const open = findSession(this.#sql, tenantId, sid, Date.now())
    const { home } = findTenant(this.#sql, tenantId) ?? {}
    return open && { ...open, ...defined({ home }) }
  }

  findSignInPolicy(tenantId: TenantId): SignInPolicy {
    return readSignInPolicy(this.#sql, tenantId)
  }

  findSetupLink(tenantId: TenantId, id: SetupLinkId): SetupLink | undefined {
    return findSetupLink(this.#sql, tenantId, id)
  }

  findEnforcement(tenantId: TenantId): EnforcementState | undefined {
    return findTenant(this.#sql, tenantId)
      ? readEnforcementState(this.#sql, tenantId, Date.now())
      : undefined
  }

  findActivationEvidence(connector: {
    readonly tenantId: TenantId
    readonly connectorId: ConnectorId
  }): ActivationEvidence {
    return findEvidence(this.#sql, connector)
  }

  listLinks(tenantId: TenantId, userId: UserId): readonly UserLink[] {
    return listLinks(this.#sql, tenantId, userId)
  }

  listRelinkCandidates(
    of: { readonly tenantId: TenantId; readonly connectorId: ConnectorId },
    page: Page,
  ): Listed<RelinkCandidate> | undefined {
    return listRelinkCandidates(this.#sql, of, page)
  }

  listFactors(tenantId: TenantId, userId: UserId): readonly Factor[] {
    return readFactors(this.#sql, { tenantId, userId }).map(showFactor)
  }

  listSessions(tenantId: TenantId, userId: UserId): readonly UserSession[] {
    return listSessions(this.#sql, { tenantId, userId }, Date.now())
  }

  listWebhooks(tenantId: TenantId): readonly Webhook[] {
    return listWebhooks(this.#sql, tenantId)
  }

  listDeliveries(tenantId: TenantId, webhookId: WebhookId): readonly WebhookDelivery[] {
    return listDeliveries(this.#sql, tenantId, webhookId)
  }

  /**
   * Settles and carries over what is due. It never throws, because the platform gives up on an
   * alarm that keeps throwing.
   */
  async alarm(): Promise<void> {
    const { storage } = this.#context
    const counted = this.#refusals.ended(Date.now())
    storage.transactionSync(() => reportCounted(this.#sql, counted))
    const progress = await this.#commands.catchUp().catch(() => 'behind' as const)
    await startEnforcements(this.#sql, this.#commands, Date.now()).catch(logFault)
    await deliverWebhooks(this.#context).catch(logFault)
    await deliverMail(this.#context).catch(logFault)
    const now = Date.now()
    this.#failures = progress === 'behind' ? this.#failures + 1 : 0
    if (progress === 'behind') {
      console.error(JSON.stringify({ event: 'gate_behind', failures: this.#failures }))
      await wakeBy(storage, now + retryDelay(this.#failures))
    } else await this.#wakeForOwed(now)
    if (progress === 'more') await wakeBy(storage, now)
    if (now >= this.#purgeAt) {
      this.#purgedTo = purgeLogins(this.#sql, now, this.#purgedTo)
      if (this.#purgedTo === undefined) this.#purgeAt = now + PURGE_INTERVAL
    }
    if (holdsLogins(this.#sql)) await wakeBy(storage, Math.max(this.#purgeAt, now))
    const minuteOver = this.#refusals.nextEnd()
    if (minuteOver !== undefined) await wakeBy(storage, minuteOver)
  }

  /** Has the alarm come for what D1 and webhooks have yet to hear. */
  async #wakeForOwed(now: number): Promise<void> {
    const due = nextAttemptAt(this.#sql)
    const mail = awaitsMails(this.#sql) ? now : nextMailAt(this.#sql)
    for (const at of [due, mail])
      if (at !== undefined) await wakeBy(this.#context.storage, Math.max(at, now + TURN_PAUSE))
    const start = nextEnforcementAt(this.#sql, now)
    if (start !== undefined) await wakeBy(this.#context.storage, start)
    if (holdsDeleted(this.#sql)) await wakeBy(this.#context.storage, now)
    if (holdsOutbox(this.#sql)) await wakeForEvent(this.#context.storage, now)
    if (this.#context.logins.waits()) await wakeForLogins(this.#context, now)
  }
}

/** The message of a fault may quote what it failed on; only its kind is logged (I7). */
const logFault = (fault: unknown): void => {
  const kind = fault instanceof Error ? fault.name : 'unknown'
  console.error(JSON.stringify({ event: 'delivery_fault', kind }))
}
