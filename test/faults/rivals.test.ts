import { beforeAll, expect } from 'vitest'
import { openBrowser, refusalOn } from '../support/browser.ts'
import { deliver, testAndActivate } from '../support/stage.ts'
import { expectAgreement, settle } from './agreement.ts'
import { fault } from './fault.ts'
import {
  admittedUnder,
  auditOf,
  FEED,
  type House,
  inD1,
  inGate,
  land,
  logIn,
  openHouse,
  openWorker,
  person,
  takeOff,
} from './house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})

const statuses = (replies: readonly { status: number }[]) =>
  replies.map(({ status }) => status).toSorted()

fault(
  'Two administrators save at once, each with If-Match',
  'one is saved, the other is told 412 and what differs',
  async () => {
    const { headers } = await house.send('GET', house.connectorPath)
    const tag = { 'if-match': headers.get('etag') ?? '' }
    const replies = await Promise.all(
      [101, 102].map((skew) =>
        house.send('PATCH', house.connectorPath, { clock_skew_seconds: skew }, tag),
      ),
    )
    expect(statuses(replies)).toEqual([200, 412])
    expect(replies.find(({ status }) => status === 412)?.body).toMatchObject({
      code: 'api_precondition_failed',
    })
    await expectAgreement(house)
    return 'one 200, one 412'
  },
)

fault(
  'Two administrators save at once, without If-Match',
  'both are versions of their own, numbered one after the other; the last one is the latest',
  async () => {
    const known = (await auditOf(house.connectorId)).length
    const replies = await Promise.all(
      [103, 104].map((skew) =>
        house.send('PATCH', house.connectorPath, { clock_skew_seconds: skew }),
      ),
    )
    expect(statuses(replies)).toEqual([200, 200])
    const rows = await inD1<{ number: number; skew: number; latest: number }>(
      `SELECT v.number, json_extract(v.settings, '$.clockSkewSeconds') AS skew, v.hash = c.latest_version AS latest
       FROM connector_versions v JOIN connectors c ON c.id = v.connector_id
       WHERE c.id = ? ORDER BY v.number DESC LIMIT 2`,
      house.connectorId,
    )
    expect(rows.map(({ skew }) => skew).toSorted()).toEqual([103, 104])
    expect(rows.map(({ latest }) => latest)).toEqual([1, 0])
    expect(await auditOf(house.connectorId)).toHaveLength(known + 2)
    await expectAgreement(house)
    return `versions ${rows.map(({ number }) => number).join(' and ')}, both in the audit log`
  },
)

fault(
  'Two versions are activated at once',
  'one governs, in gate, D1 and KV alike: the one that the audit log tells of last',
  async () => {
    const versions = [house.version, await testAndActivate(house)]
    for (let round = 0; round < 5; round++) {
      const flight = await takeOff(house, person('between'))
      const replies = await Promise.all(
        versions.map((version) =>
          house.send('POST', `${house.connectorPath}:activate`, { version }),
        ),
      )
      expect(statuses(replies)).toEqual([200, 200])
      const [last] = await inD1<{ after: string }>(
        `SELECT after FROM audit_entries WHERE target_id = ? ORDER BY seq DESC LIMIT 1`,
        house.connectorId,
      )
      const governs = JSON.parse(last?.after ?? '').active_version
      expect((await land(house, flight)).status).toBe(303)
      const id = await logIn(house, 'between')
      await expectAgreement(house)
      expect(await admittedUnder(house, id)).toBe(governs)
      expect(await inGate(house, 'SELECT version FROM connectors')).toEqual([{ version: governs }])
    }
    return '5 times, and a login in flight admitted every time'
  },
)

fault('Ten SSO keys are issued at once', 'four fit, six are refused (I1)', async () => {
  const replies = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      house.send('POST', `${house.base}/sso-keys`, { name: `k${n}`, environment: 'production' }),
    ),
  )
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(4)
  const refused = replies.filter(({ body }) => body.code === 'sso_key_limit_reached')
  expect(refused).toHaveLength(6)
  await expectAgreement(house)
  return `${replies.length - refused.length} issued, ${refused.length} refused`
})

fault(
  'A hundred identical responses arrive at once from one browser',
  'all get the same answer; one session, one event, one person (I3)',
  async () => {
    const flight = await takeOff(house, person('hundred'))
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => deliver(house, flight.browser, flight.samlResponse)),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1)
    const [user, ...others] = await inGate<{ user_id: string }>(
      house,
      "SELECT user_id FROM user_emails WHERE email = 'hundred@example.org'",
    )
    expect(others).toEqual([])
    const mine = `WHERE user_id = '${user?.user_id}'`
    expect(await inGate(house, `SELECT sid FROM sessions ${mine}`)).toHaveLength(1)
    await expectAgreement(house)
    expect(await inD1(`SELECT id FROM ${FEED} ${mine}`)).toHaveLength(1)
    return '100 answers alike, 1 session, 1 event'
  },
)

fault(
  'A response is replayed a hundred times: by strangers, and by its own browser after it signed out',
  'nobody is let in; the feed tells of 60 refusals and counts the rest',
  async () => {
    const flight = await takeOff(house, person('victim'))
    await land(house, flight)
    await flight.browser.post('/logout', {}, { origin: 'http://localhost:8787' })
    const sessions = await inGate(house, 'SELECT sid FROM sessions')
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        deliver(house, n % 2 ? flight.browser : openBrowser(openWorker()), flight.samlResponse),
      ),
    )
    const codes = await Promise.all(answers.map(refusalOn))
    expect(codes.filter((code) => code === 'login_request_unknown')).toHaveLength(50)
    expect(codes.filter((code) => code === 'login_replayed')).toHaveLength(50)
    expect(await inGate(house, 'SELECT sid FROM sessions')).toEqual(sessions)
    const told = "SELECT id FROM outbox WHERE body LIKE '%login.refused%'"
    expect(await inGate(house, told)).toHaveLength(60)
    await settle(house)
    return '50 × login_request_unknown, 50 × login_replayed; 60 events'
  },
)

fault(
  'A hundred different people arrive at once',
  'each gets a session of their own, and nobody that of another',
  async () => {
    const flights = await Promise.all(
      Array.from({ length: 100 }, (_, n) => takeOff(house, person(`crowd-${n}`))),
    )
    const answers = await Promise.all(flights.map((flight) => land(house, flight)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
    const emails = await Promise.all(
      flights.map(async ({ browser }) => {
        const answer = await browser.get('/session', { accept: 'application/json' })
        return (await answer.json<{ user: { email: string } }>()).user.email
      }),
    )
    expect(emails).toEqual(flights.map((_, n) => `crowd-${n}@example.org`))
    await expectAgreement(house)
    return '100 sessions, each of its own person'
  },
)
