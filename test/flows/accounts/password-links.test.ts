import { describe, expect, it, vi } from 'vitest'
import { readLink } from '../../../src/login/password/link.ts'
import { openBrowser, refusalOn } from '../../support/browser.ts'
import { testKeyRing } from '../../support/key-ring.ts'
import {
  choosePassword,
  invite,
  linkFor,
  openLink,
  PASSWORD,
  personWithPassword,
  settle,
  signIn,
  submit,
} from '../../support/password-stage.ts'
import { passwordScene } from './password-scene.ts'

const scene = passwordScene()
const { inGate, set, eventsOf, addFactor } = scene

const showUser = (id: string) =>
  scene.stage.api('GET', `/tenants/${scene.stage.tenantId}/users/${id}`)

describe('an invitation to a password', () => {
  it('lets the person choose one, makes them active and signs them in', async () => {
    const userId = await invite(scene.stage, 'ada@example.org')
    expect(await showUser(userId)).toMatchObject({ status: 'invited', has_password: false })
    const link = await linkFor(scene.stage, userId)
    const browser = openBrowser(scene.stage.app)
    const form = await (await openLink(browser, link)).text()
    expect(form).toContain('ada@example.org')
    const answer = await set(link, PASSWORD, browser)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/session'])
    const session = await (await browser.get('/session')).json<{ user: object }>()
    expect(session).toMatchObject({ user: { email: 'ada@example.org' }, environment: 'production' })
    expect(await showUser(userId)).toMatchObject({ status: 'active', has_password: true })
    const { data } = await scene.stage.api(
      'GET',
      `/tenants/${scene.stage.tenantId}/users/${userId}/sessions`,
    )
    expect(data).toMatchObject([{ connector_id: null, sso_id: null, methods: ['pwd'] }])
    const [{ id }] = data as [{ id: string }]
    await scene.stage.api(
      'DELETE',
      `/tenants/${scene.stage.tenantId}/users/${userId}/sessions/${id}`,
    )
    expect((await browser.get('/session')).status).toBe(401)
    expect((await eventsOf(userId)).map(({ type }) => type).sort()).toEqual([
      'login.admitted',
      'password.set',
    ])
  })

  it('is not used up by a GET, nor by a form of another site, and by a POST once (I3)', async () => {
    const link = await linkFor(scene.stage, await invite(scene.stage, 'twice@example.org'))
    const browser = openBrowser(scene.stage.app)
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
    const link = await linkFor(scene.stage, await invite(scene.stage, 'address@example.org'))
    const token = new URL(link).searchParams.get('token') ?? ''
    expect(await readLink(testKeyRing(), token)).toBeDefined()
    expect(new URL(link).pathname).toBe('/password')
    scene.stage.bindings.reset()
    const browser = openBrowser(scene.stage.app)
    const opened = await browser.get(link)
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/password'])
    expect(opened.headers.get('cache-control')).toBe('no-store')
    expect(opened.headers.get('set-cookie')).toMatch(
      /^__Host-password-link=[\w-]+; Path=\/; Max-Age=1800; Secure; HttpOnly; SameSite=Lax$/,
    )
    expect(opened.headers.get('set-cookie')).not.toContain(token)
    expect(scene.stage.bindings.calls.gate).toBe(0)
    const form = await (await browser.get('/password')).text()
    expect(form).not.toContain(token)
    const answer = await set(link, PASSWORD, browser)
    expect([answer.status, browser.cookies.has('__Host-password-link')]).toEqual([303, false])
  })

  it('opens nothing by its cookie in the place of its token, nor the other way round', async () => {
    const link = await linkFor(scene.stage, await invite(scene.stage, 'swapped@example.org'))
    const browser = openBrowser(scene.stage.app)
    await browser.get(link)
    const cookie = browser.cookies.get('__Host-password-link') ?? ''
    expect((await browser.get(`/password?token=${cookie}`)).status).toBe(410)
    browser.cookies.set('__Host-password-link', new URL(link).searchParams.get('token') ?? '')
    const answer = await browser.get('/password')
    expect(await refusalOn(answer)).toBe('login_password_link_absent')
  })

  it('asks for the link where this browser has opened none, or opened it long ago', async () => {
    const link = await linkFor(scene.stage, await invite(scene.stage, 'slow-thinker@example.org'))
    const browser = openBrowser(scene.stage.app)
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
      await linkFor(scene.stage, await invite(scene.stage, 'mine@example.org')),
      await linkFor(scene.stage, await invite(scene.stage, 'theirs@example.org')),
    ]
    const browser = openBrowser(scene.stage.app)
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
    const answer = await openBrowser(scene.stage.app).get('/password?token=bm90LW91cnM')
    expect([answer.status, scene.stage.bindings.calls.gate]).toEqual([410, 0])
    expect(await refusalOn(answer)).toBe('login_password_link_unknown')
  })

  it('is over after its time', async () => {
    const link = await linkFor(scene.stage, await invite(scene.stage, 'late@example.org'))
    await inGate((sql) => sql.exec('UPDATE password_links SET expires_at = ?', Date.now() - 1))
    expect((await openLink(openBrowser(scene.stage.app), link)).status).toBe(410)
  })

  it.each([
    ['short', 'password_too_short'],
    ['example.org grace', 'password_trivial'],
    ['qwertyuiopasdf', 'password_trivial'],
    ['x'.repeat(300), 'password_too_long'],
  ])('takes no password such as %s, and is not used up', async (password, code) => {
    const known = await scene.stage.api(
      'GET',
      `/tenants/${scene.stage.tenantId}/users?email_prefix=grace@example.org`,
    )
    const [user] = known.data as { id: string }[]
    const link = await linkFor(
      scene.stage,
      user?.id ?? (await invite(scene.stage, 'grace@example.org')),
    )
    await settle(scene.stage)
    expect(await refusalOn(await set(link, password))).toBe(code)
    expect((await openLink(openBrowser(scene.stage.app), link)).status).toBe(200)
  })

  it('wants the password twice alike', async () => {
    const link = await linkFor(scene.stage, await invite(scene.stage, 'repeat@example.org'))
    const typed = { password: PASSWORD, repeated: `${PASSWORD}!` }
    const answer = await choosePassword(openBrowser(scene.stage.app), link, typed)
    expect(await refusalOn(answer)).toBe('login_password_repeated_otherwise')
  })

  it('keeps its secret as a hash, and the password sealed', async () => {
    const userId = await invite(scene.stage, 'kept@example.org')
    const link = await linkFor(scene.stage, userId)
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

describe('a forgotten password', () => {
  const forgot = (email: string, ip = '192.0.2.9') =>
    submit(openBrowser(scene.stage.app), '/login/forgot', { email }, { 'CF-Connecting-IP': ip })

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
    const userId = await personWithPassword(scene.stage, 'lost@example.org')
    const before = openBrowser(scene.stage.app)
    await signIn(scene.stage, { email: 'lost@example.org' }, before)
    const mails = mailbox('lost@example.org')
    expect((await forgot('LOST@example.org')).status).toBe(200)
    await settle(scene.stage)
    expect(mails).toMatchObject([
      {
        type: 'mail.password_reset',
        data: { to: 'lost@example.org', tenant: { name: 'Example' } },
      },
    ])
    expect(mails[0]?.headers.get('webhook-signature')).toMatch(/^v1,/)
    const after = openBrowser(scene.stage.app)
    const answer = await set(mails[0]?.data.url ?? '', 'another flock of quiet geese', after)
    expect(answer.status).toBe(303)
    expect((await before.get('/session')).status).toBe(401)
    expect((await after.get('/session')).status).toBe(200)
    expect((await signIn(scene.stage, { email: 'lost@example.org' })).status).toBe(403)
    await settle(scene.stage)
    expect(mails.at(-1)).toMatchObject({ type: 'mail.password_changed', data: { url: null } })
    expect((await eventsOf(userId)).filter(({ type }) => type === 'password.set')).toHaveLength(2)
  })

  it('is asked for on one page, whoever has the address', async () => {
    await personWithPassword(scene.stage, 'there@example.org')
    const answers = []
    for (const email of ['there@example.org', 'invited@example.org', 'nobody-else@example.org']) {
      scene.stage.bindings.reset()
      const answer = await forgot(email)
      const headers = Object.fromEntries(answer.headers)
      delete headers['x-request-id']
      const calls = { ...scene.stage.bindings.calls }
      answers.push({ status: answer.status, headers, text: await answer.text(), calls })
    }
    expect(answers[0]?.calls).toEqual({ kv: 0, d1: 1, gate: 2 })
    for (const other of answers) expect(other).toEqual(answers[0])
  })

  it('gets three links in an hour', async () => {
    await personWithPassword(scene.stage, 'often@example.org')
    const mails = mailbox('often@example.org')
    for (let n = 0; n < 5; n++) expect((await forgot('often@example.org')).status).toBe(200)
    await settle(scene.stage)
    expect(mails).toHaveLength(3)
  })

  it('that is replaced opens no session where there is a second factor, which stays', async () => {
    const userId = await personWithPassword(scene.stage, 'stolen@example.org')
    await addFactor(userId)
    const browser = openBrowser(scene.stage.app)
    const answer = await set(
      await linkFor(scene.stage, userId),
      'what a thief would choose',
      browser,
    )
    expect(answer.headers.get('location')).toBe('/login/second-factor')
    expect((await browser.get('/session')).status).toBe(401)
    const factors = await inGate((sql) =>
      sql.exec('SELECT 1 FROM second_factors WHERE user_id = ?', userId).toArray(),
    )
    expect(factors).toHaveLength(1)
  })

  it('waits in the queue, sealed, while the delivery service fails, and not beyond the link', async () => {
    const userId = await personWithPassword(scene.stage, 'slow@example.org')
    // A failure ends the turn, and what the tests before left here is due again after five seconds:
    // it would come first.
    await inGate((sql) => sql.exec('DELETE FROM mail_queue'))
    mailbox('slow@example.org', () => new Response(null, { status: 500 }))
    await forgot('slow@example.org')
    await settle(scene.stage)
    const queued = () =>
      inGate((sql) => sql.exec('SELECT * FROM mail_queue WHERE user_id = ?', userId).toArray())
    const [row] = await queued()
    expect(row).toMatchObject({ kind: 'password_reset', attempts: 1 })
    expect(JSON.stringify(row)).not.toMatch(/slow@|\/password/)
    await inGate((sql) => sql.exec('UPDATE mail_queue SET expires_at = ?', Date.now() - 1))
    await settle(scene.stage)
    expect(await queued()).toEqual([])
  })
})
