import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { DEVICE_LIFETIME } from '../../../src/login/lifetimes.ts'
import { networkOf } from '../../../src/login/network.ts'
import type { KnownDevice } from '../../../src/login/password/device.ts'
import { encodeBase64Url } from '../../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { testKeyRing } from '../../support/key-ring.ts'
import {
  type PasswordStage,
  personWithPassword,
  setPasswordStage,
  signIn,
  submit,
} from '../../support/password-stage.ts'
import { totpCode } from '../../support/totp.ts'

const COOKIE = '__Host-device'
const WRONG = 'surely not the right one'
const SECRET = encodeUtf8('a secret of 20 bytes')

let stage: PasswordStage
beforeAll(async () => {
  stage = await setPasswordStage()
})

const inGate = <T>(work: (sql: SqlStorage) => T): Promise<T> =>
  runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
    work(storage.sql),
  )

let people = 0
/** Somebody with a password, and the browser in which they signed in and out again. */
async function known() {
  const email = `device${++people}@example.org`
  const userId = await personWithPassword(stage, email)
  const browser = openBrowser(stage.app)
  expect((await signIn(stage, { email }, browser)).status).toBe(303)
  await submit(browser, '/logout', {})
  return { email, userId, browser }
}

/** What strangers everywhere have done: thirty failures. */
const lock = (userId: string) =>
  inGate((sql) =>
    sql.exec(
      'INSERT OR REPLACE INTO password_attempts (tenant_id, subject, count, window_ends, locked_until) VALUES (?, ?, 30, ?, ?)',
      stage.tenantId,
      userId,
      Date.now() + 900_000,
      Date.now() + 900_000,
    ),
  )
const attemptsAt = (userId: string) =>
  inGate((sql) =>
    sql
      .exec(
        'SELECT subject, count FROM password_attempts WHERE substr(subject, 1, ?) = ?',
        userId.length,
        userId,
      )
      .toArray()
      .map(({ subject, count }) => [
        String(subject).slice(userId.length, userId.length + 8),
        count,
      ]),
  )

/** A browser that holds another cookie in the place of its own. */
function holding(value: string): TestBrowser {
  const browser = openBrowser(stage.app)
  browser.cookies.set(COOKIE, value)
  return browser
}
const open = async (browser: TestBrowser): Promise<readonly KnownDevice[]> =>
  JSON.parse(
    (await testKeyRing().open('device', 'browser', browser.cookies.get(COOKIE) ?? '')) ?? '[]',
  )
const sealed = (devices: readonly KnownDevice[]) =>
  testKeyRing().seal('device', 'browser', JSON.stringify(devices))

