import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { AccountGate } from '../../../src/gate/account-gate.ts'
import { AddressGate } from '../../../src/gate/address-gate.ts'
import { createAnswerFloor, waitOf } from '../../../src/http/answer-floor.ts'
import { openBrowser } from '../../support/browser.ts'
import { countBindings } from '../../support/counted-bindings.ts'
import {
  type PasswordStage,
  personWithPassword,
  setPasswordStage,
  signIn,
  submit,
} from '../../support/password-stage.ts'
import { buildApp } from '../../support/stage.ts'

let stage: PasswordStage
beforeAll(async () => {
  stage = await setPasswordStage()
  await personWithPassword(stage, 'known@example.org')
})
afterEach(() => {
  vi.restoreAllMocks()
})

const CALLS = ['beginPassword', 'finishPassword', 'requestReset'] as const

/**
 * What an attempt asks of the gates: of which kind from the Worker, and what each gate is then
 * asked.
 */
async function asked(attempt: () => Promise<Response>) {
  const spies = CALLS.map((call) => [
    vi.spyOn(AddressGate.prototype, call),
    vi.spyOn(AccountGate.prototype, call),
  ])
  stage.bindings.reset()
  const { status } = await attempt()
  const counted = spies.map((pair) => pair.map(({ mock }) => mock.calls.length))
  vi.restoreAllMocks()
  return { status, gates: [...stage.bindings.gates], d1: stage.bindings.calls.d1, counted }
}

const wrong = (email: string) => () =>
  signIn(stage, { email, password: 'surely not the right one', ip: '192.0.2.1' })
const forgot = (email: string) => () =>
  submit(openBrowser(stage.app), '/login/forgot', { email }, { 'CF-Connecting-IP': '192.0.2.2' })

describe('an address that has a password and one that has none', () => {
  it('are asked for at the same kinds of gates, as often, in the same order', async () => {
    const known = await asked(wrong('known@example.org'))
    expect(known).toEqual({
      status: 403,
      d1: 1,
      // The network, and then the gate of the address; it goes on to one gate of a tenant each
      // time.
      gates: ['address', 'address', 'address'],
      counted: [
        [1, 1],
        [1, 1],
        [0, 0],
      ],
    })
    expect(await asked(wrong('nobody@example.org'))).toEqual(known)
  })

  it('are written to in the same way', async () => {
    const known = await asked(forgot('known@example.org'))
    expect(known).toEqual({
      status: 200,
      d1: 1,
      gates: ['address', 'address'],
      counted: [
        [0, 0],
        [0, 0],
        [1, 1],
      ],
    })
    expect(await asked(forgot('nobody@example.org'))).toEqual(known)
  })

  it('are answered at the same moments after the request arrived; a right password at once', async () => {
    const arrivals: number[] = []
    const bindings = countBindings()
    const app = buildApp(bindings, {
      clock: () => 1_000,
      answerFloor: async (arrivedAt) => {
        arrivals.push(arrivedAt)
      },
    })
    const there = { ...stage, app, bindings }
    for (const email of ['known@example.org', 'nobody@example.org']) {
      await signIn(there, { email, password: 'surely not the right one' })
      await submit(openBrowser(app), '/login/forgot', { email })
    }
    expect(arrivals).toEqual([1_000, 1_000, 1_000, 1_000])
    expect((await signIn(there, { email: 'known@example.org' })).status).toBe(303)
    expect(arrivals).toHaveLength(4)
    // Whoever has tried too often is told so at such a moment as well.
    const limited = { email: 'nobody@example.org', password: 'surely not the right one' }
    let status = 0
    for (let n = 0; n < 8 && status !== 429; n++) ({ status } = await signIn(there, limited))
    const before = arrivals.length
    expect((await signIn(there, limited)).status).toBe(429)
    expect(arrivals).toHaveLength(before + 1)
  })
})

describe('the moments of an answer', () => {
  it.each([
    [0, 400],
    [83, 317],
    [399, 1],
    [400, 0],
    [401, 99],
    [777, 23],
  ])('that took %i ms come %i ms later', (taken, wait) => {
    expect(waitOf(taken)).toBe(wait)
  })

  it('are counted from the arrival, by a clock that may have been set back', async () => {
    const waited: number[] = []
    const floor = createAnswerFloor(
      () => 1_450,
      async (milliseconds) => waited.push(milliseconds),
    )
    await floor(1_000)
    await floor(2_000)
    expect(waited).toEqual([50, 400])
  })
})

it('an address that nobody has is counted in one of 64 gates that hold no tenant', async () => {
  const gate = env.ADDRESS_GATE.getByName('aa')
  const attempt = { address: `aaZ${'a'.repeat(19)}`, network: 'n' }
  for (let n = 0; n < 5; n++)
    expect(await gate.beginPassword(attempt)).toMatchObject({ kind: 'asked' })
  const standIn = env.TENANT_GATE.getByName('ten_nobody_Z')
  const there = { ...attempt, tenantId: 'ten_' as const, email: '' }
  for (let n = 0; n < 5; n++) await standIn.beginPassword({ ...there, address: 'other' })
  expect(await standIn.beginPassword({ ...there, network: 'm' })).toMatchObject({ kind: 'asked' })
})
