import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, expect, vi } from 'vitest'
import { beginTest, openBrowser, refusalOn } from '../support/browser.ts'
import { testAndActivate } from '../support/stage.ts'
import { expectAgreement, settle } from './agreement.ts'
import { fault } from './fault.ts'
import {
  fireAlarm,
  type House,
  inD1,
  inGate,
  land,
  logIn,
  moveTo,
  openHouse,
  openWorker,
  person,
  takeOff,
  whoIs,
} from './house.ts'
import { deploy } from './variables.ts'

const FOUR_MINUTES = 240_000

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** A login whose IdP is `ahead` milliseconds ahead of us. */
const loginAhead = async (ahead: number) => {
  const answer = { ...person('punctual'), issuedAt: Date.now() + ahead }
  return land(house, await takeOff(house, answer))
}

for (const [who, ahead] of [
  ['ahead', FOUR_MINUTES],
  ['behind', -FOUR_MINUTES],
] as const)
  fault(
    `The clock of the IdP is 4 minutes ${who}`,
    'with the tolerance of 300 s admitted; with one of 180 s either admitted, or refused by a code that names the clock',
    async () => {
      const observed: string[] = []
      for (const clock_skew_seconds of [180, 300]) {
        await house.send('PATCH', house.connectorPath, { clock_skew_seconds })
        await testAndActivate(house)
        const page = await loginAhead(ahead)
        const code = page.status === 303 ? 'admitted' : await refusalOn(page)
        if (clock_skew_seconds === 300) expect(code).toBe('admitted')
        else expect(['admitted', 'saml_assertion_not_yet_valid']).toContain(code)
        observed.push(`${clock_skew_seconds} s: ${code}`)
      }
      await expectAgreement(house)
      return observed.join(', ')
    },
  )

for (const [who, ahead] of [
  ['ahead of', FOUR_MINUTES],
  ['behind', -FOUR_MINUTES],
] as const)
  fault(
    `The clock of the Worker is 4 minutes ${who} the clock of its gate`,
    'admitted; the session lives at once, and ends when it should by either clock',
    async () => {
      const clock = () => Date.now() + ahead
      const answer = { ...person('between-clocks'), issuedAt: clock() }
      const flight = await takeOff(house, answer, openWorker({ clock }))
      expect((await land(house, flight)).status).toBe(303)
      // Sent on to another location, whose clock is right.
      expect(await whoIs(moveTo(openWorker(), flight))).toMatchObject({
        user: { email: 'between-clocks@example.org' },
      })
      const [session] = await inGate<{ lifetime: number }>(
        house,
        'SELECT expires_at - created_at AS lifetime FROM sessions ORDER BY created_at DESC LIMIT 1',
      )
      expect(session?.lifetime).toBe(12 * 3_600_000)
      await expectAgreement(house)
      return `admitted, a session of ${Number(session?.lifetime) / 3_600_000} hours`
    },
  )

fault(
  'A login begins where the clock is 4 minutes ahead, and ends where it is right',
  'the request is recognised, and the login admitted once',
  async () => {
    const ahead = openWorker({ clock: () => Date.now() + FOUR_MINUTES })
    const flight = await takeOff(house, { ...person('eastbound'), issuedAt: Date.now() }, ahead)
    const landing = await land(house, moveTo(openWorker(), flight))
    expect(landing.status).toBe(303)
    await expectAgreement(house)
    return 'admitted'
  },
)

const OLD = { MASTER_KEY: env.MASTER_KEY }
const NEW = { MASTER_KEY: 'a-master-key-that-was-rotated-in-by-these-tests' }
const RECEIVER = 'https://hooks.example.com/faults'

/** What receivers are sent from here on. */
function receive() {
  const messages: { id: string; signature: string; timestamp: string; body: string }[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
    const headers = new Headers(init?.headers)
    const of = (name: string) => headers.get(`webhook-${name}`) ?? ''
    messages.push({
      id: of('id'),
      signature: of('signature'),
      timestamp: of('timestamp'),
      body: String(init?.body),
    })
    return new Response(null, { status: 204 })
  })
  return messages
}

