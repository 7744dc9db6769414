import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { afterEach, beforeAll, expect, vi } from 'vitest'
import { deliver } from '../support/stage.ts'
import { expectAgreement, settle } from './agreement.ts'
import { fault } from './fault.ts'
import {
  FEED,
  fireAlarm,
  type House,
  inD1,
  inGate,
  land,
  logIn,
  openHouse,
  person,
  stubOf,
  takeOff,
  whoIs,
} from './house.ts'
import { during, type Interference, refusing } from './interference.ts'

const DAY = 86_400_000

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterEach(() => {
  vi.restoreAllMocks()
})

const statuses = (replies: readonly { status: number }[]) =>
  replies.map(({ status }) => status).toSorted()
const count = async (query: string) => (await inD1<{ n: number }>(query))[0]?.n ?? 0
const admitted = () => count(`SELECT COUNT(*) AS n FROM ${FEED} WHERE type = 'login.admitted'`)

fault(
  'The gate is evicted between request and response',
  'the login that was in flight is admitted, and its session survives the next eviction',
  async () => {
    const flight = await takeOff(house, person('traveller'))
    await logIn(house, 'known')
    await evictDurableObject(stubOf(house))
    expect((await land(house, flight)).status).toBe(303)
    await evictDurableObject(stubOf(house))
    expect(await whoIs(flight)).toMatchObject({ user: { email: 'traveller@example.org' } })
    await expectAgreement(house)
    return 'admitted after one eviction, known after another'
  },
)

fault(
  'The gate ends with commands waiting in its queue',
  'each is told 503 or has happened; asked again, every key is there once',
  async () => {
    const names = ['a', 'b', 'c', 'd']
    const issue = (name: string) =>
      house.send(
        'POST',
        `${house.base}/sso-keys`,
        { name, environment: 'production' },
        { 'idempotency-key': `queue-${name}` },
      )
    let batches = 0
    const stuck: Interference = (call, make) => {
      const batch = call.by === 'command' && call.method === 'batch'
      return batch && ++batches >= 2 ? new Promise(() => {}) : make()
    }
    const first = await during(stuck, async () => {
      const asked = names.map(issue)
      while (batches < 2) await new Promise((next) => setTimeout(next, 1))
      await abortAllDurableObjects()
      return Promise.all(asked)
    })
    expect(statuses(first)).toEqual([201, 503, 503, 503])
    const again = await Promise.all(names.map(issue))
    expect(again.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    for (const [at, reply] of first.entries())
      if (reply.status === 201) expect(again[at]?.body).toEqual(reply.body)
    await expectAgreement(house)
    return '3 of 4 were told 503; asked again, all 4 are there once'
  },
)

fault(
  'The gate ends with a full outbox and sessions whose events wait',
  'what it holds survives, and all of it reaches D1, each event once',
  async () => {
    const before = await admitted()
    await during(refusing('D1'), async () => {
      for (let n = 0; n < 120; n++) await logIn(house, `crowd-${n % 60}`)
      await fireAlarm(house)
      await abortAllDurableObjects()
    })
    const [held] = await inGate<{ n: number }>(
      house,
      `SELECT (SELECT COUNT(*) FROM outbox) +
         (SELECT COUNT(*) FROM sessions WHERE batch > (SELECT batch FROM told_logins)) AS n`,
    )
    expect(held?.n).toBeGreaterThanOrEqual(120)
    await settle(house)
    await expectAgreement(house)
    expect((await admitted()) - before).toBe(120)
    return `${held?.n} entries held, 120 logins in the feed`
  },
)

fault(
  'The alarm fires twice, one after the other and at once',
  'the second finds nothing to do or does no harm: each event once',
  async () => {
    const before = await admitted()
    for (const at of ['in turn', 'at once']) {
      await logIn(house, 'known')
      await logIn(house, `alarm ${at}`.replaceAll(' ', '-'))
      await runInDurableObject(stubOf(house), async (gate) => {
        if (at === 'at once') await Promise.all([gate.alarm(), gate.alarm(), gate.alarm()])
        else for (let times = 0; times < 3; times++) await gate.alarm()
      })
    }
    await expectAgreement(house)
    expect((await admitted()) - before).toBe(4)
    return '6 alarms for 4 logins, 4 events'
  },
)

fault(
  'The answer of D1 to the alarm is lost, and the alarm comes again',
  'what was carried over twice is there once',
  async () => {
    const before = await admitted()
    await logIn(house, 'known')
    let lost = 0
    const losing: Interference = async (call, make) => {
      if (call.by !== 'alarm' || call.method !== 'batch') return make()
      await make()
      lost++
      throw new Error('D1 does not answer')
    }
    await during(losing, () => fireAlarm(house))
    expect(lost).toBeGreaterThan(0)
    await expectAgreement(house)
    expect((await admitted()) - before).toBe(1)
    return `${lost} answers lost, 1 event`
  },
)

fault(
  'The alarm fires eight days late',
  'the event arrives with its own time; what expired in between is gone; the next login is right',
  async () => {
    const before = await admitted()
    const id = await logIn(house, 'patient')
    const at = Date.now()
    const late = vi.spyOn(Date, 'now').mockImplementation(() => at + 8 * DAY)
    await fireAlarm(house)
    late.mockRestore()
    const [event] = await inD1<{ at: number }>(`SELECT at FROM ${FEED} WHERE user_id = ?`, id)
    expect(Math.abs(Number(event?.at) - at)).toBeLessThan(60_000)
    expect((await admitted()) - before).toBe(1)
    expect(await inGate(house, 'SELECT sid FROM sessions')).toEqual([])
    expect(await logIn(house, 'patient')).toBe(id)
    return 'the event of then, no session of then, the same person now'
  },
)

fault(
  'A response is posted again after its gate ended',
  'the browser that was let in gets the same answer; it is no second login',
  async () => {
    const flight = await takeOff(house, person('reloading'))
    const first = await land(house, flight)
    await abortAllDurableObjects()
    const again = await deliver(house, flight.browser, flight.samlResponse)
    expect([first.status, again.status]).toEqual([303, 303])
    expect(await inGate(house, 'SELECT sid FROM sessions')).toHaveLength(2)
    return '303 twice, one session'
  },
)
