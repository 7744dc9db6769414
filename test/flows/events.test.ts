import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { gt } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { createKeyRing } from '../../src/protocol/sealing/keyring.ts'
import { openDatabase } from '../../src/storage/d1/database.ts'
import { events } from '../../src/storage/d1/schema/index.ts'
import { strongRandom } from '../../src/storage/random.ts'
import { openBrowser } from '../support/browser.ts'
import { strikeHour } from '../support/schedule.ts'
import { signedResponse } from '../support/signed-response.ts'
import {
  answerAt,
  begin,
  deliver,
  IDP,
  type Stage,
  setStage,
  testAndActivate,
} from '../support/stage.ts'
import { TEST_KEYS } from '../support/test-keys.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
})

const inGate = <T>(work: (sql: SqlStorage) => T) =>
  runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
    work(storage.sql),
  )

let seen = 0
/** The events that reached D1 since it was last asked, by way of the alarm. */
async function recorded() {
  await runDurableObjectAlarm(env.TENANT_GATE.getByName(stage.tenantId))
  const rows = await openDatabase(env.DB).select().from(events).where(gt(events.seq, seen))
  seen = Math.max(seen, ...rows.map(({ seq }) => seq))
  return rows
}

const referenceOn = async (page: Response): Promise<string> =>
  />((?:evt|req)_\w+)</.exec(await page.text())?.[1] ?? ''

describe('an attempt', () => {
  it('that is admitted leaves one event, in the one call that admits', async () => {
    const browser = openBrowser(stage.app)
    const departure = await begin(stage, browser)
    await recorded()
    stage.bindings.reset()
    await answerAt(stage, browser, departure)
    expect(stage.bindings.calls.gate).toBe(1)
    expect(await recorded()).toMatchObject([
      {
        type: 'login.admitted',
        tenantId: stage.tenantId,
        ssoId: stage.ssoKey.id,
        connectorId: stage.connectorId,
        userId: expect.stringMatching(/^usr_/),
        data: {
          version: stage.version,
          durations_ms: {
            read: expect.any(Number),
            configuration: expect.any(Number),
            verify: expect.any(Number),
            map: expect.any(Number),
            gate: expect.any(Number),
          },
        },
      },
    ])
  })

  it('that is refused leaves one event, under the reference on the page, in one call', async () => {
    const browser = openBrowser(stage.app)
    const departure = await begin(stage, browser)
    await recorded()
    stage.bindings.reset()
    const page = await answerAt(stage, browser, departure, { spEntityID: 'https://other.example' })
    expect(stage.bindings.calls).toMatchObject({ gate: 1, d1: 0 })
    expect(await recorded()).toMatchObject([
      {
        id: await referenceOn(page),
        type: 'login.refused',
        connectorId: stage.connectorId,
        code: 'saml_audience_mismatch',
        data: {
          version: stage.version,
          expected: stage.ssoKey.spEntityID,
          got: ['https://other.example'],
          fixed_by: 'idp_admin',
          response_kept: true,
        },
      },
    ])
  })

  it('that an IdP began is refused with the time of each step', async () => {
    const { spEntityID, acsUrl } = stage.ssoKey
    const unasked = (xml: string) => xml.replace(/ InResponseTo="[^"]*"/, '')
    const { base64 } = await signedResponse({
      ...{ spEntityID, acsUrl, idpEntityID: IDP, issuedAt: Date.now() },
      ...{ editAssertion: unasked, editResponse: unasked },
    })
    await recorded()
    await deliver(stage, openBrowser(stage.app), base64)
    expect(await recorded()).toMatchObject([
      {
        type: 'login.refused',
        code: 'login_unsolicited',
        data: { durations_ms: { read: expect.any(Number), configuration: expect.any(Number) } },
      },
    ])
  })

  it('that nobody began is refused with an event too, but the response is not kept', async () => {
    const page = await deliver(stage, openBrowser(stage.app), btoa('<not-a-response/>'))
    const [event, ...more] = await recorded()
    expect(more).toEqual([])
    expect(event).toMatchObject({ id: await referenceOn(page), type: 'login.refused' })
    expect(event?.data).not.toHaveProperty('response_kept')
  })

  it('that the gate refuses is recorded in the call that asked to admit', async () => {
    const browser = openBrowser(stage.app)
    const departure = await begin(stage, browser)
    await answerAt(stage, browser, departure)
    await recorded()
    await inGate((sql) => sql.exec('UPDATE sessions SET ended_at = 1'))
    stage.bindings.reset()
    const page = await answerAt(stage, browser, departure)
    expect(stage.bindings.calls.gate).toBe(1)
    expect(await recorded()).toMatchObject([
      { id: await referenceOn(page), code: 'login_replayed', userId: expect.any(String) },
    ])
  })

  it('that cannot begin is recorded, with one call', async () => {
    stage.bindings.reset()
    const page = await begin(stage, openBrowser(stage.app), '?return_to=javascript:alert(1)')
    expect(stage.bindings.calls.gate).toBe(1)
    expect(await recorded()).toMatchObject([
      { id: await referenceOn(page), code: 'login_return_to_invalid', ssoId: stage.ssoKey.id },
    ])
  })

  it('is refused all the same while the gate is out of reach, with a reference to the log', async () => {
    stage.bindings.down.add('gate')
    const page = await deliver(stage, openBrowser(stage.app), btoa('<not-a-response/>'))
    stage.bindings.down.clear()
    expect(page.status).toBe(400)
    expect(await referenceOn(page)).toMatch(/^req_/)
  })

  it('at an SSO key that is not ours leaves no event', async () => {
    stage.bindings.reset()
    const ssoKey = {
      ...stage.ssoKey,
      acsUrl: stage.ssoKey.acsUrl.replace(/sso_\w{24}/, `sso_${'0'.repeat(24)}`),
    }
    const page = await deliver({ ssoKey }, openBrowser(stage.app), btoa('<not-a-response/>'))
    expect(await referenceOn(page)).toMatch(/^req_/)
    expect(stage.bindings.calls.gate).toBe(0)
  })

  it('at a test leaves one event for its outcome', async () => {
    await testAndActivate(stage)
    expect(await recorded()).toMatchObject([
      { type: 'test.passed', connectorId: stage.connectorId, data: { response_kept: true } },
    ])
    await expect(testAndActivate(stage, { key: TEST_KEYS.other })).rejects.toThrow(
      'The test did not pass',
    )
    expect(await recorded()).toMatchObject([
      { type: 'test.failed', code: expect.stringMatching(/^dsig_/) },
    ])
  })

  it('to sign out leaves one event', async () => {
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await begin(stage, browser))
    await recorded()
    await browser.post('/logout', {}, { origin: 'http://localhost:8787' })
    expect(await recorded()).toMatchObject([
      { type: 'logout.ended', tenantId: stage.tenantId, userId: expect.stringMatching(/^usr_/) },
    ])
  })
})

