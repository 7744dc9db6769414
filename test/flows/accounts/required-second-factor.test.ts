import { describe, expect, it } from 'vitest'
import { openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { personWithPassword, signIn, submit } from '../../support/password-stage.ts'
import { createSoftPasskey } from '../../support/soft-passkey.ts'
import { readTypedSecret, totpCode } from '../../support/totp.ts'
import { CODE, give, isIn, now, secondFactorScene } from './second-factor-scene.ts'

const scene = secondFactorScene()
const { inGate, guarded, halfway, newestMethods } = scene

describe('an administrator', () => {
  const path = (userId: string) => `/tenants/${scene.stage.tenantId}/users/${userId}`

  it('sees which second factors somebody has, and nothing of what they are made of', async () => {
    const { userId } = await guarded(await createSoftPasskey())
    const { data } = await scene.stage.api('GET', `${path(userId)}/second_factors`)
    const shown = { name: 'phone', created_at: '1970-01-01T00:00:00.001Z', used_at: null }
    expect(data).toEqual([
      { id: `fac_${scene.people}`, kind: 'totp', ...shown },
      { id: `fac_${scene.people}p`, kind: 'passkey', ...shown },
    ])
  })

  it('takes them away: proofs and sessions end, and the password is enough again', async () => {
    const { userId, email } = await guarded()
    const inside = await halfway(email)
    await give(inside, await now())
    const waiting = await halfway(email)
    await scene.stage.api('POST', `${path(userId)}:reset_second_factors`)
    expect(await isIn(inside)).toBe(false)
    expect((await give(waiting, CODE)).status).toBe(410)
    expect((await signIn(scene.stage, { email })).headers.get('location')).toBe('/session')
    const { data } = await scene.stage.api('GET', `/tenants/${scene.stage.tenantId}/audit?limit=1`)
    expect(data).toMatchObject([
      {
        action: 'user.second_factors_reset',
        before: { factors: ['totp'], recovery_codes: 1 },
        after: { factors: [], recovery_codes: 0 },
      },
    ])
  })
})

describe('a tenant that requires a second factor', () => {
  const require = (second_factor: string, enrolment_at_login = true) =>
    scene.stage.api('PUT', `/tenants/${scene.stage.tenantId}/sign-in-policy`, {
      second_factor,
      enrolment_at_login,
    })
  const enrol = (browser: TestBrowser, fields: Readonly<Record<string, string>>) =>
    submit(browser, '/login/second-factor', fields)
  const newcomer = async () => {
    const email = `newcomer${++scene.people}@example.org`
    return { email, userId: await personWithPassword(scene.stage, email) }
  }

  it('of everyone has it set up before the session begins, by who gave the password', async () => {
    const { userId, email } = await newcomer()
    await require('everyone')
    const browser = await halfway(email)
    expect(await (await browser.get('/login/second-factor')).text()).toContain('you have none yet')
    // With none to answer, no answer is right.
    expect((await give(browser, '000000')).status).toBe(403)
    const page = await (await enrol(browser, { action: 'add_totp' })).text()
    expect(await isIn(browser)).toBe(false)
    expect((await enrol(browser, { action: 'confirm', code: '000000' })).status).toBe(403)
    const code = await totpCode(readTypedSecret(page), Date.now())
    const done = await enrol(browser, { action: 'confirm', code })
    expect(done.headers.get('location')).toBe('/session')
    expect(await newestMethods(userId)).toEqual(['pwd', 'otp'])
    const account = `/tenants/${scene.stage.tenantId}/users/${userId}/second_factors`
    const [factor] = (await scene.stage.api('GET', account)).data as { id: string }[]
    const removed = await submit(browser, '/account', {
      action: 'remove',
      factor: factor?.id ?? '',
    })
    expect(await refusalOn(removed)).toBe('login_last_factor')
    await require('optional')
  })

  it("has it set up by one of those who gave the password: neither sees the other's, and the first ends all", async () => {
    const { userId, email } = await newcomer()
    const open = openBrowser(scene.stage.app)
    await signIn(scene.stage, { email }, open)
    await require('everyone')
    const [person, thief] = [await halfway(email), await halfway(email)]
    const begin = async (browser: TestBrowser) =>
      readTypedSecret(await (await enrol(browser, { action: 'add_totp' })).text())
    const confirm = async (browser: TestBrowser, secret: Uint8Array<ArrayBuffer>) =>
      enrol(browser, { action: 'confirm', code: await totpCode(secret, Date.now()) })
    const mine = await begin(person)
    const over = await confirm(thief, mine)
    expect([over.status, await refusalOn(over)]).toEqual([410, 'login_enrolment_over'])
    const theirs = await begin(thief)
    expect(readTypedSecret(await (await confirm(thief, mine)).text())).toEqual(theirs)
    expect((await confirm(person, mine)).headers.get('location')).toBe('/session')
    expect((await confirm(thief, theirs)).headers.get('location')).toBe('/login/second-factor')
    expect((await thief.get('/login/second-factor')).status).toBe(410)
    const path = `/tenants/${scene.stage.tenantId}/users/${userId}/second_factors`
    expect((await scene.stage.api('GET', path)).data).toHaveLength(1)
    await require('optional')
    expect([await isIn(person), await isIn(thief), await isIn(open)]).toEqual([true, false, false])
  })

  it('has sessions that a password alone began open nothing as soon as it does; others go on', async () => {
    const { userId, email } = await newcomer()
    const other = await guarded()
    const [browser, proven] = [openBrowser(scene.stage.app), await halfway(other.email)]
    await signIn(scene.stage, { email }, browser)
    await give(proven, await now())
    await require('admins')
    expect([await isIn(browser), await isIn(proven)]).toEqual([true, true])
    const path = `/tenants/${scene.stage.tenantId}/users/${userId}`
    await scene.stage.api('PATCH', path, { given_roles: ['admin'] })
    expect(await isIn(browser)).toBe(false)
    expect((await browser.get(`/api/v1${path}`)).status).toBe(401)
    await scene.stage.api('PATCH', `${path}?confirm=last_admin`, { given_roles: [] })
    expect(await isIn(browser)).toBe(true)
    await require('everyone')
    expect([await isIn(browser), await isIn(proven)]).toEqual([false, true])
    for (const otherwise of [
      `methods = '["pwd","rcv"]'`,
      `methods = '["pwd"]', connector_id = 'con_1'`,
    ]) {
      await inGate((sql) => sql.exec(`UPDATE sessions SET ${otherwise} WHERE user_id = ?`, userId))
      expect(await isIn(browser)).toBe(true)
    }
    await require('optional')
  })

  it('lets nobody set one up in the place of the one that they have', async () => {
    const { email } = await guarded()
    await require('everyone')
    const browser = await halfway(email)
    await enrol(browser, { action: 'add_totp' })
    expect((await browser.get('/login/second-factor')).status).toBe(200)
    const [row] = await inGate((sql) => sql.exec('SELECT count(*) AS n FROM enrolments').toArray())
    expect(row?.n).toBe(0)
    await require('optional')
  })

  it('of its administrators asks it of nobody else, and of nobody before it is set', async () => {
    const { userId, email } = await newcomer()
    await require('admins')
    expect((await signIn(scene.stage, { email })).headers.get('location')).toBe('/session')
    const path = `/tenants/${scene.stage.tenantId}/users/${userId}`
    await scene.stage.api('PATCH', path, { given_roles: ['admin'] })
    expect((await signIn(scene.stage, { email })).headers.get('location')).toBe(
      '/login/second-factor',
    )
    await require('optional')
    expect((await signIn(scene.stage, { email })).headers.get('location')).toBe('/session')
    await scene.stage.api('PATCH', `${path}?confirm=last_admin`, { given_roles: [] })
  })

  it('without setting up at the login refuses who has none, after the right password', async () => {
    const { email } = await newcomer()
    await require('everyone', false)
    const answer = await signIn(scene.stage, { email })
    expect(await refusalOn(answer)).toBe('login_second_factor_required')
    await require('optional')
  })
})
