import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { acceptAnswer, type FactorOwner } from '../../../src/gate/credentials/second-factors.ts'
import { encodeBase64Url } from '../../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { digestRecoveryCode } from '../../../src/protocol/second-factor/recovery-code.ts'
import type { FactorId } from '../../../src/tenants/ids.ts'
import { openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { testKeyRing } from '../../support/key-ring.ts'
import {
  type PasswordStage,
  personWithPassword,
  setPasswordStage,
  settle,
  signIn,
  submit,
} from '../../support/password-stage.ts'
import { createSoftPasskey, type SoftPasskey } from '../../support/soft-passkey.ts'
import { readTypedSecret, totpCode } from '../../support/totp.ts'

const ORIGIN = 'http://localhost:8787'
const CODE = '4F7K-9QWE-2MNB-X8TZ'
const SECRET = encodeUtf8('a secret of 20 bytes')

let stage: PasswordStage
beforeAll(async () => {
  stage = await setPasswordStage()
})
beforeEach(() => stage.bindings.reset())

const inGate = <T>(work: (sql: SqlStorage) => T): Promise<T> =>
  runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
    work(storage.sql),
  )

let people = 0
/** Somebody with a password, an app and one recovery code; the passkey if one is given. */
async function guarded(passkey?: SoftPasskey) {
  const email = `person${++people}@example.org`
  const userId = await personWithPassword(stage, email)
  const digest = await digestRecoveryCode(userId, CODE)
  const sealed = await testKeyRing().seal('factor', `fac_${people}`, encodeBase64Url(SECRET))
  await inGate((sql) => {
    addFactor(sql, { userId, id: `fac_${people}`, kind: 'totp', secret: sealed })
    sql.exec('INSERT INTO recovery_codes VALUES (?, ?, ?, NULL)', stage.tenantId, userId, digest)
  })
  if (passkey) {
    const answer = JSON.parse(await passkey.register({ challenge: 'x', origin: ORIGIN }))
    const key = { id: passkey.id, publicKey: answer.response.publicKey, algorithm: 'ES256' }
    const id = `fac_${people}p`
    const secret = await testKeyRing().seal('factor', id, JSON.stringify(key))
    await inGate((sql) => addFactor(sql, { userId, id, kind: 'passkey', secret }))
  }
  return { userId, email }
}

const addFactor = (
  sql: SqlStorage,
  { userId, id, kind, secret }: { userId: string; id: string; kind: string; secret: string },
) =>
  sql.exec(
    `INSERT INTO second_factors (tenant_id, user_id, factor_id, kind, name, secret, confirmed_at, created_at)
     VALUES (?, ?, ?, ?, 'phone', ?, 1, 1)`,
    stage.tenantId,
    userId,
    id,
    kind,
    secret,
  )

/** A browser in which the password was right. */
async function halfway(email: string): Promise<TestBrowser> {
  const browser = openBrowser(stage.app)
  const answer = await signIn(stage, { email }, browser)
  expect(answer.headers.get('location')).toBe('/login/second-factor')
  return browser
}

const give = (browser: TestBrowser, code: string) =>
  submit(browser, '/login/second-factor', { code })
const isIn = async (browser: TestBrowser) => (await browser.get('/session')).status === 200
const newestMethods = async (userId: string) => {
  const { data } = await stage.api('GET', `/tenants/${stage.tenantId}/users/${userId}/sessions`)
  return (data as { methods: string[] }[])[0]?.methods
}
const now = () => totpCode(SECRET, Date.now())

