import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { beginAttempt, failAttempt } from '../../../src/gate/credentials/attempts.ts'
import { readLink } from '../../../src/login/password/link.ts'
import { encodeBase64Url } from '../../../src/protocol/bytes/base64.ts'
import { derivePasswordKey } from '../../../src/protocol/passwords/derive-key.ts'
import { preparePassword } from '../../../src/protocol/passwords/password.ts'
import { newId } from '../../../src/tenants/ids.ts'
import { openBrowser, refusalOn } from '../../support/browser.ts'
import { strongRandom, testKeyRing } from '../../support/key-ring.ts'
import {
  choosePassword,
  invite,
  linkFor,
  openLink,
  PASSWORD,
  type PasswordStage,
  personWithPassword,
  setPasswordStage,
  settle,
  signIn,
  submit,
} from '../../support/password-stage.ts'

let stage: PasswordStage
beforeAll(async () => {
  stage = await setPasswordStage()
})
beforeEach(() => stage.bindings.reset())
afterEach(() => {
  vi.restoreAllMocks()
})

const inGate = <T>(work: (sql: SqlStorage) => T): Promise<T> =>
  runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
    work(storage.sql),
  )
const set = (link: string, password = PASSWORD, browser = openBrowser(stage.app)) =>
  choosePassword(browser, link, { password })
const showUser = (id: string) => stage.api('GET', `/tenants/${stage.tenantId}/users/${id}`)
const eventsOf = async (userId: string) => {
  await settle(stage)
  const { data } = await stage.api('GET', `/tenants/${stage.tenantId}/events?limit=100`)
  return (data as { user_id: string; type: string; code: string; data: object }[]).filter(
    (event) => event.user_id === userId,
  )
}

