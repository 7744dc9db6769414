// What administrators want done, interrupted: asked again, it has happened once, and everybody
// agrees on it.

import { expect } from 'vitest'
import { testAndActivate } from '../support/stage.ts'
import { expectAgreement, settle } from './agreement.ts'
import {
  admittedUnder,
  auditOf,
  type Flight,
  type House,
  inD1,
  inGate,
  land,
  logIn,
  openHouse,
  person,
  type Reply,
  takeOff,
  whoIs,
} from './house.ts'
import { type Strike, type Struck, strikeEverywhere } from './strike.ts'

let house: House
/** Two versions that passed their test. */
let versions: readonly string[]
let spareKey: unknown

/** Opens the house: a live connector, four SSO keys, and two versions that passed their test. */
export async function openHouseOfWishes(): Promise<House> {
  house = await openHouse()
  const keys = `${house.base}/sso-keys`
  for (const name of ['second', 'third', 'fourth'])
    spareKey = (await house.send('POST', keys, { name, environment: 'production' })).body.id
  await house.send('PATCH', house.connectorPath, { clock_skew_seconds: 200 })
  versions = [house.version, await testAndActivate(house)]
  return house
}

/** What an administrator wants. */
interface Wish {
  /** What happens first and is not interrupted. */
  prepare?(run: number): Promise<void>
  /**
   * A removal holds from its first transaction: who asks again may be told that there is nothing
   * any more.
   */
  readonly removes?: boolean
  want(run: number): Promise<Reply>
  /** Holds what was answered against what there is, and makes room for the next run. */
  check(run: number, reply: Reply): Promise<void>
}

type How = Pick<Strike, 'by'> & Partial<Pick<Strike, 'how' | 'parts'>>

/** Interrupts the fulfilment of a wish wherever it can be interrupted. */
export const interrupt = (how: How, wish: Wish) =>
  strikeEverywhere<Reply>({
    how: 'ends',
    ...how,
    prepare: async (run) => wish.prepare?.(run),
    work: (run) => wish.want(run),
    after: (run, struck) => askAgain(wish, run, struck),
  })

/** Who was interrupted was told so, and asks again: then it has happened, once. */
async function askAgain(
  { want, check, removes }: Wish,
  run: number,
  { call, value }: Struck<Reply>,
) {
  if (call && value) expectAnswered(value)
  // Half of the interruptions are settled by the alarm, the others by the very next command.
  if (run % 2 === 0) await settle(house)
  const reply = value && value.status < 300 ? value : await want(run)
  if (!(removes && reply.status === 404))
    expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300)
  await expectAgreement(house)
  await check(run, reply)
  await logIn(house, 'alice')
  await settle(house)
}

/** I9: an outage says so. What was done in spite of the fault is answered as done. */
function expectAnswered({ status, headers }: Reply): void {
  if (status < 300) return
  expect(status).toBe(503)
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
}

let creations = 0
/** A creation under an Idempotency-Key, so that it can be asked for again. */
function create(path: string, body: () => object, drop: (id: string) => Promise<void>): Wish {
  const key = `creation-${++creations}`
  return {
    want: (run) =>
      house.send('POST', `${house.base}/${path}`, body(), { 'idempotency-key': `${key}-${run}` }),
    async check(_, { body: { id } }) {
      expect(await auditOf(String(id))).toHaveLength(1)
      await drop(String(id))
    },
  }
}

const issueFifth = () => {
  const key = (name: string) => ({ name, environment: 'production' })
  return create(
    'sso-keys',
    () => key('fifth'),
    async (id) => {
      const sixth = await house.send('POST', `${house.base}/sso-keys`, key('sixth'))
      expect(sixth.body).toMatchObject({ code: 'sso_key_limit_reached' })
      await house.send('DELETE', `${house.base}/sso-keys/${id}?confirm=fifth`)
    },
  )
}

const createConnector = () =>
  create(
    'connectors',
    () => ({
      name: 'Spare',
      reference: 'spare',
      type: 'saml',
      sso_id: spareKey,
      external_idp_id: house.idpId,
    }),
    async (id) => {
      await house.send('DELETE', `${house.base}/connectors/${id}`)
    },
  )

const deleteConnector = (): Wish => {
  let path: string
  const creation = createConnector()
  return {
    removes: true,
    async prepare(run) {
      const { body } = await creation.want(run)
      path = `${house.base}/connectors/${body.id}`
    },
    want: () => house.send('DELETE', path),
    async check() {
      expect((await house.send('GET', path)).status).toBe(404)
      const told = await auditOf(path.split('/').at(-1) ?? '')
      expect(told.map(({ action }) => action)).toEqual(['connector.created', 'connector.deleted'])
    },
  }
}

const saveConnector: Wish = {
  want: (run) => house.send('PATCH', house.connectorPath, { clock_skew_seconds: run }),
  async check(run) {
    const latest = await inD1<{ settings: string }>(
      `SELECT v.settings FROM connectors c JOIN connector_versions v
       ON v.connector_id = c.id AND v.hash = c.latest_version WHERE c.id = ?`,
      house.connectorId,
    )
    expect(latest.map(({ settings }) => JSON.parse(settings).clockSkewSeconds)).toEqual([run])
  },
}

const updateIdp: Wish = {
  want: (run) =>
    house.send('PATCH', `${house.base}/external-idps/${house.idpId}`, { name: `IdP ${run}` }),
  async check(run) {
    const names = await inD1('SELECT name FROM external_idps WHERE id = ?', house.idpId)
    expect(names).toEqual([{ name: `IdP ${run}` }])
  },
}

/**
 * I2: a login that was in flight, and another location on the old version, are admitted under the
 * acknowledged one.
 */
const activate = (): Wish => {
  const asked = (run: number) => versions[run % 2]
  let flight: Flight
  return {
    async prepare() {
      flight = await takeOff(house, person('bob'))
    },
    want: (run) => house.send('POST', `${house.connectorPath}:activate`, { version: asked(run) }),
    async check(run) {
      const live = 'SELECT version FROM connectors WHERE version IS NOT NULL'
      expect(await inGate(house, live)).toEqual([{ version: asked(run) }])
      expect((await land(house, flight)).status).toBe(303)
      const who = await whoIs(flight)
      await settle(house)
      expect(await admittedUnder(house, who?.user.id)).toBe(asked(run))
    },
  }
}

const WHOLE =
  'whole or not at all; asked again, once; gate, D1 and KV agree; the next login is right'
const GONE =
  'there or gone; asked again, gone, and told of once; gate, D1 and KV agree; the next login is right'
const GOVERNS = `${WHOLE}, under the acknowledged version`

interface Wishing {
  readonly expectation: string
  readonly make: () => Wish
}

/** Everything that is wanted, by what it is called. */
export const WISHES = {
  'issuing the fifth SSO key': { expectation: WHOLE, make: issueFifth },
  'creating a connector': { expectation: WHOLE, make: createConnector },
  'saving a connector': { expectation: WHOLE, make: () => saveConnector },
  'updating an external IdP': { expectation: WHOLE, make: () => updateIdp },
  'deleting a connector': { expectation: GONE, make: deleteConnector },
  'activating a version': { expectation: GOVERNS, make: activate },
} as const satisfies Readonly<Record<string, Wishing>>