describe('the code of an app', () => {
  it('begins the session, which says what was proven', async () => {
    const { userId, email } = await guarded()
    const browser = await halfway(email)
    expect(await (await browser.get('/login/second-factor')).text()).toContain('The code of your')
    const answer = await give(browser, await now())
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/session'])
    expect([...browser.cookies.keys()]).toEqual(['__Host-session', '__Host-device'])
    expect(await newestMethods(userId)).toEqual(['pwd', 'otp'])
  })

  it('is good for one session, also where two come at once (I3)', async () => {
    const { email } = await guarded()
    const browsers = [await halfway(email), await halfway(email), await halfway(email)]
    const code = await now()
    const answers = await Promise.all(browsers.map((browser) => give(browser, code)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403])
    const later = await halfway(email)
    expect(await refusalOn(await give(later, code))).toBe('second_factor_code_used')
  })

  it.each([
    ['behind', -120_000],
    ['ahead', 120_000],
  ])(
    'is explained where the clock of the device is two minutes %s, once, and spent by that',
    async (_, off) => {
      const { userId, email } = await guarded()
      const browser = await halfway(email)
      const at = Date.now() + off
      const code = await totpCode(SECRET, at)
      const answer = await give(browser, code)
      expect([answer.status, await refusalOn(answer)]).toEqual([403, 'second_factor_clock_off'])
      expect(await refusalOn(await give(browser, code))).toBe('second_factor_code_used')
      expect(await isIn(browser)).toBe(false)
      const [row] = await inGate((sql) =>
        sql
          .exec(
            `SELECT f.counter, f.used_at, a.count FROM second_factors AS f, password_attempts AS a
           WHERE f.user_id = ?1 AND a.subject = ?1`,
            userId,
          )
          .toArray(),
      )
      // The password was an attempt as well.
      expect(row).toEqual({ counter: Math.floor(at / 30_000), used_at: null, count: 3 })
    },
  )

  it('takes five tries of a proof, and no right one after them', async () => {
    const { userId, email } = await guarded()
    const browser = await halfway(email)
    const wrong = await Promise.all(Array.from({ length: 8 }, () => give(browser, 'no code')))
    expect(wrong.map(({ status }) => status)).toContain(410)
    const [proof] = await inGate((sql) =>
      sql.exec('SELECT tries FROM password_proofs WHERE user_id = ?', userId).toArray(),
    )
    expect(proof?.tries).toBe(5)
    expect((await give(browser, await now())).status).toBe(410)
    expect(await isIn(browser)).toBe(false)
  })

  it('counts as an attempt at the account when wrong: proof after proof makes no more of them', async () => {
    const { userId, email } = await guarded()
    const answers = []
    for (let proof = 0; proof < 2; proof++) {
      const browser = await halfway(email)
      for (let n = 0; n < 4; n++) answers.push((await give(browser, '000000')).status)
    }
    expect(answers).toEqual([403, 403, 403, 403, 403, 429, 429, 429])
    const [row] = await inGate((sql) =>
      sql.exec('SELECT count FROM password_attempts WHERE subject = ?', userId).toArray(),
    )
    expect(row?.count).toBe(7)
  })

  it('is not taken from another browser, nor after ten minutes, nor twice with one proof', async () => {
    const { email } = await guarded()
    const mine = await halfway(email)
    const theirs = await halfway(email)
    const proof = mine.cookies.get('__Host-second-factor') ?? ''
    await inGate((sql) => sql.exec('UPDATE password_proofs SET browser = ?', 'another'))
    expect((await give(theirs, await now())).status).toBe(410)
    const late = await halfway(email)
    await inGate((sql) => sql.exec('UPDATE password_proofs SET expires_at = ?', Date.now() - 1))
    expect((await late.get('/login/second-factor')).status).toBe(410)
    expect((await give(late, await now())).status).toBe(410)
    const good = await halfway(email)
    const spent = good.cookies.get('__Host-second-factor') ?? ''
    expect((await give(good, await now())).status).toBe(303)
    expect(spent).not.toBe(proof)
    good.cookies.clear()
    good.cookies.set('__Host-second-factor', spent)
    expect((await give(good, CODE)).status).toBe(410)
  })

  it('is not read from a form of another site', async () => {
    const { email } = await guarded()
    const browser = await halfway(email)
    const fields = { code: await now() }
    const foreign = await browser.post('/login/second-factor', fields, {
      origin: 'https://evil.example',
    })
    expect([foreign.status, await isIn(browser)]).toEqual([403, false])
  })

  it('opens nothing for who was deactivated in between', async () => {
    const { userId, email } = await guarded()
    const browser = await halfway(email)
    await stage.api('POST', `/tenants/${stage.tenantId}/users/${userId}:deactivate`)
    const answer = await give(browser, await now())
    expect([answer.status, await refusalOn(answer)]).toEqual([403, 'login_user_inactive'])
  })
})

