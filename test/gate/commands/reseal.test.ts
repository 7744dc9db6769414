// The rotation of MASTER_KEY. The gate runs its command under the next key, with the tests' own as
// the previous one.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { createCommandQueue } from '../../../src/gate/queue/run-command.ts'
import { createLoginEvents } from '../../../src/gate/tables/login-events.ts'
import { createKeyRing, type KeyRing, type SealUse } from '../../../src/protocol/sealing/keyring.ts'
import { strongRandom } from '../../../src/storage/random.ts'
import type { Resealing } from '../../../src/tenants/resealing.ts'
import { testKeyRing } from '../../support/key-ring.ts'
import {
  accept,
  certificate,
  ENVELOPE,
  goLive,
  governing,
  idpInput,
  type Joined,
} from './commands.ts'

const NEXT_KEY = 'the-master-key-that-comes-after-the-tests-own'
const before = testKeyRing()
const after = testKeyRing(NEXT_KEY)

let joined: Joined
let webhookId: string
beforeAll(async () => {
  joined = await goLive(idpInput([await certificate('A')]))
  const { tenant, key } = joined
  const tenantId = tenant.id
  await accept(tenant, { kind: 'issue_sso_key_certificate', tenantId, ssoId: key.id })
  const input = { url: 'https://hooks.example.com/', topics: [] }
  const webhook = await accept(tenant, { kind: 'create_webhook', tenantId, input })
  webhookId = webhook.id
  await accept(tenant, { kind: 'rotate_webhook_secret', tenantId, webhookId: webhook.id })
  const [password, url, context, response, report] = await Promise.all([
    before.seal('password', 'usr_1', 'key'),
    before.seal('mail', 'msg_1', 'https://sso.example.com/password?token=sealed'),
    before.seal('logout-context', 'ses_1', 'context'),
    before.seal('raw-response', 'evt_0', 'response'),
    before.seal('test-report', 'tst_1', 'report'),
  ])
  const responses = await Promise.all(
    Array.from({ length: 7 }, (_, n) => before.seal('raw-response', `evt_${n + 1}`, 'response')),
  )
  await inGate((sql) => {
    sql.exec(
      `INSERT INTO sessions (tenant_id, sid, user_id, connector_id, sso_id, environment, browser, created_at,
         expires_at, keep_until, authn_instant, logout_context)
       VALUES (?, 'ses_1', 'usr_1', 'con_1', 'sso_1', 'production', 'b', 0, 9000000000000, 9000000000000, 0, ?)`,
      tenantId,
      context,
    )
    // One that a password began has nothing to tell an IdP.
    sql.exec(
      `INSERT INTO sessions (tenant_id, sid, user_id, connector_id, sso_id, environment, browser, created_at,
         expires_at, keep_until, authn_instant, logout_context)
       VALUES (?, 'ses_2', 'usr_1', '', '', 'production', '', 0, 9000000000000, 9000000000000, 0, '')`,
      tenantId,
    )
    sql.exec(`INSERT INTO passwords VALUES (?, 'usr_1', 'salt', '{}', ?, 0)`, tenantId, password)
    sql.exec(
      `INSERT INTO mail_queue VALUES (?, 'msg_1', 'usr_1', 'password_reset', '{}', ?, 0, 9000000000000, 0, 9000000000000)`,
      tenantId,
      url,
    )
    sql.exec(
      `INSERT INTO test_reports VALUES (?, 'tst_1', 'con_1', 9000000000000, ?)`,
      tenantId,
      report,
    )
    for (const [n, sealed] of [response, ...responses].entries())
      sql.exec(
        `INSERT INTO raw_responses VALUES (?, ?, 'con_1', 9000000000000, ?)`,
        tenantId,
        `evt_${n}`,
        sealed,
      )
  })
})

const inGate = <T>(work: (sql: SqlStorage) => T): Promise<T> =>
  runInDurableObject(env.TENANT_GATE.getByName(joined.tenant.id), (_, { storage }) =>
    work(storage.sql),
  )

/** Reseals to the end under the next key, in as many commands as it takes. */
async function resealAll(validateOnly = false): Promise<readonly Resealing[]> {
  const done: Resealing[] = []
  let next: string | undefined
  do {
    const result = await runInDurableObject(
      env.TENANT_GATE.getByName(joined.tenant.id),
      (_, { storage }) =>
        createCommandQueue({
          storage,
          logins: createLoginEvents(storage.sql),
          d1: env.DB,
          kv: env.LOGIN_CONFIG,
          keyring: testKeyRing(NEXT_KEY, env.MASTER_KEY),
          currentKeyring: createKeyRing({ masterKey: NEXT_KEY, random: strongRandom }),
          clock: Date.now,
          random: strongRandom,
          guard: { ownOrigins: [], allowLoopback: false },
          publicOrigin: 'http://localhost:8787',
        }).run(
          {
            kind: 'reseal_tenant',
            tenantId: joined.tenant.id,
            ...(next === undefined ? {} : { after: next }),
          },
          { ...ENVELOPE, validateOnly },
        ),
    )
    if (!result.ok) throw new Error(result.refusal.code)
    done.push(result.value)
    next = result.value.next
  } while (next !== undefined)
  return done
}

