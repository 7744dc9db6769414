import { env } from 'cloudflare:workers'
import { beforeAll, expect } from 'vitest'
import { testAndActivate } from '../support/stage.ts'
import { debtsOf, expectAgreement, settle } from './agreement.ts'
import { fault } from './fault.ts'
import {
  admittedUnder,
  fireAlarm,
  type House,
  inD1,
  inGate,
  land,
  logIn,
  openHouse,
  openWorker,
  person,
  takeOff,
  whoIs,
} from './house.ts'
import { type Call, during, type Interference, type Part, refusing } from './interference.ts'

let house: House
let pointerKey: string
beforeAll(async () => {
  house = await openHouse()
  pointerKey = `sso:${house.ssoKey.id}`
  await logIn(house, 'known')
  await settle(house)
})

const issue = (name: string) =>
  house.send('POST', `${house.base}/sso-keys`, { name, environment: 'production' })
const drop = ({ body }: { body: Record<string, unknown> }) =>
  house.send('DELETE', `${house.base}/sso-keys/${body.id}?confirm=${body.name}`)

fault(
  'D1 refuses every call',
  'known and new people log in; a change is 503 and nothing of it is left; then every event arrives',
  async () => {
    const seen = await during(refusing('D1'), async () => {
      const people = [await logIn(house, 'known'), await logIn(house, 'new-during-outage')]
      const change = await issue('never')
      expect(change).toMatchObject({ status: 503, body: { code: 'api_unavailable' } })
      await fireAlarm(house)
      return { people, debts: await debtsOf(house) }
    })
    expect(seen.debts.owed).toEqual(['outbox', 'logins'])
    await expectAgreement(house)
    expect(await inD1('SELECT id FROM sso_keys WHERE name = ?', 'never')).toEqual([])
    return '2 logins admitted, the change 503; the outbox waited and is in D1 now'
  },
)

fault(
  'D1 refuses the gate alone',
  'a change is 503 with Retry-After and undone; the same change succeeds as soon as D1 is back',
  async () => {
    const ofGate = ({ by }: Call) => by !== 'worker'
    const change = await during(refusing('D1', ofGate), () => issue('late'))
    expect(change.status).toBe(503)
    expect(Number(change.headers.get('retry-after'))).toBeGreaterThan(0)
    const again = await issue('late')
    expect(again.status).toBe(201)
    await expectAgreement(house)
    await drop(again)
    return `503, Retry-After ${change.headers.get('retry-after')} s, then 201`
  },
)

fault(
  'D1 takes a second for every call',
  'logins do not wait for it, not even behind a change that does',
  async () => {
    const slow: Interference = async (call, make) => {
      if (call.part === 'D1') await new Promise((done) => setTimeout(done, 1_000))
      return make()
    }
    return during(slow, async () => {
      const changing = issue('slow')
      const waits: number[] = []
      let over = false
      changing.then(() => {
        over = true
      })
      while (!over) {
        const start = performance.now()
        await logIn(house, 'known')
        waits.push(performance.now() - start)
        await new Promise((done) => setTimeout(done, 300))
      }
      const longest = Math.round(Math.max(...waits))
      expect(longest).toBeLessThan(900)
      expect(waits.length).toBeGreaterThan(3)
      const change = await changing
      expect(change.status).toBe(201)
      await drop(change)
      return `${waits.length} logins during one change, the longest took ${longest} ms`
    })
  },
)

/** Counts the calls of the Worker by part. */
function counting(then: Interference = (_, make) => make()) {
  const calls = new Map<Part, number>()
  const interference: Interference = (call, make) => {
    if (call.by === 'worker') calls.set(call.part, (calls.get(call.part) ?? 0) + 1)
    return then(call, make)
  }
  return { interference, of: (part: Part) => calls.get(part) ?? 0 }
}

