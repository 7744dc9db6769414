import { runInDurableObject } from 'cloudflare:test'
import { beforeAll, expect } from 'vitest'
import { openBrowser, refusalOn, type TestBrowser } from '../support/browser.ts'
import { personWithPassword, signIn } from '../support/password-stage.ts'
import { expectAgreement } from './agreement.ts'
import { fault } from './fault.ts'
import {
  type House,
  inD1,
  inGate,
  logIn,
  openHouse,
  openWorker,
  type Reply,
  stubOf,
} from './house.ts'
import { as, type Caller, interfere } from './interference.ts'
import { strikeEverywhere } from './strike.ts'

const MEMBER = 'member@example.org'

let house: House
let url: string
beforeAll(async () => {
  house = await openHouse()
  url = `${house.base}/enforcement`
  const id = await logIn(house, 'chief')
  await house.send('PATCH', `${house.base}/users/${id}`, { given_roles: ['admin'] })
  await logIn(house, 'chief')
  await personWithPassword(house, MEMBER)
})

const enforce = (mode: string, headers = {}) => house.send('PUT', url, { mode }, headers)

/** Signs the member in, in a Worker that remembers nothing. */
async function signInMember(): Promise<{ browser: TestBrowser; answer: Response }> {
  const browser = openBrowser(openWorker())
  // A right password that is refused stays counted.
  await runInDurableObject(stubOf(house), (_, { storage }) => {
    storage.sql.exec('DELETE FROM password_attempts')
  })
  const answer = await as('worker', () => signIn(house, { email: MEMBER }, browser))
  return { browser, answer }
}

const isIn = async (browser: TestBrowser) => (await browser.get('/session')).status === 200
const modeNow = async () => (await house.send('GET', url)).body.mode

/**
 * Holds the call that is the `at`th of `by`, before it is made or when it was, until `between` is
 * done.
 */
async function holdUp<T>(
  { by, at, moment }: { by: Caller; at: number; moment: 'before' | 'after' },
  work: () => Promise<T>,
  between: () => Promise<unknown>,
): Promise<{ readonly held: boolean; readonly value: T }> {
  let calls = 0
  const states = { held: false, released: false }
  // Polled: a promise that the test resolved would have the gate go on outside of itself.
  const hold = async () => {
    states.held = true
    while (!states.released) await new Promise((next) => setTimeout(next, 1))
  }
  interfere(async (call, make) => {
    // While a gate waits for its alarm to be set nothing else comes in; while it waits for
    // WebCrypto anything does.
    const passes = call.by !== by || call.part === 'alarm' || states.held
    if (passes || ++calls !== at) return make()
    if (moment === 'before') await hold()
    const made = await make()
    if (moment === 'after') await hold()
    return made
  })
  let over = false
  const working = work().finally(() => {
    over = true
  })
  while (!over && !states.held) await new Promise((next) => setTimeout(next, 1))
  const { held } = states
  if (held) await between()
  states.released = true
  const value = await working
  interfere()
  return { held, value }
}

/** Enforcement comes at each await of a password login. */
async function enforceDuring(by: Caller): Promise<string> {
  let points = 0
  for (const moment of ['before', 'after'] as const)
    for (let at = 1; ; at++) {
      expect((await enforce('off')).status).toBe(200)
      const { held, value } = await holdUp({ by, at, moment }, signInMember, async () => {
        expect((await enforce('members')).status).toBe(200)
      })
      if (!held) break
      points++
      expect(await isIn(value.browser), `${moment} call ${at} of ${by}`).toBe(false)
      expect([200, 303, 403]).toContain(value.answer.status)
      const open = await inGate(
        house,
        "SELECT 1 FROM sessions WHERE connector_id = '' AND ended_at IS NULL",
      )
      expect(open, 'sessions that a password began').toEqual([])
      expect(await refusalOn((await signInMember()).answer)).toBe('login_sso_required')
    }
  expect(points).toBeGreaterThan(0)
  await expectAgreement(house)
  return `${points} points`
}

const DISABLED_ALERTS =
  'wherever it comes, the password opens nothing and the session that it began has ended'

fault('Enforcement comes at each await of the Worker in a password login', DISABLED_ALERTS, () =>
  enforceDuring('worker'),
)
fault('Enforcement comes at each await of the gate in a password login', DISABLED_ALERTS, () =>
  enforceDuring('login'),
)

fault(
  'Two administrators switch enforcement at once, without If-Match',
  'one after the other: the mode is what the audit log tells of last, and passwords heed it',
  async () => {
    for (let round = 0; round < 5; round++) {
      // From either state, so that neither wish is one that changes nothing.
      await enforce(round % 2 ? 'members' : 'off')
      const replies = await Promise.all([enforce('members'), enforce('off')])
      expect(replies.map(({ status }) => status)).toEqual([200, 200])
      const [last] = await inD1<{ after: string }>(
        "SELECT after FROM audit_entries WHERE action = 'enforcement.changed' ORDER BY seq DESC LIMIT 1",
      )
      const mode = await modeNow()
      expect(mode).toBe(JSON.parse(last?.after ?? '').mode)
      const { browser } = await signInMember()
      expect(await isIn(browser)).toBe(mode === 'off')
    }
    await expectAgreement(house)
    return '5 times'
  },
)

fault(
  'Two administrators switch enforcement at once, each with If-Match',
  'one is heeded, the other is told 412',
  async () => {
    await enforce('off')
    const tag = { 'if-match': (await house.send('GET', url)).headers.get('etag') ?? '' }
    const replies = await Promise.all([enforce('members', tag), enforce('members', tag)])
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 412])
    expect(await modeNow()).toBe('members')
    return 'one 200, one 412'
  },
)

const ALL_OR_NOTHING =
  'asked again it holds; until then it holds with all that it ends, or not at all'

const interruptEnforcement = (by: Caller) => {
  let before: TestBrowser
  return strikeEverywhere<Reply>({
    by,
    how: 'ends',
    async prepare() {
      await enforce('off')
      before = (await signInMember()).browser
      expect(await isIn(before)).toBe(true)
    },
    work: () => enforce('members'),
    async after() {
      expect(await isIn(before)).toBe((await modeNow()) === 'off')
      expect((await enforce('members')).status).toBe(200)
      expect(await isIn(before)).toBe(false)
      expect(await refusalOn((await signInMember()).answer)).toBe('login_sso_required')
      await expectAgreement(house)
    },
  })
}

fault('The gate ends at each await of switching enforcement on', ALL_OR_NOTHING, () =>
  interruptEnforcement('command'),
)
fault('The Worker ends at each await of switching enforcement on', ALL_OR_NOTHING, () =>
  interruptEnforcement('worker'),
)
