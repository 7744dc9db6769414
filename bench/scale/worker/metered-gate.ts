// The gate as it is deployed, its storages counted, with what only the benchmark asks of it.

import { holdsDeleted } from '../../../src/gate/commands/tenants/deleted-tenants.ts'
import { purgeLogins } from '../../../src/gate/queue/purge-logins.ts'
import { TenantGate } from '../../../src/gate/tenant-gate.ts'
import { meterBindings, meterStorage } from './meter.ts'

export class MeteredGate extends TenantGate {
  constructor(ctx: DurableObjectState, env: Env) {
    meterStorage(ctx.storage)
    super(ctx, meterBindings(env))
  }

  query(sql: string, ...params: SqlStorageValue[]): Record<string, SqlStorageValue>[] {
    return this.ctx.storage.sql.exec(sql, ...params).toArray()
  }

  /** Has the alarm come now: it is gone then, until the gate sets it again. */
  async carryOver(): Promise<void> {
    await this.ctx.storage.deleteAlarm()
    await this.alarm()
  }

  /**
   * Nothing is left to do, and nothing happens by itself until the next login. What goes in
   * portions goes to its end.
   */
  async settle(): Promise<void> {
    do await this.carryOver()
    while (((await this.ctx.storage.getAlarm()) ?? Number.POSITIVE_INFINITY) <= Date.now())
    await this.ctx.storage.deleteAlarm()
  }

  /** Has the gate begin anew with the next call, as after a pause. */
  fallAsleep(): void {
    this.ctx.abort('asleep')
  }

  /** All portions, one after the other. */
  purge(now: number): void {
    const { sql } = this.ctx.storage
    for (let after = purgeLogins(sql, now); after; after = purgeLogins(sql, now, after));
  }

  /** Has the alarm come until a tenant that was deleted is cleared away. */
  async clear(): Promise<void> {
    while (holdsDeleted(this.ctx.storage.sql)) await this.carryOver()
  }

  bytes(): number {
    return this.ctx.storage.sql.databaseSize
  }
}