/** Where nothing is remembered, a person logs in; tells what that cost, and that it was right. */
async function loginElsewhere(then?: Interference) {
  const count = counting(then)
  await during(count.interference, async () => {
    const flight = await takeOff(house, person('known'), openWorker())
    expect((await land(house, flight)).status).toBe(303)
    expect(await whoIs(flight)).toMatchObject({ user: { email: 'known@example.org' } })
  })
  return { gate: count.of('gate'), d1: count.of('D1') }
}

fault(
  'KV serves the pointer of before an activation',
  'the login is right, under the version that was acknowledged, for one more call to the gate',
  async () => {
    const config = JSON.parse((await env.LOGIN_CONFIG.get(pointerKey)) ?? '').config
    const old = new Map([
      [pointerKey, await env.LOGIN_CONFIG.get(pointerKey)],
      [`config:${config}`, await env.LOGIN_CONFIG.get(`config:${config}`)],
    ])
    await house.send('PATCH', house.connectorPath, { clock_skew_seconds: 90 })
    const version = await testAndActivate(house)
    expect(JSON.parse((await env.LOGIN_CONFIG.get(pointerKey)) ?? '').config).not.toBe(config)

    const stale: Interference = async (call, make) => {
      const kept = call.part === 'KV' ? old.get(String(call.args[0])) : undefined
      if (kept === undefined || kept === null) return make()
      return String(call.args[0]) === pointerKey ? JSON.parse(kept) : kept
    }
    const { gate, d1 } = await loginElsewhere(stale)
    expect({ gate, d1 }).toEqual({ gate: 2, d1: 0 })
    await expectAgreement(house)
    expect(await admittedUnder(house, await logIn(house, 'known'))).toBe(version)

    // The value is gone from KV by now: the same as a miss.
    const half: Interference = async (call, make) =>
      call.part === 'KV' && call.args[0] === pointerKey
        ? JSON.parse(old.get(pointerKey) ?? '')
        : make()
    expect(await loginElsewhere(half)).toEqual({ gate: 1, d1: 1 })
    return 'with the old value 2 calls to the gate and none to D1, without it 1 and 1'
  },
)

const WRONG: readonly (readonly [string, Interference])[] = [
  ['nothing', async (call, make) => (call.part === 'KV' ? null : make())],
  ['an error', refusing('KV')],
  [
    'a pointer that is none',
    async (call, make) => (isPointer(call) ? { config: 'garbled', tenantId: 5 } : make()),
  ],
  ['a value of other text', async (call, make) => (isValue(call) ? '{"format":1}' : make())],
  [
    "another tenant's configuration under this hash",
    async (call, make) =>
      isValue(call) ? String(await make()).replace(house.tenantId, 'ten_other') : make(),
  ],
]
const isPointer = ({ part, args }: Call) => part === 'KV' && String(args[0]).startsWith('sso:')
const isValue = ({ part, args }: Call) => part === 'KV' && String(args[0]).startsWith('config:')

for (const [what, interference] of WRONG)
  fault(
    `KV serves ${what}`,
    'the login is right, for one call to D1 and one to the gate',
    async () => {
      const cost = await loginElsewhere(interference)
      expect(cost).toEqual({ gate: 1, d1: 1 })
      return `admitted, ${cost.d1} call to D1, ${cost.gate} to the gate`
    },
  )

fault(
  'KV takes no write during an activation',
  'the activation is acknowledged and governs; the alarm puts the pointer',
  async () => {
    await house.send('PATCH', house.connectorPath, { clock_skew_seconds: 91 })
    const pointers: Interference = (call, make) =>
      call.method === 'put' && isPointer(call) ? Promise.reject(new Error('KV')) : make()
    const version = await during(pointers, () => testAndActivate(house))
    expect((await debtsOf(house)).owed).toContain('kv_writes')
    const cost = await loginElsewhere()
    expect(cost).toEqual({ gate: 2, d1: 0 })
    await expectAgreement(house)
    expect(await inGate(house, 'SELECT version FROM connectors')).toEqual([{ version }])
    expect(await loginElsewhere()).toEqual({ gate: 1, d1: 0 })
    return `${cost.gate} calls to the gate until the alarm, then 1`
  },
)