async function isSigned(secret: string, message: ReturnType<typeof receive>[number]) {
  const bytes = Uint8Array.from(atob(secret.slice('whsec_'.length)), (c) => c.charCodeAt(0))
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes, hmac, false, ['sign'])
  const { id, timestamp, body, signature } = message
  const text = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, text))
  return signature.split(' ').includes(`v1,${btoa(String.fromCharCode(...mac))}`)
}

/**
 * Everything that is sealed at rest opens: the key that signs requests, a response that was kept,
 * the webhook's secret.
 */
async function expectEverythingOpens(kept: string, secret: string): Promise<void> {
  const messages = receive()
  await logIn(house, 'known')
  await fireAlarm(house)
  await fireAlarm(house)
  vi.restoreAllMocks()
  const told = messages.find(({ body }) => body.includes('login.admitted'))
  expect(told && (await isSigned(secret, told))).toBe(true)
  const opened = await house.send('GET', `${house.base}/events/${kept}/response`)
  expect(opened.body.saml_response).toContain('<samlp:Response')
  const departure = await openBrowser(openWorker()).get(house.ssoKey.loginUrl)
  expect(departure.headers.get('location')).toContain('&Signature=')
}

fault(
  'MASTER_KEY rotates in the middle of logins, tests and requests',
  'what was in flight completes; what was sealed opens; after resealing, without the previous key too',
  async () => {
    await house.send('PATCH', house.connectorPath, { sign_requests: true })
    await testAndActivate(house)
    const issue = () =>
      house.send(
        'POST',
        `${house.base}/sso-keys`,
        { name: 'rotating', environment: 'production' },
        { 'idempotency-key': 'rotating' },
      )
    const webhook = await house.send('POST', `${house.base}/webhooks`, { url: RECEIVER })
    const secret = String(webhook.body.secret)
    const issued = await issue()
    const refused = await takeOff(house, { ...person('x'), spEntityID: 'https://other.example' })
    expect((await land(house, refused)).status).toBe(400)
    await settleQuietly()
    const [event] = await inD1<{ id: string }>(
      "SELECT id FROM events WHERE type = 'login.refused' ORDER BY seq DESC LIMIT 1",
    )
    const kept = String(event?.id)
    const inFlight = await takeOff(house, person('in-flight'))
    const landed = await takeOff(house, person('landed'))
    await land(house, landed)
    const { body: test } = await house.send('POST', `${house.connectorPath}:test`, {})

    await deploy({ ...NEW, MASTER_KEY_PREVIOUS: OLD.MASTER_KEY })
    const worker = openWorker()
    const completed = moveTo(worker, inFlight)
    expect((await land(house, completed)).status).toBe(303)
    expect(await whoIs(completed)).toMatchObject({ user: { email: 'in-flight@example.org' } })
    expect(await whoIs(moveTo(worker, landed))).toMatchObject({
      user: { email: 'landed@example.org' },
    })
    const reloaded = await land(house, moveTo(worker, landed))
    expect(reloaded.status, 'a reload of what was answered before').toBe(303)
    expect((await beginTest(openBrowser(worker), String(test.test_url))).status).toBe(303)
    expect((await issue()).body).toEqual(issued.body)
    await expectEverythingOpens(kept, secret)

    let resealed = 0
    for (let after: unknown; ; ) {
      const progress = after ? { after } : {}
      const { status, body } = await house.send('POST', `${house.base}:reseal`, progress)
      expect({ status, unreadable: body.unreadable }).toEqual({ status: 200, unreadable: 0 })
      resealed += Number(body.resealed)
      after = body.next
      if (after === null) break
    }
    expect((await house.send('POST', '/deployment:reseal')).status).toBe(200)
    await deploy(NEW)
    await expectEverythingOpens(kept, secret)
    await settleQuietly()
    await expectAgreement(house)
    return `login, session, test and repeated request went on; ${resealed} secrets resealed, all open under the new key alone`
  },
)

/** Settles, with a receiver for what webhooks are sent meanwhile. */
async function settleQuietly(): Promise<void> {
  receive()
  await settle(house)
  vi.restoreAllMocks()
}