describe('an invitation to a password', () => {
  it('lets the person choose one, makes them active and signs them in', async () => {
    const userId = await invite(stage, 'ada@example.org')
    expect(await showUser(userId)).toMatchObject({ status: 'invited', has_password: false })
    const link = await linkFor(stage, userId)
    const browser = openBrowser(stage.app)
    const form = await (await openLink(browser, link)).text()
    expect(form).toContain('ada@example.org')
    const answer = await set(link, PASSWORD, browser)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/session'])
    const session = await (await browser.get('/session')).json<{ user: object }>()
    expect(session).toMatchObject({ user: { email: 'ada@example.org' }, environment: 'production' })
    expect(await showUser(userId)).toMatchObject({ status: 'active', has_password: true })
    const { data } = await stage.api('GET', `/tenants/${stage.tenantId}/users/${userId}/sessions`)
    expect(data).toMatchObject([{ connector_id: null, sso_id: null, methods: ['pwd'] }])
    const [{ id }] = data as [{ id: string }]
    await stage.api('DELETE', `/tenants/${stage.tenantId}/users/${userId}/sessions/${id}`)
    expect((await browser.get('/session')).status).toBe(401)
    expect((await eventsOf(userId)).map(({ type }) => type).sort()).toEqual([
      'login.admitted',
      'password.set',
    ])
  })

  it('is not used up by a GET, nor by a form of another site, and by a POST once (I3)', async () => {
    const link = await linkFor(stage, await invite(stage, 'twice@example.org'))
    const browser = openBrowser(stage.app)
    for (let opened = 0; opened < 3; opened++)
      expect((await openLink(browser, link)).status).toBe(200)
    const fields = { password: PASSWORD, repeated: PASSWORD }
    const foreign = await browser.post('/password', fields, { origin: 'https://evil.example' })
    expect(foreign.status).toBe(403)
    const answers = await Promise.all([set(link), set(link), set(link)])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410])
    expect((await openLink(browser, link)).status).toBe(410)
  })

  it('leaves no address behind that holds its token: a cookie takes its place', async () => {
    const link = await linkFor(stage, await invite(stage, 'address@example.org'))
    const token = new URL(link).searchParams.get('token') ?? ''
    expect(await readLink(testKeyRing(), token)).toBeDefined()
    expect(new URL(link).pathname).toBe('/password')
    stage.bindings.reset()
    const browser = openBrowser(stage.app)
    const opened = await browser.get(link)
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/password'])
    expect(opened.headers.get('cache-control')).toBe('no-store')
    expect(opened.headers.get('set-cookie')).toMatch(
      /^__Host-password-link=[\w-]+; Path=\/; Max-Age=1800; Secure; HttpOnly; SameSite=Lax$/,
    )
    expect(opened.headers.get('set-cookie')).not.toContain(token)
    expect(stage.bindings.calls.gate).toBe(0)
    const form = await (await browser.get('/password')).text()
    expect(form).not.toContain(token)
    const answer = await set(link, PASSWORD, browser)
    expect([answer.status, browser.cookies.has('__Host-password-link')]).toEqual([303, false])
  })

  it('opens nothing by its cookie in the place of its token, nor the other way round', async () => {
    const link = await linkFor(stage, await invite(stage, 'swapped@example.org'))
    const browser = openBrowser(stage.app)
    await browser.get(link)
    const cookie = browser.cookies.get('__Host-password-link') ?? ''
    expect((await browser.get(`/password?token=${cookie}`)).status).toBe(410)
    browser.cookies.set('__Host-password-link', new URL(link).searchParams.get('token') ?? '')
    const answer = await browser.get('/password')
    expect(await refusalOn(answer)).toBe('login_password_link_absent')
  })

  it('asks for the link where this browser has opened none, or opened it long ago', async () => {
    const link = await linkFor(stage, await invite(stage, 'slow-thinker@example.org'))
    const browser = openBrowser(stage.app)
    const bare = await browser.get('/password')
    expect([bare.status, await refusalOn(bare)]).toEqual([400, 'login_password_link_absent'])
    const fields = { password: PASSWORD, repeated: PASSWORD }
    const posted = await submit(browser, '/password', fields)
    expect(await refusalOn(posted)).toBe('login_password_link_absent')
    await browser.get(link)
    const cookie = browser.cookies.get('__Host-password-link') ?? ''
    const opened = (await testKeyRing().open('password-link', 'browser', cookie)) ?? ''
    const old = JSON.stringify({ ...JSON.parse(opened), until: Date.now() - 1 })
    const resealed = await testKeyRing().seal('password-link', 'browser', old)
    browser.cookies.set('__Host-password-link', resealed)
    expect(await refusalOn(await browser.get('/password'))).toBe('login_password_link_absent')
    expect((await openLink(browser, link)).status).toBe(200)
  })

  it('takes no password that was typed for the address of another link', async () => {
    const [mine, theirs] = [
      await linkFor(stage, await invite(stage, 'mine@example.org')),
      await linkFor(stage, await invite(stage, 'theirs@example.org')),
    ]
    const browser = openBrowser(stage.app)
    const form = await (await openLink(browser, mine)).text()
    const shown = /name="link" value="(\w+)"/.exec(form)?.[1] ?? ''
    await browser.get(theirs)
    const fields = { link: shown, password: PASSWORD, repeated: PASSWORD }
    const answer = await submit(browser, '/password', fields)
    const page = await answer.text()
    expect(page).toContain('login_password_link_other')
    expect(page).toContain('theirs@example.org')
    expect((await openLink(browser, theirs)).status).toBe(200)
    expect((await openLink(browser, mine)).status).toBe(200)
    expect((await submit(browser, '/password', fields)).status).toBe(303)
  })

  it('is refused without a call when we did not make it', async () => {
    const answer = await openBrowser(stage.app).get('/password?token=bm90LW91cnM')
    expect([answer.status, stage.bindings.calls.gate]).toEqual([410, 0])
    expect(await refusalOn(answer)).toBe('login_password_link_unknown')
  })

  it('is over after its time', async () => {
    const link = await linkFor(stage, await invite(stage, 'late@example.org'))
    await inGate((sql) => sql.exec('UPDATE password_links SET expires_at = ?', Date.now() - 1))
    expect((await openLink(openBrowser(stage.app), link)).status).toBe(410)
  })

  it.each([
    ['short', 'password_too_short'],
    ['example.org grace', 'password_trivial'],
    ['qwertyuiopasdf', 'password_trivial'],
    ['x'.repeat(300), 'password_too_long'],
  ])('takes no password such as %s, and is not used up', async (password, code) => {
    const known = await stage.api(
      'GET',
      `/tenants/${stage.tenantId}/users?email_prefix=grace@example.org`,
    )
    const [user] = known.data as { id: string }[]
    const link = await linkFor(stage, user?.id ?? (await invite(stage, 'grace@example.org')))
    await settle(stage)
    expect(await refusalOn(await set(link, password))).toBe(code)
    expect((await openLink(openBrowser(stage.app), link)).status).toBe(200)
  })

  it('wants the password twice alike', async () => {
    const link = await linkFor(stage, await invite(stage, 'repeat@example.org'))
    const typed = { password: PASSWORD, repeated: `${PASSWORD}!` }
    const answer = await choosePassword(openBrowser(stage.app), link, typed)
    expect(await refusalOn(answer)).toBe('login_password_repeated_otherwise')
  })

  it('keeps its secret as a hash, and the password sealed', async () => {
    const userId = await invite(stage, 'kept@example.org')
    const link = await linkFor(stage, userId)
    await set(link)
    const token = new URL(link).searchParams.get('token') ?? ''
    const read = await readLink(testKeyRing(), token)
    const rows = await inGate((sql) => [
      ...sql.exec('SELECT link_hash FROM password_links WHERE user_id = ?', userId),
      ...sql.exec('SELECT sealed_key FROM passwords WHERE user_id = ?', userId),
    ])
    expect(rows[0]).toEqual({ link_hash: read?.key.linkHash })
    const key = await testKeyRing().open('password', userId, String(rows[1]?.sealed_key))
    expect(key).toHaveLength(43)
  })
})