interface Sealed {
  readonly use: SealUse
  readonly record: string
  readonly sealed: string
}

/** Every seal of the tenant, wherever it stands. */
async function everySeal(): Promise<readonly Sealed[]> {
  const { tenant, key } = joined
  const one = async (text: string) => JSON.stringify(await env.DB.prepare(text).bind(key.id).all())
  const pointer = await env.LOGIN_CONFIG.get<{ config: string }>(`sso:${key.id}`, 'json')
  const texts = [
    await one('SELECT * FROM sso_keys WHERE id = ?'),
    await one('SELECT * FROM login_configurations WHERE sso_id = ?'),
    await env.LOGIN_CONFIG.get(`config:${pointer?.config}`),
    await inGate((sql) => JSON.stringify(sql.exec('SELECT * FROM recorded_rows').toArray())),
    JSON.stringify(await governing(joined)),
  ]
  const keys = texts.flatMap((text) => {
    const found = [...(text ?? '').matchAll(/sealed_?[pP]rivate_?[kK]ey\\*":\\*"([\w-]+)/g)].map(
      ([, sealed = '']) => ({ use: 'sso-key' as const, record: key.id, sealed }),
    )
    expect(found.length).toBeGreaterThanOrEqual(2)
    return found
  })
  const columns = await inGate((sql) => {
    const read = (use: SealUse, record: string, sealed: string, table: string) =>
      sql
        .exec<{ record: string; sealed: string }>(
          `SELECT ${record} AS record, ${sealed} AS sealed FROM ${table} WHERE tenant_id = ? AND ${sealed} <> ''`,
          tenant.id,
        )
        .toArray()
        .map((row) => ({ ...row, use }))
    return [
      ...read('webhook-secret', 'webhook_id', 'sealed_secret', 'webhooks'),
      ...read('webhook-secret', 'webhook_id', 'sealed_previous_secret', 'webhooks'),
      ...read('password', 'user_id', 'sealed_key', 'passwords'),
      ...read('mail', 'mail_id', 'sealed_url', 'mail_queue'),
      ...read('raw-response', 'event_id', 'sealed', 'raw_responses'),
      ...read('test-report', 'test_id', 'sealed', 'test_reports'),
      ...read('logout-context', 'sid', 'logout_context', 'sessions'),
    ]
  })
  expect(columns).toHaveLength(14)
  return [...keys, ...columns]
}

const opened = async (ring: KeyRing): Promise<number> => {
  const texts = await Promise.all(
    (await everySeal()).map(({ use, record, sealed }) => ring.open(use, record, sealed)),
  )
  return texts.filter((text) => text !== undefined).length / texts.length
}

describe('sealing anew', () => {
  it('only counts when it is only asked', async () => {
    const counted = await resealAll(true)
    expect(counted.reduce((sum, { resealed }) => sum + resealed, 0)).toBe(16)
    expect([await opened(before), await opened(after)]).toEqual([1, 0])
  })

  it('takes a bounded part at a time, and in the end the present key opens everything alone', async () => {
    const { version } = (await governing(joined))?.connector ?? {}
    const pointer = await env.LOGIN_CONFIG.get<{ config: string }>(`sso:${joined.key.id}`, 'json')
    const done = await resealAll()
    expect(done.map(({ resealed }) => resealed)).toEqual([11, 5])
    expect([await opened(before), await opened(after)]).toEqual([0, 1])
    expect((await governing(joined))?.connector).toMatchObject({ version, trust: { revision: 1 } })
    expect(await env.LOGIN_CONFIG.get(`config:${pointer?.config}`)).toBeNull()
  })

  it('finds nothing to do a second time, and leaves no trace of it in the audit log', async () => {
    const entries = () =>
      env.DB.prepare(`SELECT before, after FROM audit_entries WHERE action = 'tenant.resealed'`)
        .all()
        .then(({ results }) => results)
    const told = await entries()
    expect(told).toEqual([
      { before: '{}', after: '{"resealed":11}' },
      { before: '{}', after: '{"resealed":5}' },
    ])
    const done = await resealAll()
    expect(done.every(({ resealed, unreadable }) => resealed + unreadable === 0)).toBe(true)
    expect(await entries()).toEqual(told)
  })

  it('counts what neither key opens, and leaves it', async () => {
    const write = (sealed: string) =>
      inGate((sql) => {
        sql.exec('UPDATE webhooks SET sealed_secret = ? WHERE webhook_id = ?', sealed, webhookId)
      })
    const foreign = await testKeyRing('x'.repeat(40)).seal('webhook-secret', webhookId, 'secret')
    await write(foreign)
    expect(await resealAll()).toMatchObject([{ resealed: 0, unreadable: 1 }, {}])
    await write(await after.seal('webhook-secret', webhookId, 'secret'))
  })
})
