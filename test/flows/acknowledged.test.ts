import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { announcePassword } from '../../src/gate/sessions/export-users.ts'
import { readLink } from '../../src/login/password/link.ts'
import { beginTest, openBrowser, refusalOn } from '../support/browser.ts'
import { attemptFacts } from '../support/gate.ts'
import { testKeyRing } from '../support/key-ring.ts'
import { choosePassword, linkFor, PASSWORD, signIn, submit } from '../support/password-stage.ts'
import { answerAt, begin, type Stage, setStage } from '../support/stage.ts'
import { stopOutbox } from '../support/stop-outbox.ts'

let stage: Stage
let users: string
let connector: string
beforeAll(async () => {
  stage = await setStage()
  users = `/tenants/${stage.tenantId}/users`
  connector = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
})
// A gate that was evicted has its alarm back.
beforeEach(() => stopOutbox(stage.tenantId))
afterEach(() => {
  vi.restoreAllMocks()
})

const inGate = <T>(work: (sql: SqlStorage) => T): Promise<T> =>
  runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
    work(storage.sql),
  )
const invite = async (email: string, members: object = {}): Promise<string> =>
  String((await stage.api('POST', users, { email, connector_ids: [], ...members })).id)
const person = async (email: string): Promise<string> => {
  const id = await invite(email)
  await choosePassword(openBrowser(stage.app), await linkFor(stage, id))
  return id
}
const found = async (query: string) => {
  const { data } = await stage.api('GET', `${users}?${query}`)
  return data as readonly Record<string, unknown>[]
}
const inD1 = (id: string) =>
  env.DB.prepare('SELECT has_password, status, email FROM users WHERE id = ?').bind(id).first()

describe('a password', () => {
  it('that was set signs its person in again at once', async () => {
    const id = await invite('ada@example.org')
    const browser = openBrowser(stage.app)
    await choosePassword(browser, await linkFor(stage, id))
    await submit(browser, '/logout', {})
    expect((await browser.get('/session')).status).toBe(401)
    expect((await signIn(stage, { email: 'ada@example.org' }, browser)).status).toBe(303)
    expect((await browser.get('/session')).status).toBe(200)
  })

  it('that was set can be forgotten at once', async () => {
    const id = await person('grace@example.org')
    await submit(openBrowser(stage.app), '/login/forgot', { email: 'grace@example.org' })
    const mails = await inGate((sql) =>
      sql.exec('SELECT kind FROM mail_queue WHERE user_id = ?', id).toArray(),
    )
    expect(mails).toEqual([{ kind: 'password_reset' }])
  })

  it('that was removed is in no list, and no mail is sent for it', async () => {
    const id = await person('removed@example.org')
    await stage.api('POST', `${users}/${id}:remove_password`)
    expect(await inD1(id)).toMatchObject({ has_password: null })
    expect(await refusalOn(await signIn(stage, { email: 'removed@example.org' }))).toBe(
      'login_password_refused',
    )
  })

  it('is found under the address that the IdP sends from now on', async () => {
    const answer = (email: string) => ({ nameId: 'mover', attributes: { email: [email] } })
    const logIn = async (email: string) => {
      const browser = openBrowser(stage.app)
      return answerAt(stage, browser, await begin(stage, browser), answer(email))
    }
    expect((await logIn('before@example.org')).status).toBe(303)
    const [user] = await found('email_prefix=before@')
    await choosePassword(openBrowser(stage.app), await linkFor(stage, String(user?.id)))
    expect((await logIn('after@example.org')).status).toBe(303)
    expect((await signIn(stage, { email: 'after@example.org' })).status).toBe(303)
  })

  it('that was announced to D1 and never set is taken back by the outbox', async () => {
    const id = await invite('halfway@example.org')
    const gate = env.TENANT_GATE.getByName(stage.tenantId)
    await runInDurableObject(gate, async (instance, { storage }) => {
      const user = await instance.findUser(stage.tenantId as `ten_${string}`, id as `usr_${string}`)
      if (user) await announcePassword({ storage, d1: env.DB }, user)
    })
    expect(await inD1(id)).toMatchObject({ has_password: 1 })
    expect(await refusalOn(await signIn(stage, { email: 'halfway@example.org' }))).toBe(
      'login_password_refused',
    )
    await gate.bringUpToDate()
    expect(await inD1(id)).toMatchObject({ has_password: null })
  })

  it('is not set while D1 cannot be told where it is, and its link stays usable', async () => {
    const id = await invite('outage@example.org')
    const link = await linkFor(stage, id)
    const token = new URL(link).searchParams.get('token') ?? ''
    const { key } = (await readLink(testKeyRing(), token)) ?? {}
    if (key === undefined) throw new Error('unreachable')
    vi.spyOn(Object.getPrototypeOf(env.DB), 'batch').mockRejectedValue(new Error('out of reach'))
    const failed = await runInDurableObject(
      env.TENANT_GATE.getByName(stage.tenantId),
      (instance) => {
        const password = { salt: '', parameters: { logN: 10, r: 8, p: 1 }, sealedKey: '' }
        const next = { sid: 'sid', proofId: 'proof', browser: '' }
        return instance.usePasswordLink({ ...key, password, next, event: attemptFacts() }).then(
          () => false,
          () => true,
        )
      },
    )
    vi.restoreAllMocks()
    expect(failed).toBe(true)
    const set = await inGate((sql) =>
      sql.exec('SELECT 1 FROM passwords WHERE user_id = ?', id).toArray(),
    )
    expect(set).toEqual([])
    expect((await choosePassword(openBrowser(stage.app), link)).status).toBe(303)
  })
})