describe('a password', () => {
  beforeAll(() => personWithPassword(stage, 'linus@example.org'))

  it('signs in, in whichever Unicode form and case of the address it is typed', async () => {
    const userId = await invite(stage, 'zoe@example.org')
    await set(await linkFor(stage, userId), 'drei schöne Elstern am Zaun')
    await settle(stage)
    const typed = 'drei schöne Elstern am Zaun'.normalize('NFD')
    const answer = await signIn(stage, { email: ' ZOE@example.org', password: typed })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/session'])
  })

  it('goes on to what an application asked, without asking again for a fresh login', async () => {
    const browser = openBrowser(stage.app)
    const authorize = 'client_id=app_1&prompt=login&max_age=0&scope=openid'
    const answer = await submit(browser, '/login/password', {
      email: 'linus@example.org',
      password: PASSWORD,
      authorize,
    })
    expect(answer.headers.get('location')).toBe('/oauth2/authorize?client_id=app_1&scope=openid')
  })

  it('is not read from a form of another site', async () => {
    const fields = { email: 'linus@example.org', password: PASSWORD }
    const browser = openBrowser(stage.app)
    const answer = await browser.post('/login/password', fields, { origin: 'https://evil.example' })
    expect([answer.status, stage.bindings.calls]).toEqual([403, { kv: 0, d1: 0, gate: 0 }])
  })

  it('of a megabyte is not read to its end', async () => {
    const answer = await signIn(stage, {
      email: 'linus@example.org',
      password: 'x'.repeat(1 << 20),
    })
    expect([answer.status, stage.bindings.calls]).toEqual([400, { kv: 0, d1: 0, gate: 0 }])
  })

  it('is derived anew with present parameters when it was kept under smaller ones', async () => {
    const userId = await personWithPassword(stage, 'older@example.org')
    const prepared = preparePassword(PASSWORD)
    if (!prepared.ok) throw new Error('unreachable')
    const smaller = { logN: 10, r: 8, p: 1 }
    const salt = new Uint8Array(16)
    const key = encodeBase64Url(await derivePasswordKey(prepared.value, salt, smaller))
    const sealed = await testKeyRing().seal('password', userId, key)
    await inGate((sql) =>
      sql.exec(
        'UPDATE passwords SET salt = ?, parameters = ?, sealed_key = ? WHERE user_id = ?',
        encodeBase64Url(salt),
        JSON.stringify(smaller),
        sealed,
        userId,
      ),
    )
    for (let time = 0; time < 2; time++)
      expect((await signIn(stage, { email: 'older@example.org' })).status).toBe(303)
    const [row] = await inGate((sql) =>
      sql.exec('SELECT parameters FROM passwords WHERE user_id = ?', userId).toArray(),
    )
    expect(JSON.parse(String(row?.parameters))).toEqual({ logN: 14, r: 8, p: 1 })
  })

  it('opens nothing for who is deactivated, who hears of it only after the right one', async () => {
    const userId = await personWithPassword(stage, 'gone@example.org')
    await stage.api('POST', `/tenants/${stage.tenantId}/users/${userId}:deactivate`)
    const wrong = await signIn(stage, {
      email: 'gone@example.org',
      password: 'not this one at all',
    })
    expect(await refusalOn(wrong)).toBe('login_password_refused')
    const right = await signIn(stage, { email: 'gone@example.org' })
    expect([right.status, await refusalOn(right)]).toEqual([403, 'login_user_inactive'])
  })

  it('that was taken away opens nothing, and ends the sessions that it began', async () => {
    const userId = await personWithPassword(stage, 'taken@example.org')
    const browser = openBrowser(stage.app)
    await signIn(stage, { email: 'taken@example.org' }, browser)
    await stage.api('POST', `/tenants/${stage.tenantId}/users/${userId}:remove_password`)
    expect((await browser.get('/session')).status).toBe(401)
    // D1 has not heard of it yet, and decides nothing.
    expect((await signIn(stage, { email: 'taken@example.org' })).status).toBe(403)
  })

  it('of a child tenant is asked for in the gate of its parent', async () => {
    const child = await stage.api('POST', '/tenants', { name: 'Child', parent_id: stage.tenantId })
    const there = { ...stage, tenantId: String(child.id) }
    await set(await linkFor(there, await invite(there, 'kid@example.org')))
    await settle(stage)
    const browser = openBrowser(stage.app)
    expect((await signIn(stage, { email: 'kid@example.org' }, browser)).status).toBe(303)
    const session = await (await browser.get('/session')).json()
    expect(session).toMatchObject({ tenant: { id: child.id } })
  })

  it('says in which of several tenants an address signs in', async () => {
    const other = await stage.api('POST', '/tenants', { name: 'Other' })
    const there = { ...stage, tenantId: String(other.id) }
    const email = 'both@example.org'
    await personWithPassword(stage, email)
    await set(await linkFor(there, await invite(there, email)), 'the other one of two gates')
    await settle(there)
    const tenantOf = async (password: string) => {
      const browser = openBrowser(stage.app)
      await signIn(stage, { email, password }, browser)
      return (await (await browser.get('/session')).json<{ tenant: { id: string } }>()).tenant.id
    }
    expect(await tenantOf(PASSWORD)).toBe(stage.tenantId)
    expect(await tenantOf('the other one of two gates')).toBe(other.id)
  })

  it('is not looked at while D1 is out of reach', async () => {
    stage.bindings.down.add('d1')
    const answer = await signIn(stage, { email: 'linus@example.org' })
    stage.bindings.down.clear()
    expect(answer.status).toBe(503)
  })

  it('waits for the second factor, and no session begins before', async () => {
    const userId = await personWithPassword(stage, 'factor@example.org')
    await addFactor(userId)
    const browser = openBrowser(stage.app)
    const answer = await signIn(stage, { email: 'factor@example.org' }, browser)
    expect(answer.headers.get('location')).toBe('/login/second-factor')
    expect([...browser.cookies.keys()]).toEqual(['__Host-second-factor'])
    expect((await browser.get('/session')).status).toBe(401)
  })
})

