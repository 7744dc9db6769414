// The gates of addresses: 4,096 Durable Objects that count what is tried with an e-mail address of
// which nobody knows whose it is, or from a network. They belong to no tenant and hold nobody's
// data: address and network are known by their HMACs alone, until their window ends. Every attempt
// at a password comes by here, and goes on to the tenant's gate or to one that stands in for it:
// from outside, an address that has a password and one that has none go to the same place.

import { DurableObject } from 'cloudflare:workers'
import { readConfig } from '../env.ts'
import type {
  PasswordAnswer,
  PasswordAttempt,
  PasswordChallenge,
  PasswordOutcome,
} from '../login/password/ports.ts'
import type { PasswordAccount } from '../storage/d1/password-accounts.ts'
import type { GateAddress } from '../tenants/tenant.ts'
import { ADDRESS_GATE_SCHEMA } from './address-gate-schema.ts'
import { purgeAttempts } from './credentials/attempts.ts'
import { GATE_NAME_CHARACTERS, gateStub } from './gate-stub.ts'
import { wakeBy } from './tables/alarm.ts'
import { migrate } from './tables/migrate.ts'
import { firstRow } from './tables/rows.ts'

/** So many attempts at something in a window that begins with the first, milliseconds. */
export interface AttemptLimit {
  readonly purpose: string
  readonly most: number
  readonly window: number
}

/** No tenant's id. */
const NOBODY = 'ten_'

export class AddressGate extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql
  /** Whether the platform knows jurisdictions: workerd alone has none. */
  readonly #jurisdictions: boolean

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    const checked = readConfig(env)
    this.#jurisdictions = 'config' in checked && checked.config.jurisdictions
    migrate(ctx.storage, ADDRESS_GATE_SCHEMA)
  }

  /**
   * Counts an attempt of an address (its HMAC). One too many is not counted but told until when to
   * wait, milliseconds since the epoch: so a flood writes no more rows than honest people do.
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
        'INSERT OR REPLACE INTO attempts (purpose, address, count, window_ends) VALUES (?, ?, ?, ?)',
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

  async beginPassword(attempt: Routed): Promise<PasswordChallenge> {
    const { stub, asked } = this.#route(attempt)
    return passOn(await stub.beginPassword(asked))
  }

  async finishPassword({
    key,
    next,
    event,
    ...attempt
  }: Routed & Pick<PasswordAnswer, 'key' | 'next' | 'event'>): Promise<PasswordOutcome> {
    const { stub, asked } = this.#route(attempt)
    return passOn(await stub.finishPassword({ ...asked, key, next, event }))
  }

  async requestReset(request: Routed): Promise<void> {
    const { stub, asked } = this.#route(request)
    await stub.requestReset(asked)
  }

  /**
   * One gate of a tenant is asked in any case, so an address that nobody has takes the same way.
   */
  #route({ at, ...source }: Routed) {
    const gate = at?.gate ?? standIn(source.address)
    const tenantId = at?.tenantId ?? NOBODY
    const stub = gateStub(this.env.TENANT_GATE, gate, this.#jurisdictions)
    return { stub, asked: { email: '', ...source, tenantId } }
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

/** An attempt, and where it leads: to nobody, if that is absent. */
type Routed = Omit<PasswordAttempt, 'tenantId' | 'email'> &
  Partial<Pick<PasswordAttempt, 'email'>> & { readonly at?: PasswordAccount }

/**
 * The gate that stands in for a tenant's: one of 64, which hold no tenant. They count and derive as
 * any other does.
 */
const standIn = (address: string): GateAddress => ({
  rootTenantId: `${NOBODY}nobody_${address.slice(GATE_NAME_CHARACTERS, GATE_NAME_CHARACTERS + 1)}`,
  jurisdiction: 'none',
})

/** Another gate's answer, as a value of our own: the call is over then, whoever reads it. */
function passOn<T>(answer: T & Partial<Disposable>): T {
  const own = structuredClone(answer)
  answer[Symbol.dispose]?.()
  return own
}