describe('a browser that signed in before', () => {
  it('gets in while the account is locked, and nobody else does', async () => {
    const { email, userId, browser } = await known()
    await lock(userId)
    expect(await refusalOn(await signIn(stage, { email }))).toBe('login_password_limited')
    expect((await signIn(stage, { email }, browser)).status).toBe(303)
    // What the strangers did is not forgotten by that.
    expect(await attemptsAt(userId)).toEqual([['', 30]])
  })

  it('is known by a cookie of this host that opens nothing and outlives the logout', async () => {
    const { browser } = await known()
    expect([...browser.cookies.keys()]).toEqual([COOKIE])
    expect((await browser.get('/session')).status).toBe(401)
    const { email } = await known()
    const answer = await signIn(stage, { email })
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith(COOKIE))
    expect(cookie).toMatch(
      /^__Host-device=[\w-]+; Path=\/; Max-Age=7776000; Secure; HttpOnly; SameSite=Lax$/,
    )
  })

  it('has no effect for another account', async () => {
    // The other password is older than this cookie, so it is the account alone that makes the
    // difference.
    const other = await known()
    const mine = await known()
    await lock(other.userId)
    expect(await refusalOn(await signIn(stage, { email: other.email }, mine.browser))).toBe(
      'login_password_limited',
    )
    // Not even if the cookie says the other address: the gate goes by the account.
    const [device] = await open(mine.browser)
    if (device === undefined) throw new Error('unreachable')
    const renamed = holding(await sealed([{ ...device, email: other.email }]))
    expect((await signIn(stage, { email: other.email }, renamed)).status).toBe(429)
  })

  it('is known for several accounts', async () => {
    const first = await known()
    const second = await known()
    await signIn(stage, { email: second.email }, first.browser)
    await lock(first.userId)
    await lock(second.userId)
    expect((await signIn(stage, { email: first.email }, first.browser)).status).toBe(303)
    expect((await signIn(stage, { email: second.email }, first.browser)).status).toBe(303)
  })

  it('is a stranger with a cookie that was altered, is not sealed by us, or has expired', async () => {
    const { email, userId, browser } = await known()
    const cookie = browser.cookies.get(COOKIE) ?? ''
    const devices = await open(browser)
    await lock(userId)
    // Older than every cookie here, so it is its age alone that makes the difference.
    await inGate((sql) => sql.exec('UPDATE passwords SET set_at = 0 WHERE user_id = ?', userId))
    const expired = devices.map((one) => ({ ...one, at: Date.now() - DEVICE_LIFETIME }))
    for (const value of [
      `${cookie.startsWith('A') ? 'B' : 'A'}${cookie.slice(1)}`,
      encodeBase64Url(encodeUtf8(JSON.stringify(devices))),
      await testKeyRing().seal('session', 'browser', JSON.stringify(devices)),
      await sealed(expired),
      'x'.repeat(5_000),
    ])
      expect((await signIn(stage, { email }, holding(value))).status).toBe(429)
    expect((await signIn(stage, { email }, holding(cookie))).status).toBe(303)
  })

  it('is a stranger once the password was changed', async () => {
    const { email, userId, browser } = await known()
    await lock(userId)
    const [device] = await open(browser)
    await inGate((sql) =>
      sql.exec('UPDATE passwords SET set_at = ? WHERE user_id = ?', (device?.at ?? 0) + 1, userId),
    )
    expect((await signIn(stage, { email }, browser)).status).toBe(429)
  })

  it('has ten failures of its own in an hour, which lock nobody else; then it is a stranger', async () => {
    const { email, userId, browser } = await known()
    for (let n = 0; n < 10; n++)
      expect((await signIn(stage, { email, password: WRONG }, browser)).status).toBe(403)
    expect(await attemptsAt(userId)).toContainEqual([' device ', 10])
    expect(await attemptsAt(userId)).not.toContainEqual(['', 10])
    await lock(userId)
    expect((await signIn(stage, { email }, browser)).status).toBe(429)
  })

  it('has its failures forgotten when the person signs in', async () => {
    const { email, userId, browser } = await known()
    for (let n = 0; n < 3; n++) await signIn(stage, { email, password: WRONG }, browser)
    expect(await attemptsAt(userId)).toEqual([[' device ', 3]])
    expect((await signIn(stage, { email }, browser)).status).toBe(303)
    expect(await attemptsAt(userId)).toEqual([])
  })

  it('gets in from a network that guesses at others, with the address that it is known for', async () => {
    const { email, browser } = await known()
    const ip = '2001:db8:9:9::1'
    const mac = await testKeyRing().mac('network', encodeUtf8(networkOf(ip)))
    const network = encodeBase64Url(mac.subarray(0, 16))
    const guesses = { purpose: 'password', most: 60, window: 600_000 }
    const gate = env.ADDRESS_GATE.getByName(network.slice(0, 2))
    for (let n = 0; n < 60; n++) await gate.count(network, guesses, Date.now())
    expect((await signIn(stage, { email, ip })).status).toBe(429)
    expect((await signIn(stage, { email, ip }, browser)).status).toBe(303)
    expect((await signIn(stage, { email: 'other@example.net', ip }, browser)).status).toBe(429)
  })
})

describe('the second factor of a locked account', () => {
  const guarded = async () => {
    const { email, userId, browser } = await known()
    const id = `fac_${people}`
    const secret = await testKeyRing().seal('factor', id, encodeBase64Url(SECRET))
    await inGate((sql) =>
      sql.exec(
        `INSERT INTO second_factors (tenant_id, user_id, factor_id, kind, name, secret, confirmed_at, created_at)
         VALUES (?, ?, ?, 'totp', 'phone', ?, 1, 1)`,
        stage.tenantId,
        userId,
        id,
        secret,
      ),
    )
    return { email, userId, browser }
  }
  const give = async (browser: TestBrowser) =>
    submit(browser, '/login/second-factor', { code: await totpCode(SECRET, Date.now()) })

  it('is asked of a browser that signed in before, and of no other', async () => {
    const { email, userId, browser } = await guarded()
    const stranger = openBrowser(stage.app)
    await signIn(stage, { email }, stranger)
    await lock(userId)
    expect(await refusalOn(await give(stranger))).toBe('login_password_limited')
    const half = await signIn(stage, { email }, browser)
    expect(half.headers.get('location')).toBe('/login/second-factor')
    expect((await give(browser)).status).toBe(303)
    expect(await attemptsAt(userId)).toContainEqual(['', 30])
  })

  it('makes no browser known before it was proven', async () => {
    const { email } = await guarded()
    const browser = openBrowser(stage.app)
    await signIn(stage, { email }, browser)
    expect([...browser.cookies.keys()]).toEqual(['__Host-second-factor'])
  })
})
