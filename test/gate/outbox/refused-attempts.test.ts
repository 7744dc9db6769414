import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { findResponse } from '../../../src/gate/outbox/event-responses.ts'
import { createRefusalCap } from '../../../src/gate/outbox/refusal-cap.ts'
import { noteRefusal } from '../../../src/gate/outbox/refused-attempts.ts'
import { purgeLogins } from '../../../src/gate/queue/purge-logins.ts'
import { stampOf } from '../../../src/login/configuration-stamp.ts'
import type { RefusedAttempt } from '../../../src/login/ports.ts'
import type { DeploymentEvent } from '../../../src/tenants/events/events.ts'
import {
  attemptFacts,
  configuration,
  gateWithConnector,
  runSql,
  TENANT,
  VERSION,
} from '../../support/gate.ts'

const refused = (change: Partial<RefusedAttempt> = {}): RefusedAttempt => ({
  tenantId: TENANT,
  ssoId: 'sso_one',
  connectorId: 'con_one',
  version: VERSION,
  purpose: 'login',
  refusal: { code: 'dsig_signature_mismatch' },
  under: stampOf(configuration()),
  event: attemptFacts(),
  ...change,
})

const events = (sql: SqlStorage): readonly DeploymentEvent[] =>
  sql
    .exec<{ body: string }>(`SELECT body FROM outbox WHERE kind = 'event'`)
    .toArray()
    .map(({ body }) => JSON.parse(body).event)

describe('a refusal', () => {
  it('is recorded in the one call that asks whether the configuration is out of date', async () => {
    const gate = await gateWithConnector('refusal')
    const attempt = refused()
    expect(await gate.noteRefusal(attempt)).toEqual({ kind: 'noted', recorded: true })
    expect(await runSql(gate, events)).toEqual([
      {
        id: attempt.event?.id,
        type: 'login.refused',
        tenantId: TENANT,
        ssoId: 'sso_one',
        connectorId: 'con_one',
        code: 'dsig_signature_mismatch',
        at: expect.any(Number),
        data: {
          version: VERSION,
          fixed_by: 'sp_admin',
          durations_ms: { gate: expect.any(Number) },
        },
      },
    ])
  })

  it('under a configuration that no longer governs is not recorded; the governing one comes back', async () => {
    const gate = await gateWithConnector('refusal superseded')
    for (const under of ['', stampOf(configuration(VERSION, 2))]) {
      expect(await gate.noteRefusal(refused({ under }))).toEqual({
        kind: 'superseded',
        configuration: configuration(),
      })
    }
    expect(await runSql(gate, events)).toEqual([])
  })

  it('that the message alone earns is recorded whatever governs', async () => {
    const gate = await gateWithConnector('refusal independent')
    const { under: _any, ...attempt } = refused()
    expect(await gate.noteRefusal(attempt)).toEqual({ kind: 'noted', recorded: true })
  })

  it('is not recorded where the login starts again instead', async () => {
    const gate = await gateWithConnector('refusal restart')
    const { event: _none, ...attempt } = refused()
    expect(await gate.noteRefusal(attempt)).toEqual({ kind: 'noted', recorded: false })
    expect(await runSql(gate, events)).toEqual([])
  })

  it('leaves nothing behind for a tenant that is gone', async () => {
    const gate = await gateWithConnector('refusal gone')
    const { under: _any, ...attempt } = refused({ tenantId: 'ten_gone' })
    expect(await gate.noteRefusal(attempt)).toEqual({ kind: 'noted', recorded: false })
    expect(await runSql(gate, events)).toEqual([])
  })

  it('for a failed decryption is counted in the same call, also when another configuration governs (R34)', async () => {
    const gate = await gateWithConnector('refusal decryption')
    const decryption = { network: 'here', allowsCbc: false }
    const attempt = () => refused({ refusal: { code: 'xmlenc_decryption_failed' }, decryption })
    for (let n = 0; n < 8; n++)
      expect(await gate.noteRefusal(attempt())).toEqual({ kind: 'noted', recorded: true })
    expect(await gate.noteRefusal({ ...attempt(), under: '' })).not.toHaveProperty('holdOff')
    expect(await gate.noteRefusal(attempt())).toEqual({
      kind: 'noted',
      recorded: true,
      holdOff: { network: expect.any(Number) },
    })
  })
})

