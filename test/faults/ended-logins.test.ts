import { runInDurableObject } from 'cloudflare:test'
import { beforeAll, expect, vi } from 'vitest'
import { beginTest, openBrowser, openResult } from '../support/browser.ts'
import { answerAt } from '../support/stage.ts'
import { expectAgreement, settle } from './agreement.ts'
import { fault } from './fault.ts'
import {
  FEED,
  type Flight,
  fireAlarm,
  type House,
  inD1,
  inGate,
  land,
  logIn,
  openHouse,
  openWorker,
  person,
  stubOf,
  takeOff,
  whoIs,
} from './house.ts'
import { as, type Caller, through } from './interference.ts'
import { strikeEverywhere } from './strike.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})

const ONCE = 'reloaded, it is admitted: one person, one session, one event; the next login is right'

const interruptFirstLogin = (by: Caller) => {
  let flight: Flight
  const name = (run: number) => `${by}-${run}`
  return strikeEverywhere<Response>({
    by,
    how: 'ends',
    async prepare(run) {
      flight = await takeOff(house, person(name(run)))
    },
    work: () => land(house, flight),
    async after(run, { call, value }) {
      if (call && value) expect(value.status).toBe(503)
      if (run % 2 === 0) await settle(house)
      expect((await land(house, flight)).status).toBe(303)
      expect((await whoIs(flight))?.user.email).toBe(`${name(run)}@example.org`)
      await expectAgreement(house)
      const emails = await inGate(house, 'SELECT email FROM user_emails ORDER BY email')
      expect(emails.filter(({ email }) => email === `${name(run)}@example.org`)).toHaveLength(1)
      await logIn(house, 'alice')
      // So that the next login finds the alarm far away.
      await settle(house)
    },
  })
}

fault('The gate ends at each await of admitting a first login', ONCE, () =>
  interruptFirstLogin('login'),
)
fault('The Worker ends at each await of a first login', ONCE, () => interruptFirstLogin('worker'))

fault(
  'The gate ends at each await of a test that passes',
  'answered again, the test has passed or is over; the version can be tested and activated',
  () => {
    let url: string
    const answered = async () => {
      const browser = openBrowser(openWorker())
      const page = await as('worker', async () =>
        openResult(browser, await answerAt(house, browser, await beginTest(browser, url))),
      )
      return page.text()
    }
    const test = async () => {
      const { body } = await house.send('POST', `${house.connectorPath}:test`, {})
      url = String(body.test_url)
      return body.version
    }
    return strikeEverywhere<string>({
      by: 'login',
      how: 'ends',
      async prepare() {
        await test()
      },
      work: answered,
      async after(_, { call, value }) {
        if (!call) expect(value).toContain('The test passed')
        const version = await test()
        expect(await answered()).toContain('The test passed')
        const reply = await house.send('POST', `${house.connectorPath}:activate`, { version })
        expect(reply.status).toBe(200)
        await expectAgreement(house)
        await logIn(house, 'alice')
        await settle(house)
      },
    })
  },
)

/** The ids of what receivers were sent, as often as they were sent it. */
function receive(): string[] {
  const received: string[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation((_, init) =>
    through('webhook', 'POST', [], async () => {
      received.push(new Headers(init?.headers).get('webhook-id') ?? '')
      return new Response(null, { status: 204 })
    }),
  )
  return received
}

fault(
  'The gate ends at each await of its alarm',
  'the alarm that the platform repeats carries everything over: each event once to D1, at least once to webhooks',
  async () => {
    const received = receive()
    const url = 'https://hooks.example.com/faults'
    await house.send('POST', `${house.base}/webhooks`, { url })
    const [last] = await inD1<{ seq: number }>(`SELECT COALESCE(MAX(seq), 0) AS seq FROM ${FEED}`)
    const points = await strikeEverywhere<boolean | undefined>({
      by: 'alarm',
      how: 'ends',
      async prepare(run) {
        for (const name of ['alice', `alarm-${run}`]) await logIn(house, name)
      },
      work: () => fireAlarm(house).catch(() => undefined),
      async after(_, { call }) {
        // The platform repeats an alarm that did not come to its end; the simulation that fires it
        // by hand does not.
        if (call)
          await runInDurableObject(stubOf(house), (_gate, { storage }) =>
            storage.setAlarm(Date.now() + 1_000),
          )
        await expectAgreement(house)
        await fireAlarm(house)
        const pending = "SELECT 1 FROM webhook_deliveries WHERE state <> 'delivered'"
        expect(await inGate(house, pending)).toEqual([])
        await logIn(house, 'alice')
      },
    })
    await settle(house)
    await fireAlarm(house)
    const told = await inD1<{ id: string }>(`SELECT id FROM ${FEED} WHERE seq > ?`, last?.seq)
    expect(told.length).toBeGreaterThan(20)
    expect(told.filter(({ id }) => !received.includes(id))).toEqual([])
    vi.restoreAllMocks()
    const twice = received.length - new Set(received).size
    return `${points}; ${told.length} events, ${twice} of them sent more than once`
  },
)

fault('The feed after all of that', 'every event once', async () => {
  const rows = await inD1<{ id: string; seq: number }>(`SELECT id, seq FROM ${FEED} ORDER BY seq`)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  return `${rows.length} events, each once`
})
