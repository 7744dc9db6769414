import { describe, expect, it } from 'vitest'
import { refusalOn, type TestBrowser } from '../../support/browser.ts'
import { PASSWORD, settle, signIn, submit } from '../../support/password-stage.ts'
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

describe('recovery codes', () => {
  const codesOn = (page: string) =>
    [...page.matchAll(/<code>([\w-]+)<\/code>/g)].map(([, code = '']) => code)

  it('are ten, shown once, and hold from when one was typed back; none of before does', async () => {
    const { email, browser } = await person()
    await addApp(browser)
    const codes = codesOn(await (await act(browser, { action: 'renew_codes' })).text())
    expect(new Set(codes).size).toBe(10)
    const [first = '', second = ''] = codes
    const early = await signedIn(email)
    expect((await submit(early, '/login/second-factor', { code: first })).status).toBe(403)
    const other = { action: 'confirm_codes', code: '4F7K-9QWE-2MNB-X8TZ' }
    expect(await refusalOn(await act(browser, other))).toBe('login_recovery_code_other')
    expect((await act(browser, { action: 'confirm_codes', code: first })).status).toBe(303)
    expect(await accountOf(browser)).toContain('10 can still be used')
    const next = await signedIn(email)
    const used = await submit(next, '/login/second-factor', { code: first.toLowerCase() })
    expect(await used.text()).toContain('9 recovery codes left')
    const again = codesOn(await (await act(next, { action: 'renew_codes' })).text())
    await act(next, { action: 'confirm_codes', code: again[3] ?? '' })
    const last = await signedIn(email)
    expect((await submit(last, '/login/second-factor', { code: second })).status).toBe(403)
  })

  it('are confirmed in the session that was shown them, whatever another was shown since', async () => {
    const { email, browser } = await person()
    const secret = await addApp(browser)
    const elsewhere = await signedIn(email)
    await submit(elsewhere, '/login/second-factor', { code: await codeOf(secret) })
    const [code = ''] = codesOn(await (await act(browser, { action: 'renew_codes' })).text())
    expect(await refusalOn(await act(elsewhere, { action: 'confirm_codes', code }))).toBe(
      'login_enrolment_over',
    )
    const [other = ''] = codesOn(await (await act(elsewhere, { action: 'renew_codes' })).text())
    expect((await act(browser, { action: 'confirm_codes', code })).status).toBe(303)
    expect((await act(elsewhere, { action: 'confirm_codes', code: other })).status).toBe(401)
  })

  it('go with the last second factor, and are not made without one', async () => {
    const { userId, browser } = await person()
    expect(await refusalOn(await act(browser, { action: 'renew_codes' }))).toBe(
      'login_factor_unknown',
    )
    await addApp(browser)
    const [code = ''] = codesOn(await (await act(browser, { action: 'renew_codes' })).text())
    await act(browser, { action: 'confirm_codes', code })
    const path = `/tenants/${scene.stage.tenantId}/users/${userId}/second_factors`
    const { data } = await scene.stage.api('GET', path)
    await act(browser, { action: 'remove', factor: (data as { id: string }[])[0]?.id ?? '' })
    const left = await inGate((sql) =>
      sql.exec('SELECT 1 FROM recovery_codes WHERE owner = ?', userId).toArray(),
    )
    expect(left).toEqual([])
  })
})

describe('a password', () => {
  const change = (browser: TestBrowser, present: string, password = NEXT_PASSWORD) =>
    act(browser, { action: 'password', present, password, repeated: password })

  it('is changed by who knows the present one; every other session ends', async () => {
    const { email, browser } = await person()
    const elsewhere = await signedIn(email)
    expect(await refusalOn(await change(browser, 'not my password'))).toBe(
      'login_present_password_wrong',
    )
    expect(await refusalOn(await change(browser, PASSWORD, 'short'))).toBe('password_too_short')
    expect((await change(browser, PASSWORD)).status).toBe(303)
    expect([await isIn(browser), await isIn(elsewhere)]).toEqual([true, false])
    expect((await signIn(scene.stage, { email })).status).toBe(403)
    expect((await signIn(scene.stage, { email, password: NEXT_PASSWORD })).status).toBe(303)
  })

  it('is not guessed by a stolen session: attempts wait, and then nothing is looked at', async () => {
    const { browser } = await person()
    const answers = []
    for (let n = 0; n < 6; n++) answers.push((await change(browser, `guess number ${n}`)).status)
    expect(answers).toEqual([403, 403, 403, 403, 403, 429])
    expect((await change(browser, PASSWORD)).status).toBe(429)
  })

  it('that a stolen session guesses at locks the account, which is told once', async () => {
    const { userId, browser } = await person()
    await change(browser, 'guess number 1')
    await inGate((sql) =>
      sql.exec(
        `UPDATE password_attempts SET count = 29, locked_until = 0 WHERE subject LIKE ? || '%'`,
        userId,
      ),
    )
    expect([
      (await change(browser, 'guess 30')).status,
      (await change(browser, PASSWORD)).status,
    ]).toEqual([403, 429])
    await settle(scene.stage)
    const { data } = await scene.stage.api(
      'GET',
      `/tenants/${scene.stage.tenantId}/events?limit=100`,
    )
    const events = data as { user_id: string; type: string }[]
    expect(
      events.filter((one) => one.user_id === userId && one.type === 'password.locked'),
    ).toHaveLength(1)
  })
})