describe('a user', () => {
  it('is found by address, external id and status as soon as they were made or changed', async () => {
    const id = await invite('made@example.org', { external_id: 'crm-1' })
    expect(await found('email_prefix=made@')).toMatchObject([{ id, status: 'invited' }])
    expect(await found('external_id=crm-1')).toMatchObject([{ id }])
    await stage.api('PATCH', `${users}/${id}`, { external_id: 'crm-2', first_name: 'Mary' })
    expect(await found('external_id=crm-1')).toEqual([])
    expect(await found('external_id=crm-2')).toMatchObject([{ id, first_name: 'Mary' }])
    await stage.api('POST', `${users}/${id}:deactivate`)
    expect(await found('status=inactive')).toMatchObject([{ id }])
    await stage.api('POST', `${users}/${id}:reactivate`)
    expect(await found('status=inactive')).toEqual([])
    await stage.api('DELETE', `${users}/${id}`)
    expect(await found('email_prefix=made@')).toEqual([])
  })

  it('changed by a command is in D1 before the command answers', async () => {
    const id = await invite('command@example.org')
    expect(await inD1(id)).toMatchObject({ status: 'invited', email: 'command@example.org' })
    await stage.api('POST', `${users}/${id}:deactivate`)
    expect(await inD1(id)).toMatchObject({ status: 'inactive' })
  })

  it('whom a login made is in the list, which says until when it is complete', async () => {
    const browser = openBrowser(stage.app)
    const before = Date.now()
    await answerAt(stage, browser, await begin(stage, browser), {
      nameId: 'fresh',
      attributes: { email: ['fresh@example.org'] },
    })
    const { data, complete_until } = await stage.api('GET', `${users}?email_prefix=fresh@`)
    expect(data).toMatchObject([{ status: 'active' }])
    expect(Date.parse(String(complete_until))).toBeGreaterThanOrEqual(before)
  })

  it('that a login changes while a command edits them is listed with both', async () => {
    const logIn = async (sn: string) => {
      const browser = openBrowser(stage.app)
      const attributes = { email: ['both@example.org'], sn: [sn] }
      return answerAt(stage, browser, await begin(stage, browser), { nameId: 'both', attributes })
    }
    await logIn('Before')
    const [user] = await found('email_prefix=both@')
    // Of somebody with a password a login tells D1 at once.
    await choosePassword(openBrowser(stage.app), await linkFor(stage, String(user?.id)))
    const d1 = Object.getPrototypeOf(env.DB)
    const { batch } = d1
    let between = 0
    vi.spyOn(d1, 'batch').mockImplementation(async function (this: D1Database, statements) {
      if (between++ === 0) expect((await logIn('After')).status).toBe(303)
      return batch.call(this, statements)
    })
    await stage.api('PATCH', `${users}/${user?.id}`, { external_id: 'crm-both' })
    vi.restoreAllMocks()
    expect(between).toBeGreaterThan(0)
    expect(await found('external_id=crm-both')).toMatchObject([{ last_name: 'After' }])
  })

  it('is listed with "may lag" while the gate is out of reach', async () => {
    stage.bindings.down.add('gate')
    const { complete_until } = await stage.api('GET', users)
    stage.bindings.down.clear()
    expect(complete_until).toBeNull()
  })
})

describe('a test that passed', () => {
  it('shows at the connector, in its list and its history, and its response can be tried', async () => {
    await stage.api('PATCH', connector, { force_authn: true })
    const { test_url } = await stage.api('POST', `${connector}:test`, {})
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await beginTest(browser, String(test_url)))
    const tested = { state: 'tested', tested_at: expect.any(String) }
    const trial = await stage.api('POST', `${connector}:try`, {})
    expect(trial).toMatchObject({ event_id: expect.any(String) })
    expect(await stage.api('GET', connector)).toMatchObject({ latest: tested })
    const { data } = await stage.api('GET', `${connector}/versions?limit=1`)
    expect(data).toMatchObject([tested])
  })

  it('shows where that is read first', async () => {
    for (const [value, read] of [
      [false, () => stage.api('GET', connector).then(({ latest }) => latest)],
      [true, () => stage.api('GET', `${connector}/versions`).then(({ data }) => first(data))],
    ] as const) {
      await stage.api('PATCH', connector, { force_authn: value, clock_skew_seconds: 60 })
      const { test_url } = await stage.api('POST', `${connector}:test`, {})
      const browser = openBrowser(stage.app)
      await answerAt(stage, browser, await beginTest(browser, String(test_url)))
      expect(await read()).toMatchObject({ state: 'tested' })
    }
  })
})

const first = (data: unknown): unknown => (data as readonly unknown[])[0]

describe('what happened', () => {
  it('is listed at once, the newest first, whether a login, a refusal or a command', async () => {
    const logIn = async () => {
      const browser = openBrowser(stage.app)
      await answerAt(stage, browser, await begin(stage, browser))
    }
    await logIn()
    for (let n = 0; n < 3; n++) {
      await signIn(stage, { email: 'ada@example.org', password: `not this one ${n}` })
      await logIn()
    }
    await signIn(stage, { email: 'ada@example.org', password: PASSWORD })
    const { data, complete_until } = await stage.api(
      'GET',
      `/tenants/${stage.tenantId}/events?limit=9`,
    )
    const events = data as readonly { type: string; at: string }[]
    const times = events.map(({ at }) => at)
    expect(times).toEqual(times.toSorted().reverse())
    expect(events.filter(({ type }) => type === 'login.refused')).toHaveLength(3)
    expect(events.filter(({ type }) => type === 'login.admitted').length).toBeGreaterThan(4)
    expect(complete_until).not.toBeNull()
  })
})