it('the reference on a refusal page leads to its event, and to what the IdP sent', async () => {
  const browser = openBrowser(stage.app)
  const page = await answerAt(stage, browser, await begin(stage, browser), {
    spEntityID: 'https://other.example',
  })
  const reference = await referenceOn(page)
  const path = `/tenants/${stage.tenantId}/events/${reference}`
  expect(await stage.api('GET', path)).toMatchObject({
    id: reference,
    code: 'saml_audience_mismatch',
    connector_id: stage.connectorId,
    data: { fixed_by: 'idp_admin', response_kept: true },
  })
  expect(await stage.api('GET', `${path}/response`)).toEqual({
    event_id: reference,
    saml_response: expect.stringContaining('https://other.example'),
  })
})

it('an event is readable for 90 days, and then the schedule takes it out of D1', async () => {
  const day = 86_400_000
  const db = openDatabase(env.DB)
  const old = { id: 'evt_old', type: 'login.admitted', tenantId: 'ten_old', data: {} } as const
  await db.delete(events)
  await db.insert(events).values([
    { ...old, at: Date.now() - 91 * day },
    { ...old, id: 'evt_young', at: Date.now() - 89 * day },
  ])
  await strikeHour()
  expect(await db.select({ id: events.id }).from(events)).toEqual([{ id: 'evt_young' }])
})

it('the response of a refused attempt is at rest sealed, and opens for its own event alone', async () => {
  const browser = openBrowser(stage.app)
  const page = await answerAt(stage, browser, await begin(stage, browser), {
    spEntityID: 'https://other.example',
  })
  const eventId = await referenceOn(page)
  const [row] = await inGate((sql) =>
    sql
      .exec<{ sealed: string }>('SELECT sealed FROM raw_responses WHERE event_id = ?', eventId)
      .toArray(),
  )
  const keyring = createKeyRing({ masterKey: env.MASTER_KEY, random: strongRandom })
  expect(await keyring.open('raw-response', 'evt_other', row?.sealed ?? '')).toBeUndefined()
  const base64 = await keyring.open('raw-response', eventId, row?.sealed ?? '')
  expect(atob(base64 ?? '')).toContain('<saml:Audience>https://other.example</saml:Audience>')
})
