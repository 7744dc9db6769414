import { describe, expect, it } from 'vitest'
import { openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { PASSWORD, settle, signIn, submit } from '../../support/password-stage.ts'
import { createSoftPasskey } from '../../support/soft-passkey.ts'
import { readTypedSecret, totpCode } from '../../support/totp.ts'
import {
  accountOf,
  accountScene,
  act,
  addApp,
  codeOf,
  isIn,
  NEXT_PASSWORD,
} from './account-scene.ts'

const scene = accountScene()
const { inGate, person, signedIn } = scene

const ORIGIN = 'http://localhost:8787'

/** The rows of the gate about sessions are made older, as if time had passed. */
const age = (userId: string, column: 'authn_instant' | 'factor_at') =>
  inGate((sql) =>
    sql.exec(`UPDATE sessions SET ${column} = ${column} - 600001 WHERE user_id = ?`, userId),
  )

describe('an app', () => {
  it('counts once it has answered: from then on the password alone opens nothing', async () => {
    const { userId, email, browser } = await person()
    const elsewhere = await signedIn(email)
    const page = await (await act(browser, { action: 'add_totp', name: 'Phone' })).text()
    expect(page).toContain('data:image/svg+xml,')
    const wrong = await act(browser, { action: 'confirm', code: '000000' })
    expect([wrong.status, (await wrong.text()).includes('second_factor_wrong')]).toEqual([
      403,
      true,
    ])
    expect(await isIn(await signedIn(email))).toBe(true)
    const secret = readTypedSecret(page)
    await act(browser, { action: 'confirm', code: await totpCode(secret, Date.now()) })
    expect(await accountOf(browser)).toContain('Phone')
    expect([await isIn(browser), await isIn(elsewhere)]).toEqual([true, false])
    const next = openBrowser(scene.stage.app)
    const answer = await signIn(scene.stage, { email }, next)
    expect(answer.headers.get('location')).toBe('/login/second-factor')
    await submit(next, '/login/second-factor', { code: await codeOf(secret) })
    expect(await isIn(next)).toBe(true)
    await settle(scene.stage)
    const { data } = await scene.stage.api(
      'GET',
      `/tenants/${scene.stage.tenantId}/events?limit=100`,
    )
    const events = data as { user_id: string; type: string; data: object }[]
    expect(
      events.filter((one) => one.user_id === userId && one.type === 'second_factor.added'),
    ).toMatchObject([{ data: { factor: 'totp' } }])
  })

  it('is known by no code that confirmed it: that one is spent', async () => {
    const { email, browser } = await person()
    const page = await (await act(browser, { action: 'add_totp', name: '' })).text()
    const code = await totpCode(readTypedSecret(page), Date.now())
    await act(browser, { action: 'confirm', code })
    const next = await signedIn(email)
    const answer = await submit(next, '/login/second-factor', { code })
    expect(await refusalOn(answer)).toBe('second_factor_code_used')
  })

  it('is kept sealed', async () => {
    const { userId, browser } = await person()
    const secret = await addApp(browser)
    const [row] = await inGate((sql) =>
      sql.exec('SELECT secret FROM second_factors WHERE user_id = ?', userId).toArray(),
    )
    expect(String(row?.secret)).not.toContain(btoa(String.fromCharCode(...secret)).slice(0, 20))
  })

  it('that was begun ten minutes ago, or replaced by another, is confirmed by nothing', async () => {
    const { userId, browser } = await person()
    const first = await (await act(browser, { action: 'add_totp', name: '' })).text()
    await act(browser, { action: 'add_totp', name: '' })
    const old = await totpCode(readTypedSecret(first), Date.now())
    expect((await act(browser, { action: 'confirm', code: old })).status).toBe(403)
    await inGate((sql) =>
      sql.exec('UPDATE enrolments SET expires_at = 0 WHERE user_id = ?', userId),
    )
    expect(await refusalOn(await act(browser, { action: 'confirm', code: old }))).toBe(
      'login_enrolment_over',
    )
  })

  it('belongs to the session that began it: no other sees, replaces or confirms it, and it ends theirs', async () => {
    const { userId, email, browser } = await person()
    const elsewhere = await signedIn(email)
    const begin = async (session: TestBrowser) =>
      readTypedSecret(await (await act(session, { action: 'add_totp', name: '' })).text())
    const confirm = async (session: TestBrowser, secret: Uint8Array<ArrayBuffer>) =>
      act(session, { action: 'confirm', code: await totpCode(secret, Date.now()) })
    const mine = await begin(browser)
    expect(await refusalOn(await confirm(elsewhere, mine))).toBe('login_enrolment_over')
    const theirs = await begin(elsewhere)
    expect(readTypedSecret(await (await confirm(elsewhere, mine)).text())).toEqual(theirs)
    expect((await confirm(browser, mine)).status).toBe(303)
    expect((await confirm(elsewhere, theirs)).status).toBe(401)
    const waiting = () =>
      inGate((sql) => sql.exec('SELECT 1 FROM enrolments WHERE user_id = ?', userId).toArray())
    expect(await waiting()).toEqual([])
  })

  it('takes five answers, also where they come at once, and no right one after them', async () => {
    const { browser } = await person()
    const page = await (await act(browser, { action: 'add_totp', name: '' })).text()
    const guesses = Array.from({ length: 6 }, () =>
      act(browser, { action: 'confirm', code: '000000' }),
    )
    const refused = await Promise.all((await Promise.all(guesses)).map(refusalOn))
    expect(refused.filter((code) => code === 'second_factor_wrong')).toHaveLength(4)
    const code = await totpCode(readTypedSecret(page), Date.now())
    expect(await refusalOn(await act(browser, { action: 'confirm', code }))).toBe(
      'login_enrolment_over',
    )
  })
})

describe('a passkey', () => {
  it('is made for this page and this person, and signs in from then on', async () => {
    const { email, browser } = await person()
    const passkey = await createSoftPasskey()
    const page = await (await act(browser, { action: 'add_passkey', name: '' })).text()
    const challenge = challengeOn(page)
    const foreign = await passkey.register({ challenge, origin: 'https://evil.example' })
    const refused = await act(browser, { action: 'confirm', answer: foreign })
    expect(await refusalOn(refused)).toBe('passkey_not_verified')
    const answer = await passkey.register({ challenge, origin: ORIGIN })
    expect((await act(browser, { action: 'confirm', answer })).status).toBe(303)
    const again = await (await act(browser, { action: 'add_passkey', name: '' })).text()
    const twice = await passkey.register({ challenge: challengeOn(again), origin: ORIGIN })
    expect(await refusalOn(await act(browser, { action: 'confirm', answer: twice }))).toBe(
      'passkey_known',
    )
    const next = await signedIn(email)
    const asked = challengeOn(await (await next.get('/login/second-factor')).text())
    const proof = await passkey.authenticate({ challenge: asked, origin: ORIGIN })
    expect((await submit(next, '/login/second-factor', { answer: proof })).status).toBe(303)
  })

  const challengeOn = (page: string) => /challenge&quot;:&quot;([\w-]+)/.exec(page)?.[1] ?? ''
})

describe('a session', () => {
  it('changes nothing ten minutes after the login, where there is no second factor', async () => {
    const { userId, browser } = await person()
    await age(userId, 'authn_instant')
    expect(await accountOf(browser)).toContain('Sign in again')
    for (const action of ['add_totp', 'add_passkey', 'renew_codes', 'remove', 'confirm'])
      expect(await refusalOn(await act(browser, { action }))).toBe('login_account_stale')
  })

  it('that was stolen removes no second factor: it has to prove one first', async () => {
    const { userId, browser } = await person()
    const secret = await addApp(browser)
    const factor = await factorOf(userId)
    await age(userId, 'factor_at')
    // A fresh authentication that proved no factor is not enough.
    for (const fields of [
      { action: 'remove', factor },
      { action: 'renew_codes' },
      { action: 'add_totp' },
      { action: 'password', present: PASSWORD, password: NEXT_PASSWORD, repeated: NEXT_PASSWORD },
    ])
      expect(await refusalOn(await act(browser, fields))).toBe('login_account_stale')
    const proving = await act(browser, { action: 'prove' })
    expect(proving.headers.get('location')).toBe('/login/second-factor')
    await act(browser, { action: 'prove' })
    const proofs = () =>
      inGate((sql) =>
        sql
          .exec('SELECT 1 FROM password_proofs WHERE user_id = ? AND sid IS NOT NULL', userId)
          .toArray(),
      )
    expect(await proofs()).toHaveLength(1)
    const wrong = await submit(browser, '/login/second-factor', { code: '000000' })
    expect(wrong.status).toBe(403)
    expect(await refusalOn(await act(browser, { action: 'remove', factor }))).toBe(
      'login_account_stale',
    )
    const code = await codeOf(secret)
    const proven = await submit(browser, '/login/second-factor', { code })
    expect(proven.headers.get('location')).toBe('/account')
    expect((await act(browser, { action: 'remove', factor })).status).toBe(303)
    expect(await factorOf(userId)).toBe('')
  })

  it('that was copied is made no fresher by what is proven in the other copy', async () => {
    const { userId, browser } = await person()
    const copied = () => {
      const copy = openBrowser(scene.stage.app)
      copy.cookies.set('__Host-session', browser.cookies.get('__Host-session') ?? '')
      return copy
    }
    const atLogin = copied()
    const secret = await addApp(browser)
    const factor = await factorOf(userId)
    const remove = { action: 'remove', factor }
    expect(await refusalOn(await act(atLogin, remove))).toBe('login_account_stale')
    const confirmed = copied()
    await age(userId, 'factor_at')
    await act(browser, { action: 'prove' })
    await submit(browser, '/login/second-factor', { code: await codeOf(secret) })
    for (const copy of [atLogin, confirmed]) {
      expect(await isIn(copy)).toBe(true)
      expect(await refusalOn(await act(copy, remove))).toBe('login_account_stale')
    }
    expect((await act(browser, remove)).status).toBe(303)
  })

  it('changes nothing by a form of another site, nor after it has ended', async () => {
    const { browser } = await person()
    const fields = { action: 'add_totp' }
    const foreign = await browser.post('/account', fields, { origin: 'https://evil.example' })
    expect(foreign.status).toBe(403)
    const handle = browser.cookies.get('__Host-session') ?? ''
    await submit(browser, '/logout', {})
    browser.cookies.set('__Host-session', handle)
    expect((await act(browser, fields)).status).toBe(401)
    expect((await openBrowser(scene.stage.app).get('/account')).status).toBe(401)
  })

  it('has no way to the factors of somebody else', async () => {
    const theirs = await person()
    await addApp(theirs.browser)
    const { browser } = await person()
    await addApp(browser)
    const factor = await factorOf(theirs.userId)
    expect(await refusalOn(await act(browser, { action: 'remove', factor }))).toBe(
      'login_factor_unknown',
    )
    expect(await factorOf(theirs.userId)).toBe(factor)
  })

  it('adds ten second factors and no more', async () => {
    const { userId, browser } = await person()
    await addApp(browser)
    await inGate((sql) => {
      for (let n = 0; n < 9; n++)
        sql.exec(
          `INSERT INTO second_factors (tenant_id, user_id, factor_id, kind, name, secret, confirmed_at, created_at)
           VALUES (?, ?, ?, 'totp', 'x', '', 1, 1)`,
          scene.stage.tenantId,
          userId,
          `fac_${n}`,
        )
    })
    expect(await refusalOn(await act(browser, { action: 'add_totp' }))).toBe('login_factors_full')
  })

  const factorOf = async (userId: string) => {
    const path = `/tenants/${scene.stage.tenantId}/users/${userId}/second_factors`
    const { data } = await scene.stage.api('GET', path)
    return (data as { id: string }[])[0]?.id ?? ''
  }
})
