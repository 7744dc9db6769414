// The gates of addresses: 4,096 Durable Objects that count what is tried with an e-mail address of which nobody knows whose it
// is, or from a network. They belong to no tenant and hold nobody's data: address and network are known by their HMACs alone,
// until their window ends. Passwords are asked for here too, as a tenant's gate asks, and none is ever right.

import { DurableObject } from 'cloudflare:workers'
import type {
  PasswordAnswer,
  PasswordAttempt,
  PasswordChallenge,
  PasswordOutcome,
  ResetRequest,
} from '../../login/password/ports.ts'
import { PRESENT_PARAMETERS } from '../../protocol/passwords/derive-key.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import { PASSWORD_ATTEMPTS } from './account-tables.ts'
import {
  type AttemptKey,
  beginAttempt,
  failAttempt,
  purgeAttempts,
  withinQuota,
} from './accounts/attempts.ts'
import { prepareLink, RESETS } from './accounts/password-links.ts'
import { isKey, saltOf } from './accounts/passwords.ts'
import { OUTBOX_DELAY, wakeBy } from './alarm.ts'
import { createContext, type GateContext } from './context.ts'
import { migrate, type SchemaStep } from './migrate.ts'
import { firstRow } from './rows.ts'

/** So many attempts at something in a window that begins with the first, milliseconds. */
export interface AttemptLimit {
  readonly purpose: string
  readonly most: number
  readonly window: number
}

const SCHEMA: readonly SchemaStep[] = [
  [
    `CREATE TABLE attempts (
      purpose TEXT NOT NULL,
      address TEXT NOT NULL,
      count INTEGER NOT NULL,
      window_ends INTEGER NOT NULL,
      PRIMARY KEY (purpose, address)
    ) STRICT, WITHOUT ROWID`,
  ],
  [PASSWORD_ATTEMPTS],
]

/** A link of this tenant is made and forgotten where nobody asked for one, because making one takes its time. */
const NOBODY: Tenant = { id: 'ten_', name: '', jurisdiction: 'none', createdAt: 0 }

export class AddressGate extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql
  readonly #context: GateContext

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#context = createContext(ctx.storage, env)
    migrate(ctx.storage, SCHEMA)
  }

  /**
   * Counts an attempt of an address (its HMAC). One too many is not counted but told until when to wait, milliseconds since the
   * epoch: so a flood writes no more rows than honest people do.
   */
  async count(
    address: string,
    { purpose, most, window }: AttemptLimit,
    now: number,
  ): Promise<number | undefined> {
    await wakeBy(this.ctx.storage, now + window)
    return this.ctx.storage.transactionSync(() => {
      const known = firstRow<{ count: number; window_ends: number }>(
        this.#sql,
        'SELECT count, window_ends FROM attempts WHERE purpose = ? AND address = ? AND window_ends > ?',
        purpose,
        address,
        now,
      )
      if (known && known.count >= most) return known.window_ends
      this.#sql.exec(
        'INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?)',
        purpose,
        address,
        (known?.count ?? 0) + 1,
        known?.window_ends ?? now + window,
      )
      return undefined
    })
  }

  /** Takes an attempt back. */
  forgive(address: string, purpose: string): void {
    this.#sql.exec(
      'UPDATE attempts SET count = count - 1 WHERE purpose = ? AND address = ? AND count > 0',
      purpose,
      address,
    )
  }

  beginPassword(attempt: Source): PasswordChallenge {
    return this.ctx.storage.transactionSync(() => {
      const until = beginAttempt(this.#sql, keyOf(attempt), Date.now())
      return until === undefined
        ? { kind: 'asked', salt: saltOf(attempt.address), parameters: PRESENT_PARAMETERS }
        : { kind: 'limited', until }
    })
  }

  async finishPassword(answer: Source & Pick<PasswordAnswer, 'key'>): Promise<PasswordOutcome> {
    await isKey(this.#context.keyring, answer.key, undefined)
    const now = Date.now()
    await wakeBy(this.ctx.storage, now + OUTBOX_DELAY)
    this.ctx.storage.transactionSync(() => failAttempt(this.#sql, keyOf(answer), now))
    return { kind: 'refused', recorded: false }
  }

  async requestReset({ address }: Pick<ResetRequest, 'address'>): Promise<void> {
    await prepareLink(this.#context, NOBODY)
    const now = Date.now()
    await wakeBy(this.ctx.storage, now + OUTBOX_DELAY)
    const subject = `reset ${address}`
    this.ctx.storage.transactionSync(() =>
      withinQuota(this.#sql, { tenantId: '', subject, now }, RESETS),
    )
  }

  /** Forgets the windows that have ended, and comes again for the others. */
  override async alarm(): Promise<void> {
    this.#sql.exec('DELETE FROM attempts WHERE window_ends <= ?', Date.now())
    purgeAttempts(this.#sql, Date.now())
    const last = firstRow<{ ends: number | null }>(
      this.#sql,
      `SELECT max(ends) AS ends FROM (SELECT max(window_ends) AS ends FROM attempts
         UNION ALL SELECT max(max(window_ends, locked_until)) FROM password_attempts)`,
    )
    if (typeof last?.ends === 'number') await wakeBy(this.ctx.storage, last.ends)
  }
}

type Source = Pick<PasswordAttempt, 'address' | 'network'>

const keyOf = ({ address, network }: Source): AttemptKey => ({
  tenantId: '',
  account: address,
  network,
})
