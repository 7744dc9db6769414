// Storage that fails in the middle of a command: real bindings, some of whose methods are replaced.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createCommandQueue } from '../../../src/gate/queue/run-command.ts'
import type { GateContext } from '../../../src/gate/tables/context.ts'
import { createLoginEvents } from '../../../src/gate/tables/login-events.ts'
import { createKeyRing } from '../../../src/protocol/sealing/keyring.ts'
import { strongRandom } from '../../../src/storage/random.ts'
import type { CommandKind, CommandOf } from '../../../src/tenants/commands/commands.ts'
import type { CommandEnvelope } from '../../../src/tenants/commands/envelope.ts'
import type { Tenant } from '../../../src/tenants/tenant.ts'
import { ENVELOPE, ORIGIN } from '../commands/commands.ts'

export const outage = () => Promise.reject(new Error('out of reach'))

/** The real binding, with some of its methods replaced. */
export function wrap<T extends object>(binding: T, replaced: Partial<T>): T {
  return new Proxy(binding, {
    get(target, name) {
      const member = Reflect.get({ ...replaced }, name) ?? Reflect.get(target, name)
      return typeof member === 'function' && !(name in replaced) ? member.bind(target) : member
    },
  })
}

export const stubOf = (tenant: Tenant) => env.TENANT_GATE.getByName(tenant.id)

/**
 * Runs a command inside the gate on bindings of which some fail; the answer, or the fault's
 * message.
 */
export function runOn<K extends CommandKind>(
  tenant: Tenant,
  bindings: Partial<GateContext>,
  command: CommandOf<K>,
  envelope: CommandEnvelope = ENVELOPE,
) {
  return runInDurableObject(stubOf(tenant), (_, { storage }) => {
    const queue = createCommandQueue({
      storage,
      logins: createLoginEvents(storage.sql),
      d1: env.DB,
      kv: env.LOGIN_CONFIG,
      keyring: createKeyRing({ masterKey: env.MASTER_KEY, random: strongRandom }),
      currentKeyring: createKeyRing({ masterKey: env.MASTER_KEY, random: strongRandom }),
      clock: Date.now,
      random: strongRandom,
      guard: { ownOrigins: [], allowLoopback: false },
      publicOrigin: 'http://localhost:8787',
      ...bindings,
    })
    return queue.run(command, envelope).then(
      (answer) => ({ answer }),
      (fault: Error) => ({ fault: fault.message }),
    )
  })
}

export const rows = (tenant: Tenant, table: string) =>
  runInDurableObject(stubOf(tenant), (_, { storage }) =>
    storage.sql.exec(`SELECT * FROM ${table}`).toArray(),
  )

export const issue = (tenant: Tenant) =>
  ({
    kind: 'issue_sso_key',
    tenantId: tenant.id,
    name: 'main',
    environment: 'production',
    origin: ORIGIN,
  }) as const

/** D1 whose batches fail, before or after they were applied. Reads work. */
export const batchFails = (when: 'before' | 'after' | 'after, and ever since') => {
  let failed = false
  return wrap(env.DB, {
    async batch<T>(statements: D1PreparedStatement[]): Promise<D1Result<T>[]> {
      if (failed && when !== 'after, and ever since') return env.DB.batch<T>(statements)
      if (!failed && when !== 'before') await env.DB.batch(statements)
      failed = true
      return outage()
    },
  })
}