describe('a flood of refusals', () => {
  it('has sixty events a minute and SSO key, and one that tells how many there were beyond', async () => {
    const gate = await gateWithConnector('flood')
    await runSql(gate, (sql) => {
      const cap = createRefusalCap()
      const note = (now: number, ssoId: `sso_${string}` = 'sso_one') => {
        const { under: _any, ...attempt } = refused({ ssoId })
        return noteRefusal(sql, attempt, { cap, now })
      }
      for (let n = 0; n < 60; n++) expect(note(1_000 + n)).toMatchObject({ recorded: true })
      for (let n = 0; n < 5; n++) expect(note(2_000)).toMatchObject({ recorded: false })
      expect(note(2_000, 'sso_two')).toMatchObject({ recorded: true })
      expect(cap.ended(60_999)).toEqual([])
      expect(cap.nextEnd()).toBe(61_000)
      expect(note(61_000)).toMatchObject({ recorded: true })
      const counted = { tenantId: TENANT, ssoId: 'sso_one', from: 1_000, until: 61_000, count: 5 }
      expect(cap.ended(61_000)).toEqual([counted])
      expect(cap.ended(61_000)).toEqual([])
      expect(cap.nextEnd()).toBeUndefined()
    })
  })

  it('costs no row beyond the cap, and has the alarm come when the minute is over', async () => {
    const gate = await gateWithConnector('flood told')
    const results = []
    for (let n = 0; n < 62; n++) results.push(await gate.noteRefusal(refused()))
    expect(results.at(-1)).toEqual({ kind: 'noted', recorded: false })
    expect((await runSql(gate, events)).length).toBeLessThanOrEqual(60)
    await runDurableObjectAlarm(gate)
    const alarm = await runInDurableObject(gate, (_, { storage }) => storage.getAlarm())
    expect((alarm ?? 0) - Date.now()).toBeGreaterThan(0)
    expect((alarm ?? 0) - Date.now()).toBeLessThanOrEqual(60_000)
  })
})

describe('a response that was refused', () => {
  const note = (sql: SqlStorage, change: Partial<RefusedAttempt>, now: number) =>
    noteRefusal(sql, refused(change), { cap: createRefusalCap(), now })

  it('is kept with its event for a week', async () => {
    const gate = await gateWithConnector('kept')
    await runSql(gate, (sql) => {
      const event = attemptFacts()
      note(sql, { event, sealedResponse: 'sealed' }, 1_000)
      expect(events(sql).at(-1)?.data).toMatchObject({ response_kept: true })
      const week = 7 * 86_400_000
      expect(findResponse(sql, TENANT, event.id, 1_000)).toBe('sealed')
      expect(findResponse(sql, 'ten_two', event.id, 1_000)).toBeUndefined()
      expect(findResponse(sql, TENANT, event.id, 1_000 + week)).toBeUndefined()
      purgeLogins(sql, 1_000 + week)
      expect(sql.exec('SELECT * FROM raw_responses').toArray()).toEqual([])
    })
  })

  it('goes when fifty newer ones of its connector are there', async () => {
    const gate = await gateWithConnector('fifty')
    await runSql(gate, (sql) => {
      const keep = (now: number, connectorId: `con_${string}`) => {
        const event = attemptFacts()
        note(sql, { event, connectorId, sealedResponse: 'sealed' }, now)
        return event.id
      }
      const other = keep(0, 'con_two')
      const ids = Array.from({ length: 51 }, (_, n) => keep(n, 'con_one'))
      const kept = (id: `evt_${string}` | undefined) =>
        id !== undefined && findResponse(sql, TENANT, id, 100) !== undefined
      expect([kept(ids[0]), kept(ids[1]), kept(ids[50]), kept(other)]).toEqual([
        false,
        true,
        true,
        true,
      ])
    })
  })
})
