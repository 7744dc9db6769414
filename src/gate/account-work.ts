// What a tenant's gate answers about accounts: passwords, second factors, links. Loaded with the
// first question about any of them; a login at an IdP asks none. It only delegates; what decides
// stands in the files beside it.

import type {
  Account,
  AccountCalls,
  AccountKey,
  AccountOutcome,
  PasswordQuestion,
  PasswordReplacement,
} from '../login/account/ports.ts'
import type {
  LinkKey,
  LinkUse,
  OpenLink,
  PasswordAnswer,
  PasswordAttempt,
  PasswordCalls,
  PasswordChallenge,
  PasswordOutcome,
  PasswordStep,
  RenewedPassword,
  ResetRequest,
} from '../login/password/ports.ts'
import type {
  RecoveryAnswer,
  RecoveryCalls,
  RecoveryOutcome,
} from '../login/password/recovery-calls.ts'
import type {
  EnrolmentOutcome,
  OpenProof,
  ProofAnswer,
  ProofEnrolment,
  ProofKey,
  ProofOutcome,
  SecondFactorCalls,
} from '../login/second-factor/ports.ts'
import type { TenantId } from '../tenants/ids.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { holdAccount, showAccount } from './credentials/account.ts'
import { changeAccount } from './credentials/account-changes.ts'
import { enrolByProof } from './credentials/enrol-by-proof.ts'
import {
  findPasswordLink,
  prepareLink,
  requestReset,
  usePasswordLink,
} from './credentials/password-links.ts'
import {
  beginPassword,
  comparePassword,
  finishPassword,
  renewPassword,
} from './credentials/passwords.ts'
import { digestTenantCode, finishRecovery } from './credentials/recover.ts'
import { askCurrentPassword, replacePassword } from './credentials/replace-password.ts'
import { countTry, findProof, finishProof } from './credentials/second-factor-proofs.ts'
import { readFactors, verifyAnswer } from './credentials/second-factors.ts'
import type { RefusalCap } from './outbox/refusal-cap.ts'
import { announcePassword, exportUserNow } from './sessions/export-users.ts'
import { beginProof } from './sessions/password-sessions.ts'
import { wakeForEvent } from './tables/alarm.ts'
import { findTenant } from './tables/configurations.ts'
import type { GateContext } from './tables/context.ts'
import { findUser } from './tables/find-user.ts'

type Calls = {
  readonly [K in keyof (PasswordCalls & SecondFactorCalls & RecoveryCalls & AccountCalls)]: unknown
}

/** A tenant that is not there: nobody is found in it, so what is made for it is forgotten. */
const nobody = (id: TenantId): Tenant => ({ id, name: '', jurisdiction: 'none', createdAt: 0 })

/** The account calls of one gate. */
export class AccountWork implements Calls {
  readonly #context: GateContext
  readonly #refusals: RefusalCap

  constructor(context: GateContext, refusals: RefusalCap) {
    this.#context = context
    this.#refusals = refusals
  }

  beginPassword(attempt: PasswordAttempt): PasswordChallenge {
    const { storage } = this.#context
    return storage.transactionSync(() => beginPassword(storage.sql, attempt, Date.now()))
  }

  async finishPassword(answer: PasswordAnswer): Promise<PasswordOutcome> {
    const { storage, keyring } = this.#context
    const compared = await comparePassword(storage.sql, keyring, answer)
    const record = await this.#record()
    return storage.transactionSync(() => finishPassword(storage.sql, answer, { compared, record }))
  }

  renewPassword(renewed: RenewedPassword): void {
    renewPassword(this.#context.storage.sql, renewed)
  }

  async requestReset(request: ResetRequest): Promise<void> {
    const { storage } = this.#context
    // A gate that stands in for a tenant's has none. It makes a link too, because that takes its
    // time.
    const tenant = findTenant(storage.sql, request.tenantId) ?? nobody(request.tenantId)
    const link = await prepareLink(this.#context, tenant)
    const { now } = await this.#record()
    storage.transactionSync(() => requestReset(storage.sql, request, { link, now }))
  }

  findPasswordLink(key: LinkKey): OpenLink | undefined {
    return findPasswordLink(this.#context.storage.sql, key, Date.now())
  }

  async usePasswordLink(use: LinkUse): Promise<PasswordStep | undefined> {
    const { storage } = this.#context
    const record = await this.#record()
    const { tenantId } = use
    const link = findPasswordLink(storage.sql, use, record.now)
    const user = link && findUser(storage.sql, tenantId, link.userId)
    if (user === undefined) return undefined
    await announcePassword(this.#context, user)
    const step = storage.transactionSync(() => usePasswordLink(storage.sql, use, record))
    await exportUserNow(this.#context, { tenantId, userId: user.id })
    return step
  }

  findProof(key: ProofKey): Promise<OpenProof | undefined> {
    const { storage, keyring } = this.#context
    return findProof(storage.sql, keyring, { key, now: Date.now() })
  }

  async answerProof(given: ProofAnswer): Promise<ProofOutcome> {
    const { storage, keyring } = this.#context
    const record = await this.#record()
    const { now } = record
    const counted = storage.transactionSync(() => countTry(storage.sql, given, now))
    if (counted.kind !== 'counted') return counted
    const asked = { owner: counted, answer: given.answer, challenge: counted.challenge, now }
    const verified = await verifyAnswer(keyring, readFactors(storage.sql, counted), asked)
    return storage.transactionSync(() =>
      finishProof(storage.sql, given, { counted, verified, record }),
    )
  }

  async recover(given: RecoveryAnswer): Promise<RecoveryOutcome> {
    const { sql } = this.#context.storage
    const record = await this.#record()
    const counted = this.#context.storage.transactionSync(() => countTry(sql, given, record.now))
    if (counted.kind !== 'counted') return counted
    const digests = await digestTenantCode(sql, given)
    return this.#context.storage.transactionSync(() =>
      finishRecovery(sql, given, { digests, record }),
    )
  }

  async enrolByProof(enrolment: ProofEnrolment): Promise<EnrolmentOutcome> {
    const { now } = await this.#record()
    return enrolByProof(this.#context, enrolment, now)
  }

  findAccount(key: AccountKey): Account | undefined {
    const { sql } = this.#context.storage
    const held = holdAccount(sql, key, Date.now())
    return held && showAccount(sql, held)
  }

  async changeAccount(
    request: Parameters<AccountCalls['changeAccount']>[0],
  ): Promise<AccountOutcome> {
    const { now } = await this.#record()
    return changeAccount(this.#context, request, now)
  }

  beginStepUp(
    request: AccountKey & { readonly proofId: string; readonly browser: string },
  ): boolean {
    const { storage } = this.#context
    const now = Date.now()
    return storage.transactionSync(() => {
      const held = holdAccount(storage.sql, request, now)
      if (held === undefined || held.rows.length === 0) return false
      beginProof(storage.sql, held.open.user, request, now)
      return true
    })
  }

  askCurrentPassword(key: AccountKey): PasswordQuestion {
    const { storage } = this.#context
    return storage.transactionSync(() => askCurrentPassword(storage.sql, key, Date.now()))
  }

  async replacePassword(
    replacement: PasswordReplacement,
  ): ReturnType<AccountCalls['replacePassword']> {
    const { now } = await this.#record()
    return replacePassword(this.#context, replacement, now)
  }

  /**
   * Before a transaction that writes an event or a mail, so that no crash leaves either without an
   * alarm.
   */
  async #record() {
    const now = Date.now()
    await wakeForEvent(this.#context.storage, now)
    return { cap: this.#refusals, now }
  }
}
