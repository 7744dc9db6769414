import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { beginTrace, failAttempt } from '../../../src/gate/credentials/attempts.ts'
import { newId } from '../../../src/tenants/ids.ts'
import { refusalOn } from '../../support/browser.ts'
import { strongRandom } from '../../support/key-ring.ts'
import {
  invite,
  linkFor,
  personWithPassword,
  setPasswordStage,
  settle,
  signIn,
} from '../../support/password-stage.ts'
import { passwordScene } from './password-scene.ts'

const scene = passwordScene()
const { inGate, set, eventsOf, addFactor } = scene

describe('whoever does not know the password', () => {
  it('learns nothing of an account: not from bytes, nor headers, nor calls', async () => {
    const inactive = await personWithPassword(scene.stage, 'idle@example.org')
    await scene.stage.api('POST', `/tenants/${scene.stage.tenantId}/users/${inactive}:deactivate`)
    await personWithPassword(scene.stage, 'known@example.org')
    await addFactor(await personWithPassword(scene.stage, 'guarded@example.org'))
    await invite(scene.stage, 'invited@example.org')
    await settle(scene.stage)
    const addresses = ['known', 'idle', 'guarded', 'invited', 'nobody'].map(
      (name) => `${name}@example.org`,
    )
    const seen: { email: string; status: number; calls: object; [of: string]: unknown }[] = []
    for (const [at, email] of addresses.entries()) {
      // One more than what is free: the wait is told alike, too.
      for (let time = 0; time < 6; time++) {
        scene.stage.bindings.reset()
        const ip = `203.0.113.${at + 1}`
        const answer = await signIn(scene.stage, {
          email,
          password: 'surely not the right one',
          ip,
        })
        const headers = Object.fromEntries(answer.headers)
        delete headers['x-request-id']
        const calls = { ...scene.stage.bindings.calls }
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
    const userId = await personWithPassword(scene.stage, email)
    const ip = '198.51.100.1'
    for (let n = 0; n < 5; n++)
      expect(
        (await signIn(scene.stage, { email, password: `guess ${n} of so many`, ip })).status,
      ).toBe(403)
    // The first wait is a second: a slow machine would miss it.
    await inGate((sql) =>
      sql.exec(
        'UPDATE password_attempts SET locked_until = ? WHERE substr(subject, 1, ?) = ?',
        Date.now() + 60_000,
        userId.length + 1,
        `${userId} `,
      ),
    )
    const right = await signIn(scene.stage, { email, ip })
    expect([right.status, await refusalOn(right)]).toEqual([429, 'login_password_limited'])
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0)
    // Somebody elsewhere is not held up.
    expect((await signIn(scene.stage, { email, ip: '198.51.100.2' })).status).toBe(303)
  })

  it('has five of twenty attempts at once, too: they are counted as they begin', async () => {
    const email = 'burst@example.org'
    await personWithPassword(scene.stage, email)
    const gate = env.TENANT_GATE.getByName(scene.stage.tenantId)
    const tenantId = scene.stage.tenantId as `ten_${string}`
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
    const userId = await personWithPassword(scene.stage, email)
    const gate = env.TENANT_GATE.getByName(scene.stage.tenantId)
    const tenantId = scene.stage.tenantId as `ten_${string}`
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
    const right = await signIn(scene.stage, { email, ip: '198.51.100.77' })
    expect(right.status).toBe(429)
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(14 * 60)
    const locked = (await eventsOf(userId)).filter(({ type }) => type === 'password.locked')
    expect(locked).toHaveLength(1)
    // A link of the mailbox opens it again.
    await set(await linkFor(scene.stage, userId))
    expect((await signIn(scene.stage, { email, ip: '198.51.100.77' })).status).toBe(303)
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
    const near = {
      tenantId: scene.stage.tenantId as `ten_${string}`,
      account: 'usr_x',
      network: 'n',
    }
    const waits = await inGate((sql) => {
      let now = Date.now()
      return Array.from({ length: 20 }, () => {
        // What the account has from everywhere is not what this is about.
        sql.exec("DELETE FROM password_attempts WHERE subject = 'usr_x'")
        expect(beginTrace(sql, near, now)).toBeUndefined()
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
    await personWithPassword(scene.stage, 'office@example.org')
    const ip = '2001:db8:1:2::7'
    const right = await signIn(scene.stage, { email: 'office@example.org', ip })
    expect(right.status).toBe(303)
    const guess = (n: number) =>
      signIn(scene.stage, { email: `guess${n}@example.net`, password: 'surely not right', ip })
    const guesses = []
    for (let n = 0; n < 61; n++) guesses.push((await guess(n)).status)
    expect(guesses).toEqual([...Array(60).fill(403), 429])
    expect(
      (await signIn(scene.stage, { email: 'office@example.org', ip: '2001:db8:1:2::8' })).status,
    ).toBe(429)
    expect(
      (await signIn(scene.stage, { email: 'office@example.org', ip: '2001:db8:1:3::8' })).status,
    ).toBe(303)
  })
})