describe('an answer that was verified before the transaction', () => {
  // Two gates' worth of verifying may overlap, whatever the moment: the transaction alone decides (I3).
  it.each([
    ['totp', 1_000],
    ['passkey', 7],
  ] as const)('of %s is accepted once, and none from before it', async (kind, counter) => {
    const { userId } = await guarded(await createSoftPasskey())
    const id = kind === 'totp' ? `fac_${people}` : `fac_${people}p`
    const owner = { tenantId: stage.tenantId, userId } as FactorOwner
    const accept = (count: number) =>
      inGate((sql) => {
        const verified = { kind, factorId: id as FactorId, counter: count }
        return acceptAnswer(sql, owner, { verified, now: 1 }).ok
      })
    expect([await accept(counter), await accept(counter), await accept(counter - 1)]).toEqual([
      true,
      false,
      false,
    ])
    expect(await accept(counter + 1)).toBe(true)
  })

  it('of a passkey that does not count is accepted every time', async () => {
    const { userId } = await guarded(await createSoftPasskey())
    const owner = { tenantId: stage.tenantId, userId } as FactorOwner
    const verified = {
      kind: 'passkey',
      factorId: `fac_${people}p` as FactorId,
      counter: 0,
    } as const
    const accept = () => inGate((sql) => acceptAnswer(sql, owner, { verified, now: 1 }).ok)
    expect([await accept(), await accept()]).toEqual([true, true])
  })
})

describe('a recovery code', () => {
  it('begins one session, as it is typed, and says how many are left; the person is told', async () => {
    const { userId, email } = await guarded()
    const browsers = [await halfway(email), await halfway(email)]
    const answers = await Promise.all(
      browsers.map((browser) => give(browser, ' 4f7k 9qwe 2mnb x8tz')),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
    const used = answers.find(({ status }) => status === 200)
    expect(await used?.text()).toContain('your last recovery code')
    expect((await Promise.all(browsers.map(isIn))).sort()).toEqual([false, true])
    await settle(stage)
    const { data } = await stage.api('GET', `/tenants/${stage.tenantId}/events?limit=100`)
    const events = data as { user_id: string; type: string; data: object }[]
    expect(
      events.filter((one) => one.user_id === userId && one.type === 'recovery_code.used'),
    ).toMatchObject([{ data: { codes_left: 0 } }])
  })

  it('of somebody else opens nothing', async () => {
    await guarded()
    const { userId, email } = await guarded()
    await inGate((sql) => sql.exec('DELETE FROM recovery_codes WHERE owner = ?', userId))
    const browser = await halfway(email)
    expect((await give(browser, CODE)).status).toBe(403)
  })
})

describe('a passkey', () => {
  const challengeOn = async (browser: TestBrowser) => {
    const text = await (await browser.get('/login/second-factor')).text()
    return /challenge&quot;:&quot;([\w-]+)/.exec(text)?.[1] ?? ''
  }
  const answerWith = (browser: TestBrowser, answer: string) =>
    submit(browser, '/login/second-factor', { answer })

  it('begins the session', async () => {
    const passkey = await createSoftPasskey()
    const { userId, email } = await guarded(passkey)
    const browser = await halfway(email)
    const challenge = await challengeOn(browser)
    const answer = await passkey.authenticate({ challenge, origin: ORIGIN })
    expect((await answerWith(browser, answer)).status).toBe(303)
    expect(await newestMethods(userId)).toEqual(['pwd', 'hwk'])
  })

  it('answers this proof, for this site, or is refused', async () => {
    const passkey = await createSoftPasskey()
    const { email } = await guarded(passkey)
    const browser = await halfway(email)
    const challenge = await challengeOn(browser)
    const other = await challengeOn(await halfway(email))
    expect(other).not.toBe(challenge)
    for (const wrong of [
      { challenge: other, origin: ORIGIN },
      { challenge, origin: 'https://evil.example' },
      { challenge, origin: ORIGIN, flags: 1 },
    ])
      expect(await refusalOn(await answerWith(browser, await passkey.authenticate(wrong)))).toBe(
        'passkey_not_verified',
      )
    expect(await refusalOn(await answerWith(browser, '{'))).toBe('passkey_not_verified')
  })

  it('that counts is refused when its count does not grow, also where two come at once', async () => {
    const passkey = await createSoftPasskey()
    const { email } = await guarded(passkey)
    const use = async (signCount: number) => {
      const browser = await halfway(email)
      const challenge = await challengeOn(browser)
      return {
        browser,
        answer: await passkey.authenticate({ challenge, origin: ORIGIN, signCount }),
      }
    }
    const two = [await use(7), await use(7)]
    const answers = await Promise.all(two.map(({ browser, answer }) => answerWith(browser, answer)))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403])
    for (const [count, status] of [
      [6, 403],
      [8, 303],
    ] as const) {
      const { browser, answer } = await use(count)
      expect((await answerWith(browser, answer)).status).toBe(status)
    }
  })
})

