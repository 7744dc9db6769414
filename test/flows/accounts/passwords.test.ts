import { beforeAll, describe, expect, it } from 'vitest'
import { encodeBase64Url } from '../../../src/protocol/bytes/base64.ts'
import { derivePasswordKey } from '../../../src/protocol/passwords/derive-key.ts'
import { preparePassword } from '../../../src/protocol/passwords/password.ts'
import { openBrowser, refusalOn } from '../../support/browser.ts'
import { testKeyRing } from '../../support/key-ring.ts'
import {
  invite,
  linkFor,
  PASSWORD,
  personWithPassword,
  settle,
  signIn,
  submit,
} from '../../support/password-stage.ts'
import { passwordScene } from './password-scene.ts'

const scene = passwordScene()
const { inGate, set, addFactor } = scene

describe('a password', () => {
  beforeAll(() => personWithPassword(scene.stage, 'linus@example.org'))

  it('signs in, in whichever Unicode form and case of the address it is typed', async () => {
    const userId = await invite(scene.stage, 'zoe@example.org')
    await set(await linkFor(scene.stage, userId), 'drei schöne Elstern am Zaun')
    await settle(scene.stage)
    const typed = 'drei schöne Elstern am Zaun'.normalize('NFD')
    const answer = await signIn(scene.stage, { email: ' ZOE@example.org', password: typed })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/session'])
  })

  it('goes on to what an application asked, without asking again for a fresh login', async () => {
    const browser = openBrowser(scene.stage.app)
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
    const browser = openBrowser(scene.stage.app)
    const answer = await browser.post('/login/password', fields, { origin: 'https://evil.example' })
    expect([answer.status, scene.stage.bindings.calls]).toEqual([403, { kv: 0, d1: 0, gate: 0 }])
  })

  it('of a megabyte is not read to its end', async () => {
    const answer = await signIn(scene.stage, {
      email: 'linus@example.org',
      password: 'x'.repeat(1 << 20),
    })
    expect([answer.status, scene.stage.bindings.calls]).toEqual([400, { kv: 0, d1: 0, gate: 0 }])
  })

  it('is derived anew with present parameters when it was kept under smaller ones', async () => {
    const userId = await personWithPassword(scene.stage, 'older@example.org')
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
      expect((await signIn(scene.stage, { email: 'older@example.org' })).status).toBe(303)
    const [row] = await inGate((sql) =>
      sql.exec('SELECT parameters FROM passwords WHERE user_id = ?', userId).toArray(),
    )
    expect(JSON.parse(String(row?.parameters))).toEqual({ logN: 14, r: 8, p: 1 })
  })

  it('opens nothing for who is deactivated, who hears of it only after the right one', async () => {
    const userId = await personWithPassword(scene.stage, 'gone@example.org')
    await scene.stage.api('POST', `/tenants/${scene.stage.tenantId}/users/${userId}:deactivate`)
    const wrong = await signIn(scene.stage, {
      email: 'gone@example.org',
      password: 'not this one at all',
    })
    expect(await refusalOn(wrong)).toBe('login_password_refused')
    const right = await signIn(scene.stage, { email: 'gone@example.org' })
    expect([right.status, await refusalOn(right)]).toEqual([403, 'login_user_inactive'])
  })

  it('that was taken away opens nothing, and ends the sessions that it began', async () => {
    const userId = await personWithPassword(scene.stage, 'taken@example.org')
    const browser = openBrowser(scene.stage.app)
    await signIn(scene.stage, { email: 'taken@example.org' }, browser)
    await scene.stage.api(
      'POST',
      `/tenants/${scene.stage.tenantId}/users/${userId}:remove_password`,
    )
    expect((await browser.get('/session')).status).toBe(401)
    // D1 has not heard of it yet, and decides nothing.
    expect((await signIn(scene.stage, { email: 'taken@example.org' })).status).toBe(403)
  })

  it('of a child tenant is asked for in the gate of its parent', async () => {
    const child = await scene.stage.api('POST', '/tenants', {
      name: 'Child',
      parent_id: scene.stage.tenantId,
    })
    const there = { ...scene.stage, tenantId: String(child.id) }
    await set(await linkFor(there, await invite(there, 'kid@example.org')))
    await settle(scene.stage)
    const browser = openBrowser(scene.stage.app)
    expect((await signIn(scene.stage, { email: 'kid@example.org' }, browser)).status).toBe(303)
    const session = await (await browser.get('/session')).json()
    expect(session).toMatchObject({ tenant: { id: child.id } })
  })

  it('says in which of several tenants an address signs in', async () => {
    const other = await scene.stage.api('POST', '/tenants', { name: 'Other' })
    const there = { ...scene.stage, tenantId: String(other.id) }
    const email = 'both@example.org'
    await personWithPassword(scene.stage, email)
    await set(await linkFor(there, await invite(there, email)), 'the other one of two gates')
    await settle(there)
    const tenantOf = async (password: string) => {
      const browser = openBrowser(scene.stage.app)
      await signIn(scene.stage, { email, password }, browser)
      return (await (await browser.get('/session')).json<{ tenant: { id: string } }>()).tenant.id
    }
    expect(await tenantOf(PASSWORD)).toBe(scene.stage.tenantId)
    expect(await tenantOf('the other one of two gates')).toBe(other.id)
  })

  it('is not looked at while D1 is out of reach', async () => {
    scene.stage.bindings.down.add('d1')
    const answer = await signIn(scene.stage, { email: 'linus@example.org' })
    scene.stage.bindings.down.clear()
    expect(answer.status).toBe(503)
  })

  it('waits for the second factor, and no session begins before', async () => {
    const userId = await personWithPassword(scene.stage, 'factor@example.org')
    await addFactor(userId)
    const browser = openBrowser(scene.stage.app)
    const answer = await signIn(scene.stage, { email: 'factor@example.org' }, browser)
    expect(answer.headers.get('location')).toBe('/login/second-factor')
    expect([...browser.cookies.keys()]).toEqual(['__Host-second-factor'])
    expect((await browser.get('/session')).status).toBe(401)
  })
})

describe('an account', () => {
  it('leaves nothing in the gate when its user is deleted', async () => {
    const userId = await personWithPassword(scene.stage, 'deleted@example.org')
    await addFactor(userId)
    await scene.stage.api('DELETE', `/tenants/${scene.stage.tenantId}/users/${userId}`)
    const left = await inGate((sql) =>
      ['passwords', 'password_links', 'second_factors', 'mail_queue'].map(
        (table) => sql.exec(`SELECT 1 FROM ${table} WHERE user_id = ?`, userId).toArray().length,
      ),
    )
    expect(left).toEqual([0, 0, 0, 0])
    await settle(scene.stage)
    expect((await signIn(scene.stage, { email: 'deleted@example.org' })).status).toBe(403)
  })
})