const addFactor = (userId: string) =>
  inGate((sql) =>
    sql.exec(
      `INSERT INTO second_factors (tenant_id, user_id, factor_id, kind, name, secret, confirmed_at, created_at)
       VALUES (?, ?, 'fac_1', 'totp', 'phone', '', 1, 1)`,
      stage.tenantId,
      userId,
    ),
  )

describe('whoever does not know the password', () => {
  it('learns nothing of an account: not from bytes, nor headers, nor calls', async () => {
    const inactive = await personWithPassword(stage, 'idle@example.org')
    await stage.api('POST', `/tenants/${stage.tenantId}/users/${inactive}:deactivate`)
    await personWithPassword(stage, 'known@example.org')
    await addFactor(await personWithPassword(stage, 'guarded@example.org'))
    await invite(stage, 'invited@example.org')
    await settle(stage)
    const addresses = ['known', 'idle', 'guarded', 'invited', 'nobody'].map(
      (name) => `${name}@example.org`,
    )
    const seen: { email: string; status: number; calls: object; [of: string]: unknown }[] = []
    for (const [at, email] of addresses.entries()) {
      // One more than what is free: the wait is told alike, too.
      for (let time = 0; time < 6; time++) {
        stage.bindings.reset()
        const ip = `203.0.113.${at + 1}`
        const answer = await signIn(stage, { email, password: 'surely not the right one', ip })
        const headers = Object.fromEntries(answer.headers)
        delete headers['x-request-id']
        const calls = { ...stage.bindings.calls }
        seen.push({ email, time, status: answer.status, headers, text: await answer.text(), calls })
      }
    }
    const of = (email: string | undefined) =>
      seen.filter((one) => one.email === email).map(({ email: _, ...rest }) => rest)
    const [first, ...others] = addresses
    expect(of(first).map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 429])
    expect(of(first)[0]?.calls).toEqual({ kv: 0, d1: 1, gate: 3 })
    for (const other of others) expect(of(other)).toEqual(of(first))
  })

  it('has five attempts from a network; then nothing is looked at, not even the right one', async () => {
    const email = 'guessed@example.org'
    const userId = await personWithPassword(stage, email)
    const ip = '198.51.100.1'
    for (let n = 0; n < 5; n++)
      expect((await signIn(stage, { email, password: `guess ${n} of so many`, ip })).status).toBe(
        403,
      )
    // The first wait is a second: a slow machine would miss it.
    await inGate((sql) =>
      sql.exec(
        'UPDATE password_attempts SET locked_until = ? WHERE substr(subject, 1, ?) = ?',
        Date.now() + 60_000,
        userId.length + 1,
        `${userId} `,
      ),
    )
    const right = await signIn(stage, { email, ip })
    expect([right.status, await refusalOn(right)]).toEqual([429, 'login_password_limited'])
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0)
    // Somebody elsewhere is not held up.
    expect((await signIn(stage, { email, ip: '198.51.100.2' })).status).toBe(303)
  })

  it('has five of twenty attempts at once, too: they are counted as they begin', async () => {
    const email = 'burst@example.org'
    await personWithPassword(stage, email)
    const gate = env.TENANT_GATE.getByName(stage.tenantId)
    const tenantId = stage.tenantId as `ten_${string}`
    const attempt = { tenantId, email, address: 'a'.repeat(22), network: 'one' }
    const nobody = { address: 'b'.repeat(22), network: 'one' }
    const blind = env.ADDRESS_GATE.getByName('bb')
    const begun = await Promise.all(Array.from({ length: 20 }, () => gate.beginPassword(attempt)))
    const same = await Promise.all(Array.from({ length: 20 }, () => blind.beginPassword(nobody)))
    const kinds = [...Array(5).fill('asked'), ...Array(15).fill('limited')]
    expect(begun.map(({ kind }) => kind)).toEqual(kinds)
    expect(same.map(({ kind }) => kind)).toEqual(kinds)
  })

  it('locks the account with thirty failures in an hour from wherever, which is told once', async () => {
    const email = 'spread@example.org'
    const userId = await personWithPassword(stage, email)
    const gate = env.TENANT_GATE.getByName(stage.tenantId)
    const tenantId = stage.tenantId as `ten_${string}`
    const of = (n: number) => ({
      tenantId,
      email,
      address: 'a'.repeat(22),
      network: `network ${n}`,
    })
    const next = { sid: 'sid', proofId: 'proof', browser: '' }
    const begun = await Promise.all(Array.from({ length: 40 }, (_, n) => gate.beginPassword(of(n))))
    expect(begun.filter(({ kind }) => kind === 'asked')).toHaveLength(30)
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => {
        const event = { id: newId('evt', strongRandom), durations: {}, askedAt: Date.now() }
        return gate.finishPassword({ ...of(n), key: '', next, event })
      }),
    )
    const right = await signIn(stage, { email, ip: '198.51.100.77' })
    expect(right.status).toBe(429)
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(14 * 60)
    const locked = (await eventsOf(userId)).filter(({ type }) => type === 'password.locked')
    expect(locked).toHaveLength(1)
    // A link of the mailbox opens it again.
    await set(await linkFor(stage, userId))
    expect((await signIn(stage, { email, ip: '198.51.100.77' })).status).toBe(303)
  })

  it('gets an event for each of sixty failures in a minute, and one for those beyond', async () => {
    const other = await setPasswordStage()
    const email = 'flooded@example.org'
    await personWithPassword(other, email)
    const gate = env.TENANT_GATE.getByName(other.tenantId)
    const tenantId = other.tenantId as `ten_${string}`
    const next = { sid: 'sid', proofId: 'proof', browser: '' }
    const outcomes = await Promise.all(
      Array.from({ length: 70 }, (_, n) => {
        const event = { id: newId('evt', strongRandom), durations: {}, askedAt: Date.now() }
        const from = { address: 'a'.repeat(22), network: `network ${n}` }
        return gate.finishPassword({ tenantId, email, ...from, key: '', next, event })
      }),
    )
    const recorded = outcomes.filter((outcome) => 'recorded' in outcome && outcome.recorded)
    expect(recorded).toHaveLength(60)
  })

  it('waits twice as long after each failure, up to a quarter of an hour', async () => {
    const near = { tenantId: stage.tenantId as `ten_${string}`, account: 'usr_x', network: 'n' }
    const waits = await inGate((sql) => {
      let now = Date.now()
      return Array.from({ length: 20 }, () => {
        // What the account has from everywhere is not what this is about.
        sql.exec("DELETE FROM password_attempts WHERE subject = 'usr_x'")
        expect(beginAttempt(sql, near, now)).toBeUndefined()
        failAttempt(sql, near, now)
        const row = sql
          .exec("SELECT locked_until FROM password_attempts WHERE subject = 'usr_x n'")
          .one()
        const wait = Math.max(0, Number(row.locked_until) - now)
        now += wait
        return wait / 1000
      })
    })
    expect(waits.slice(0, 8)).toEqual([0, 0, 0, 0, 1, 2, 4, 8])
    expect(Math.max(...waits)).toBe(900)
  })

  it('has sixty attempts from a network at whatever addresses, and a right password is none', async () => {
    await personWithPassword(stage, 'office@example.org')
    const ip = '2001:db8:1:2::7'
    const right = await signIn(stage, { email: 'office@example.org', ip })
    expect(right.status).toBe(303)
    const guess = (n: number) =>
      signIn(stage, { email: `guess${n}@example.net`, password: 'surely not right', ip })
    const guesses = []
    for (let n = 0; n < 61; n++) guesses.push((await guess(n)).status)
    expect(guesses).toEqual([...Array(60).fill(403), 429])
    expect(
      (await signIn(stage, { email: 'office@example.org', ip: '2001:db8:1:2::8' })).status,
    ).toBe(429)
    expect(
      (await signIn(stage, { email: 'office@example.org', ip: '2001:db8:1:3::8' })).status,
    ).toBe(303)
  })
})

