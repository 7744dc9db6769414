// The gates of addresses: 4,096 Durable Objects that count what is tried with an e-mail address of which nobody knows whose it
// is. They belong to no tenant and hold nobody's data: an address is known by its HMAC alone, until its window ends.

import { DurableObject } from 'cloudflare:workers'
import { wakeBy } from './alarm.ts'
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
]

export class AddressGate extends DurableObject<Env> {
  readonly #sql = this.ctx.storage.sql

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
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

  /** Forgets the windows that have ended, and comes again for the others. */
  override async alarm(): Promise<void> {
    this.#sql.exec('DELETE FROM attempts WHERE window_ends <= ?', Date.now())
    const last = firstRow<{ ends: number | null }>(
      this.#sql,
      'SELECT max(window_ends) AS ends FROM attempts',
    )
    if (typeof last?.ends === 'number') await wakeBy(this.ctx.storage, last.ends)
  }
}