it('a browser without the cookie has no part in a proof', async () => {
  const browser = openBrowser(stage.app)
  expect((await browser.get('/login/second-factor')).status).toBe(410)
  expect((await give(browser, '000000')).status).toBe(410)
  expect(stage.bindings.calls.gate).toBe(0)
})

describe('an administrator', () => {
  const path = (userId: string) => `/tenants/${stage.tenantId}/users/${userId}`

  it('sees which second factors somebody has, and nothing of what they are made of', async () => {
    const { userId } = await guarded(await createSoftPasskey())
    const { data } = await stage.api('GET', `${path(userId)}/second_factors`)
    const shown = { name: 'phone', created_at: '1970-01-01T00:00:00.001Z', used_at: null }
    expect(data).toEqual([
      { id: `fac_${people}`, kind: 'totp', ...shown },
      { id: `fac_${people}p`, kind: 'passkey', ...shown },
    ])
  })

  it('takes them away: proofs and sessions end, and the password is enough again', async () => {
    const { userId, email } = await guarded()
    const inside = await halfway(email)
    await give(inside, await now())
    const waiting = await halfway(email)
    await stage.api('POST', `${path(userId)}:reset_second_factors`)
    expect(await isIn(inside)).toBe(false)
    expect((await give(waiting, CODE)).status).toBe(410)
    expect((await signIn(stage, { email })).headers.get('location')).toBe('/session')
    const { data } = await stage.api('GET', `/tenants/${stage.tenantId}/audit?limit=1`)
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
    stage.api('PUT', `/tenants/${stage.tenantId}/sign-in-policy`, {
      second_factor,
      enrolment_at_login,
    })
  const enrol = (browser: TestBrowser, fields: Readonly<Record<string, string>>) =>
    submit(browser, '/login/second-factor', fields)
  const newcomer = async () => {
    const email = `newcomer${++people}@example.org`
    return { email, userId: await personWithPassword(stage, email) }
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
    const account = `/tenants/${stage.tenantId}/users/${userId}/second_factors`
    const [factor] = (await stage.api('GET', account)).data as { id: string }[]
    const removed = await submit(browser, '/account', {
      action: 'remove',
      factor: factor?.id ?? '',
    })
    expect(await refusalOn(removed)).toBe('login_last_factor')
    await require('optional')
  })

  it("has it set up by one of those who gave the password: neither sees the other's, and the first ends all", async () => {
    const { userId, email } = await newcomer()
    const open = openBrowser(stage.app)
    await signIn(stage, { email }, open)
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
    const path = `/tenants/${stage.tenantId}/users/${userId}/second_factors`
    expect((await stage.api('GET', path)).data).toHaveLength(1)
    await require('optional')
    expect([await isIn(person), await isIn(thief), await isIn(open)]).toEqual([true, false, false])
  })

  it('has sessions that a password alone began open nothing as soon as it does; others go on', async () => {
    const { userId, email } = await newcomer()
    const other = await guarded()
    const [browser, proven] = [openBrowser(stage.app), await halfway(other.email)]
    await signIn(stage, { email }, browser)
    await give(proven, await now())
    await require('admins')
    expect([await isIn(browser), await isIn(proven)]).toEqual([true, true])
    const path = `/tenants/${stage.tenantId}/users/${userId}`
    await stage.api('PATCH', path, { given_roles: ['admin'] })
    expect(await isIn(browser)).toBe(false)
    expect((await browser.get(`/api/v1${path}`)).status).toBe(401)
    await stage.api('PATCH', `${path}?confirm=last_admin`, { given_roles: [] })
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
    expect((await signIn(stage, { email })).headers.get('location')).toBe('/session')
    const path = `/tenants/${stage.tenantId}/users/${userId}`
    await stage.api('PATCH', path, { given_roles: ['admin'] })
    expect((await signIn(stage, { email })).headers.get('location')).toBe('/login/second-factor')
    await require('optional')
    expect((await signIn(stage, { email })).headers.get('location')).toBe('/session')
    await stage.api('PATCH', `${path}?confirm=last_admin`, { given_roles: [] })
  })

  it('without setting up at the login refuses who has none, after the right password', async () => {
    const { email } = await newcomer()
    await require('everyone', false)
    const answer = await signIn(stage, { email })
    expect(await refusalOn(answer)).toBe('login_second_factor_required')
    await require('optional')
  })
})