describe('a forgotten password', () => {
  const forgot = (email: string, ip = '192.0.2.9') =>
    submit(openBrowser(stage.app), '/login/forgot', { email }, { 'CF-Connecting-IP': ip })

  interface Sent {
    readonly type: string
    readonly data: { readonly to: string; readonly url: string }
  }

  /** What the delivery service is sent for an address. */
  function mailbox(to: string, answer = () => new Response(null, { status: 204 })) {
    const mails: (Sent & { readonly headers: Headers })[] = []
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
      const mail = { ...JSON.parse(String(init?.body)), headers: new Headers(init?.headers) }
      if (mail.data.to === to) mails.push(mail)
      return answer()
    })
    return mails
  }

  it('is replaced by a link that is mailed to the address on record; every session ends', async () => {
    const userId = await personWithPassword(stage, 'lost@example.org')
    const before = openBrowser(stage.app)
    await signIn(stage, { email: 'lost@example.org' }, before)
    const mails = mailbox('lost@example.org')
    expect((await forgot('LOST@example.org')).status).toBe(200)
    await settle(stage)
    expect(mails).toMatchObject([
      {
        type: 'mail.password_reset',
        data: { to: 'lost@example.org', tenant: { name: 'Example' } },
      },
    ])
    expect(mails[0]?.headers.get('webhook-signature')).toMatch(/^v1,/)
    const after = openBrowser(stage.app)
    const answer = await set(mails[0]?.data.url ?? '', 'another flock of quiet geese', after)
    expect(answer.status).toBe(303)
    expect((await before.get('/session')).status).toBe(401)
    expect((await after.get('/session')).status).toBe(200)
    expect((await signIn(stage, { email: 'lost@example.org' })).status).toBe(403)
    await settle(stage)
    expect(mails.at(-1)).toMatchObject({ type: 'mail.password_changed', data: { url: null } })
    expect((await eventsOf(userId)).filter(({ type }) => type === 'password.set')).toHaveLength(2)
  })

  it('is asked for on one page, whoever has the address', async () => {
    await personWithPassword(stage, 'there@example.org')
    const answers = []
    for (const email of ['there@example.org', 'invited@example.org', 'nobody-else@example.org']) {
      stage.bindings.reset()
      const answer = await forgot(email)
      const headers = Object.fromEntries(answer.headers)
      delete headers['x-request-id']
      const calls = { ...stage.bindings.calls }
      answers.push({ status: answer.status, headers, text: await answer.text(), calls })
    }
    expect(answers[0]?.calls).toEqual({ kv: 0, d1: 1, gate: 2 })
    for (const other of answers) expect(other).toEqual(answers[0])
  })

  it('gets three links in an hour', async () => {
    await personWithPassword(stage, 'often@example.org')
    const mails = mailbox('often@example.org')
    for (let n = 0; n < 5; n++) expect((await forgot('often@example.org')).status).toBe(200)
    await settle(stage)
    expect(mails).toHaveLength(3)
  })

  it('that is replaced opens no session where there is a second factor, which stays', async () => {
    const userId = await personWithPassword(stage, 'stolen@example.org')
    await addFactor(userId)
    const browser = openBrowser(stage.app)
    const answer = await set(await linkFor(stage, userId), 'what a thief would choose', browser)
    expect(answer.headers.get('location')).toBe('/login/second-factor')
    expect((await browser.get('/session')).status).toBe(401)
    const factors = await inGate((sql) =>
      sql.exec('SELECT 1 FROM second_factors WHERE user_id = ?', userId).toArray(),
    )
    expect(factors).toHaveLength(1)
  })

  it('waits in the queue, sealed, while the delivery service fails, and not beyond the link', async () => {
    const userId = await personWithPassword(stage, 'slow@example.org')
    // A failure ends the turn, and what the tests before left here is due again after five seconds: it would come first.
    await inGate((sql) => sql.exec('DELETE FROM mail_queue'))
    mailbox('slow@example.org', () => new Response(null, { status: 500 }))
    await forgot('slow@example.org')
    await settle(stage)
    const queued = () =>
      inGate((sql) => sql.exec('SELECT * FROM mail_queue WHERE user_id = ?', userId).toArray())
    const [row] = await queued()
    expect(row).toMatchObject({ kind: 'password_reset', attempts: 1 })
    expect(JSON.stringify(row)).not.toMatch(/slow@|\/password/)
    await inGate((sql) => sql.exec('UPDATE mail_queue SET expires_at = ?', Date.now() - 1))
    await settle(stage)
    expect(await queued()).toEqual([])
  })
})

describe('an account', () => {
  it('leaves nothing in the gate when its user is deleted', async () => {
    const userId = await personWithPassword(stage, 'deleted@example.org')
    await addFactor(userId)
    await stage.api('DELETE', `/tenants/${stage.tenantId}/users/${userId}`)
    const left = await inGate((sql) =>
      ['passwords', 'password_links', 'second_factors', 'mail_queue'].map(
        (table) => sql.exec(`SELECT 1 FROM ${table} WHERE user_id = ?`, userId).toArray().length,
      ),
    )
    expect(left).toEqual([0, 0, 0, 0])
    await settle(stage)
    expect((await signIn(stage, { email: 'deleted@example.org' })).status).toBe(403)
  })
})
