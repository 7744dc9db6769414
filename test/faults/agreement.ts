// What must hold after every fault, once the dust has settled: gate, D1 and KV say the same,
// nothing is half there, and nothing is owed without an alarm that will see to it.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect } from 'vitest'
import { sha256Hex } from '../../src/protocol/bytes/sha256.ts'
import { canonicalJson } from '../../src/tenants/commands/canonical-json.ts'
import { FEED, fireAlarm, type House, inD1, inGate, stubOf } from './house.ts'

/** The longest wait between attempts while something is out of reach, milliseconds. */
const MAX_WAIT = 600_000
const OWING = {
  intents: 'SELECT 1 FROM intents LIMIT 1',
  kv_writes: 'SELECT 1 FROM kv_writes LIMIT 1',
  outbox: 'SELECT 1 FROM outbox LIMIT 1',
  logins: 'SELECT 1 FROM sessions WHERE batch > (SELECT batch FROM told_logins) LIMIT 1',
}

/**
 * Fails unless whatever the gate owes has an alarm that is due soon, and a few alarms settle it.
 */
export async function settle(house: House): Promise<void> {
  for (let alarms = 0; alarms < 3; alarms++) {
    const { owed, alarm } = await debtsOf(house)
    if (owed.length === 0) return
    expect(alarm, `${owed.join(', ')} owed, and no alarm`).not.toBeNull()
    expect(Number(alarm), 'the alarm').toBeLessThanOrEqual(Date.now() + MAX_WAIT)
    await fireAlarm(house)
  }
  expect((await debtsOf(house)).owed).toEqual([])
}

/** What the gate owes, and when its alarm is due. */
export const debtsOf = (house: House) =>
  runInDurableObject(stubOf(house), async (_, { storage }) => ({
    owed: Object.entries(OWING).flatMap(([name, query]) =>
      storage.sql.exec(query).toArray().length > 0 ? [name] : [],
    ),
    alarm: await storage.getAlarm(),
  }))

/** Settles, then holds gate, D1 and KV against each other. */
export async function expectAgreement(house: House): Promise<void> {
  await expectSameConfiguration(house)
  await expectEvents(house)
}

/** The same but for events, of which D1 forgets some when an older copy takes its place. */
export async function expectSameConfiguration(house: House): Promise<void> {
  await settle(house)
  await expectSlots(house)
  await expectConnectors(house)
  await expectKv(house)
  await expectPeople(house)
}

/** I1, and every key either in both places or in none. */
async function expectSlots(house: House): Promise<void> {
  const columns = 'slot, name'
  const gate = await inGate(
    house,
    `SELECT sso_id AS id, ${columns} FROM sso_key_slots ORDER BY slot`,
  )
  expect(gate.length).toBeLessThanOrEqual(5)
  const record = `SELECT id, ${columns} FROM sso_keys WHERE tenant_id = ? ORDER BY slot`
  expect(gate).toEqual(await inD1(record, house.tenantId))
}

/**
 * I2: what governs in the gate is what the record says, version for version, and what a miss in KV
 * would serve.
 */
async function expectConnectors(house: House): Promise<void> {
  const gate = await inGate<{ id: string; configuration: string | null }>(
    house,
    `SELECT connector_id AS id, sso_id, enabled, version AS active_version, configuration
     FROM connectors ORDER BY connector_id`,
  )
  const record = await inD1<object>(
    `SELECT id, sso_id, enabled, active_version FROM connectors WHERE tenant_id = ? ORDER BY id`,
    house.tenantId,
  )
  expect(gate.map(({ configuration: _, ...row }) => row)).toEqual(record)
  const live = gate.flatMap(({ configuration }) =>
    configuration === null ? [] : [canonicalJson(JSON.parse(configuration))],
  )
  const served = await inD1<{ text: string }>(
    `SELECT l.text FROM login_configurations l JOIN connectors c USING (sso_id)
     WHERE c.tenant_id = ? AND c.active_version IS NOT NULL ORDER BY c.id`,
    house.tenantId,
  )
  expect(live).toEqual(served.map(({ text }) => text))

  const half = await inD1(
    `SELECT c.id FROM connectors c
     LEFT JOIN connector_versions latest ON latest.connector_id = c.id AND latest.hash = c.latest_version
     LEFT JOIN connector_versions active ON active.connector_id = c.id AND active.state = 'active'
     WHERE c.tenant_id = ? AND (latest.hash IS NULL OR active.hash IS NOT c.active_version)`,
    house.tenantId,
  )
  expect(half, 'connectors without the version that they name').toEqual([])
}

/**
 * KV has one pointer per SSO key, the value that it names, and nothing that no pointer leads to.
 */
async function expectKv({ tenantId }: House): Promise<void> {
  const record = await inD1<{ sso_id: string; config: string; text: string }>(
    'SELECT sso_id, config, text FROM login_configurations WHERE tenant_id = ? ORDER BY sso_id',
    tenantId,
  )
  const { keys } = await env.LOGIN_CONFIG.list()
  const texts = await Promise.all(keys.map(({ name }) => env.LOGIN_CONFIG.get(name)))
  const held = new Map(keys.map(({ name }, at) => [name, JSON.parse(texts[at] ?? 'null')]))
  const mine = [...held].filter(([, value]) => value?.tenantId === tenantId)
  expect(mine.map(([name]) => name).sort()).toEqual(
    record.flatMap(({ sso_id, config }) => [`sso:${sso_id}`, `config:${config}`]).sort(),
  )
  for (const { sso_id, config, text } of record) {
    expect(held.get(`sso:${sso_id}`)).toMatchObject({ config })
    expect(await sha256Hex(text)).toBe(config)
    expect(canonicalJson(held.get(`config:${config}`))).toBe(text)
  }
}

/** People, as the gate knows them, are in the record. */
async function expectPeople(house: House): Promise<void> {
  const gate = await inGate<{ id: string; profile: string }>(
    house,
    'SELECT user_id AS id, profile FROM users ORDER BY user_id',
  )
  const record = 'SELECT id, email FROM users WHERE tenant_id = ? ORDER BY id'
  expect(gate.map(({ id, profile }) => ({ id, email: JSON.parse(profile).email }))).toEqual(
    await inD1(record, house.tenantId),
  )
}

/** Every session has its event in the record, once. */
async function expectEvents(house: House): Promise<void> {
  const sessions = await inGate(
    house,
    'SELECT user_id, COUNT(*) AS n FROM sessions GROUP BY user_id ORDER BY user_id',
  )
  const admitted = await inD1(
    `SELECT user_id, COUNT(*) AS n FROM ${FEED} WHERE tenant_id = ? AND type = 'login.admitted'
     GROUP BY user_id ORDER BY user_id`,
    house.tenantId,
  )
  expect(admitted, 'one event for each session').toEqual(sessions)
}
