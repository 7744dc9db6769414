// What a tenant's gate answers about accounts. The class loads what answers it with the first
// question, so a gate that only lets people in evaluates none of it.

import { DurableObject } from 'cloudflare:workers'
import type { AccountCalls } from '../login/account/ports.ts'
import type { PasswordCalls } from '../login/password/ports.ts'
import type { RecoveryCalls } from '../login/password/recovery-calls.ts'
import type { SecondFactorCalls } from '../login/second-factor/ports.ts'
import type { AccountWork } from './account-work.ts'
import { createRefusalCap } from './outbox/refusal-cap.ts'
import type { GateContext } from './tables/context.ts'

type Calls = {
  readonly [K in keyof (PasswordCalls & SecondFactorCalls & RecoveryCalls & AccountCalls)]: unknown
}

export abstract class AccountGate extends DurableObject<Env> implements Calls {
  protected readonly refusals = createRefusalCap()
  #context: GateContext | undefined
  #accounts: AccountWork | undefined

  async beginPassword(...args: Parameters<AccountWork['beginPassword']>) {
    return (await this.#work()).beginPassword(...args)
  }

  async finishPassword(...args: Parameters<AccountWork['finishPassword']>) {
    return (await this.#work()).finishPassword(...args)
  }

  async renewPassword(...args: Parameters<AccountWork['renewPassword']>) {
    return (await this.#work()).renewPassword(...args)
  }

  async requestReset(...args: Parameters<AccountWork['requestReset']>) {
    return (await this.#work()).requestReset(...args)
  }

  async findPasswordLink(...args: Parameters<AccountWork['findPasswordLink']>) {
    return (await this.#work()).findPasswordLink(...args)
  }

  async usePasswordLink(...args: Parameters<AccountWork['usePasswordLink']>) {
    return (await this.#work()).usePasswordLink(...args)
  }

  async findProof(...args: Parameters<AccountWork['findProof']>) {
    return (await this.#work()).findProof(...args)
  }

  async answerProof(...args: Parameters<AccountWork['answerProof']>) {
    return (await this.#work()).answerProof(...args)
  }

  async recover(...args: Parameters<AccountWork['recover']>) {
    return (await this.#work()).recover(...args)
  }

  async enrolByProof(...args: Parameters<AccountWork['enrolByProof']>) {
    return (await this.#work()).enrolByProof(...args)
  }

  async findAccount(...args: Parameters<AccountWork['findAccount']>) {
    return (await this.#work()).findAccount(...args)
  }

  async changeAccount(...args: Parameters<AccountWork['changeAccount']>) {
    return (await this.#work()).changeAccount(...args)
  }

  async beginStepUp(...args: Parameters<AccountWork['beginStepUp']>) {
    return (await this.#work()).beginStepUp(...args)
  }

  async askCurrentPassword(...args: Parameters<AccountWork['askCurrentPassword']>) {
    return (await this.#work()).askCurrentPassword(...args)
  }

  async replacePassword(...args: Parameters<AccountWork['replacePassword']>) {
    return (await this.#work()).replacePassword(...args)
  }

  async #work(): Promise<AccountWork> {
    const { AccountWork } = await import('./account-work.ts')
    const context = await this.context()
    // Another call may have been faster.
    this.#accounts ??= new AccountWork(context, this.refusals)
    return this.#accounts
  }

  /** What the calls work with: one for the object, whichever call comes first. */
  protected async context(): Promise<GateContext> {
    const { createContext } = await import('./tables/context.ts')
    this.#context ??= createContext(this.ctx.storage, this.env)
    return this.#context
  }
}
