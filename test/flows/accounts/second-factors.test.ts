import { describe, expect, it } from 'vitest'
import { acceptAnswer, type FactorOwner } from '../../../src/gate/credentials/second-factors.ts'
import type { FactorId } from '../../../src/tenants/ids.ts'
import { openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { settle, submit } from '../../support/password-stage.ts'
import { createSoftPasskey } from '../../support/soft-passkey.ts'
import { totpCode } from '../../support/totp.ts'
import { CODE, give, isIn, now, ORIGIN, SECRET, secondFactorScene } from './second-factor-scene.ts'

const scene = secondFactorScene()
const { inGate, guarded, halfway, newestMethods } = scene

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
    await scene.stage.api('POST', `/tenants/${scene.stage.tenantId}/users/${userId}:deactivate`)
    const answer = await give(browser, await now())
    expect([answer.status, await refusalOn(answer)]).toEqual([403, 'login_user_inactive'])
  })
})

describe('an answer that was verified before the transaction', () => {
  // Two gates' worth of verifying may overlap, whatever the moment: the transaction alone decides
  // (I3).
  it.each([
    ['totp', 1_000],
    ['passkey', 7],
  ] as const)('of %s is accepted once, and none from before it', async (kind, counter) => {
    const { userId } = await guarded(await createSoftPasskey())
    const id = kind === 'totp' ? `fac_${scene.people}` : `fac_${scene.people}p`
    const owner = { tenantId: scene.stage.tenantId, userId } as FactorOwner
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
    const owner = { tenantId: scene.stage.tenantId, userId } as FactorOwner
    const verified = {
      kind: 'passkey',
      factorId: `fac_${scene.people}p` as FactorId,
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
    await settle(scene.stage)
    const { data } = await scene.stage.api(
      'GET',
      `/tenants/${scene.stage.tenantId}/events?limit=100`,
    )
    const events = data as { user_id: string; type: string; data: object }[]
    expect(
      events.filter((one) => one.user_id === userId && one.type === 'recovery_code.used'),
    ).toMatchObject([{ data: { codes_left: 0 } }])
  })

  it('is offered as long as one is left', async () => {
    const { userId, email } = await guarded()
    const browser = await halfway(email)
    const offer = 'A recovery code does as well'
    const shown = async () => (await browser.get('/login/second-factor')).text()
    expect(await shown()).toContain(offer)
    await inGate((sql) => sql.exec('DELETE FROM recovery_codes WHERE owner = ?', userId))
    expect(await shown()).not.toContain(offer)
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
  const browser = openBrowser(scene.stage.app)
  expect((await browser.get('/login/second-factor')).status).toBe(410)
  expect((await give(browser, '000000')).status).toBe(410)
  expect(scene.stage.bindings.calls.gate).toBe(0)
})
