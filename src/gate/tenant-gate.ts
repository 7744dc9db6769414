// The gate: one Durable Object per root tenant, the authority for everything that must be
// consistent. The class only delegates; what decides stands in the files beside it.

import type { TestEnd } from '../login/ports.ts'
import type { Result } from '../result.ts'
import type { AuditEntry } from '../tenants/commands/audit.ts'
import type {
  CommandKind,
  CommandOf,
  CommandResults,
  TenantRefusal,
} from '../tenants/commands/commands.ts'
import type { CommandEnvelope } from '../tenants/commands/envelope.ts'
import { AccountGate } from './account-gate.ts'
import type { LoginWork } from './login-work.ts'
import { retryDelay, wakeBy } from './tables/alarm.ts'
import { migrate } from './tables/migrate.ts'
import { TENANT_GATE_SCHEMA } from './tenant-gate-schema.ts'
import type { TenantWork } from './tenant-work.ts'

export class TenantGate extends AccountGate {
  #logins: LoginWork | undefined
  #loaded: TenantWork | undefined

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    migrate(ctx.storage, TENANT_GATE_SCHEMA)
  }

  async admit(...args: Parameters<LoginWork['admit']>) {
    return (this.#logins ?? (await this.#loadLogins())).admit(...args)
  }

  /**
   * `admit` as JSON text, which the platform carries to a gate in a third of the time of an object.
   */
  async admitText(request: string): Promise<string> {
    return JSON.stringify(await this.admit(JSON.parse(request)))
  }

  async noteRefusal(...args: Parameters<LoginWork['noteRefusal']>) {
    return (this.#logins ?? (await this.#loadLogins())).noteRefusal(...args)
  }

  async findEvent(...args: Parameters<LoginWork['findEvent']>) {
    return (this.#logins ?? (await this.#loadLogins())).findEvent(...args)
  }

  async findSession(...args: Parameters<LoginWork['findSession']>) {
    return (this.#logins ?? (await this.#loadLogins())).findSession(...args)
  }

  async endSession(...args: Parameters<LoginWork['endSession']>) {
    return (this.#logins ?? (await this.#loadLogins())).endSession(...args)
  }

  async endByIdp(...args: Parameters<LoginWork['endByIdp']>) {
    return (this.#logins ?? (await this.#loadLogins())).endByIdp(...args)
  }

  async redeemCode(...args: Parameters<LoginWork['redeemCode']>) {
    return (this.#logins ?? (await this.#loadLogins())).redeemCode(...args)
  }

  async findUser(...args: Parameters<LoginWork['findUser']>) {
    return (this.#logins ?? (await this.#loadLogins())).findUser(...args)
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

  async foreseeLogin(...args: Parameters<TenantWork['foreseeLogin']>) {
    return (await this.#work()).foreseeLogin(...args)
  }

  async findTestRun(...args: Parameters<TenantWork['findTestRun']>) {
    return (await this.#work()).findTestRun(...args)
  }

  async listTestRuns(...args: Parameters<TenantWork['listTestRuns']>) {
    return (await this.#work()).listTestRuns(...args)
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

  /**
   * Has D1 hear of all that waits. Until when D1 knows everything, epoch ms; undefined if it could
   * not be told all.
   */
  async bringUpToDate(): Promise<number | undefined> {
    return (await this.#work()).bringUpToDate()
  }

  async notifyWebhooks(entry: AuditEntry): Promise<void> {
    await (await this.#work()).notifyWebhooks(entry)
  }

  async findHeldSession(...args: Parameters<TenantWork['findHeldSession']>) {
    return (await this.#work()).findHeldSession(...args)
  }

  async findSignInPolicy(...args: Parameters<TenantWork['findSignInPolicy']>) {
    return (await this.#work()).findSignInPolicy(...args)
  }

  async findSetupLink(...args: Parameters<TenantWork['findSetupLink']>) {
    return (await this.#work()).findSetupLink(...args)
  }

  async findEnforcement(...args: Parameters<TenantWork['findEnforcement']>) {
    return (await this.#work()).findEnforcement(...args)
  }

  async findActivationEvidence(...args: Parameters<TenantWork['findActivationEvidence']>) {
    return (await this.#work()).findActivationEvidence(...args)
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
    this.#logins?.alarmCame()
    const work = await this.#work().catch(() => undefined)
    if (work) await work.alarm()
    else await wakeBy(this.ctx.storage, Date.now() + retryDelay(1))
  }

  /** What logins ask for. Loaded once per object: no further login waits for it. */
  async #loadLogins(): Promise<LoginWork> {
    const { LoginWork } = await import('./login-work.ts')
    const context = await this.context()
    this.#logins ??= new LoginWork(context, this.refusals)
    return this.#logins
  }

  /**
   * What no login asks for, loaded with the first call that does: a cold gate lets people in
   * without it.
   */
  async #work(): Promise<TenantWork> {
    const { TenantWork } = await import('./tenant-work.ts')
    const context = await this.context()
    // Another call may have been faster.
    this.#loaded ??= new TenantWork(context, this.refusals)
    return this.#loaded
  }
}
