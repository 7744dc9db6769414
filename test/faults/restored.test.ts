import { beforeEach, expect } from 'vitest'
import { refusalOn } from '../support/browser.ts'
import { copyDatabase, restoreDatabase } from '../support/older-copy.ts'
import { testAndActivate } from '../support/stage.ts'
import { expectAgreement, expectSameConfiguration, settle } from './agreement.ts'
import { fault } from './fault.ts'
import {
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
import { during, type Interference } from './interference.ts'
import { strikeEverywhere } from './strike.ts'

let house: House
beforeEach(async () => {
  house = await openHouse()
  await logIn(house, 'known')
})

/** Has D1 forget what `change` did. */
async function forget(change: () => Promise<unknown>): Promise<void> {
  await settle(house)
  const copy = await copyDatabase()
  await change()
  await settle(house)
  await restoreDatabase(copy)
}

const reconcile = () => house.send('POST', `${house.base}:reconcile`, {})
const issue = (name: string) =>
  house.send('POST', `${house.base}/sso-keys`, { name, environment: 'production' })

/** What was put right, as `3 restored, 1 corrected`. */
function summarise({ status, body }: Reply): string {
  expect({ status, complete: body.complete }).toEqual({ status: 200, complete: true })
  const actions = (body.entries as { action: string }[]).map(({ action }) => action)
  return ['restored', 'corrected', 'removed', 'lost']
    .map((action) => [actions.filter((one) => one === action).length, action] as const)
    .filter(([n]) => n > 0)
    .map(([n, action]) => `${n} ${action}`)
    .join(', ')
}

const RECONCILED =
  'logins stay right, the limit of five holds; once reconciled, gate, D1 and KV agree'

fault('D1 is restored from before SSO keys were issued', RECONCILED, async () => {
  await forget(() => Promise.all(['two', 'three', 'four', 'five'].map(issue)))
  const told = summarise(await house.send('POST', `${house.base}:reconcile?validate_only=true`, {}))
  expect(told).toBe('8 restored')
  await logIn(house, 'known')
  // Nothing is decided by an older record: what is to be changed is put right first.
  expect((await issue('six')).body).toMatchObject({ code: 'sso_key_limit_reached' })
  expect(summarise(await reconcile())).toBe('')
  await expectSameConfiguration(house)
  await logIn(house, 'known')
  return `${told}, by the next command`
})

fault(
  'D1 is restored from before an activation, and KV serves nothing',
  `${RECONCILED}; no login under the version from before (I2)`,
  async () => {
    await forget(async () => {
      await house.send('PATCH', house.connectorPath, { clock_skew_seconds: 77 })
      await testAndActivate(house)
      await logIn(house, 'newcomer')
    })
    const live = 'SELECT version FROM connectors'
    const governing = await inGate(house, live)
    expect(governing).not.toEqual([{ version: house.version }])
    // What D1 says is all that a Worker can begin a login with.
    const nothing: Interference = async (call, make) => (call.part === 'KV' ? null : make())
    await during(nothing, () => logIn(house, 'known'))
    const settled = summarise(await reconcile())
    expect(await inGate(house, live)).toEqual(governing)
    await logIn(house, 'newcomer')
    await expectSameConfiguration(house)
    return settled
  },
)

fault(
  'D1 is restored from before a connector and its key were deleted',
  'nobody is let in through what was deleted; once reconciled it is gone again',
  async () => {
    const flight = await takeOff(house, person('late'))
    await forget(async () => {
      await house.send('DELETE', `${house.connectorPath}?confirm=SAML`)
      await house.send('DELETE', `${house.base}/sso-keys/${house.ssoKey.id}?confirm=main`)
    })
    const sent = await takeOff(house, person('sent'))
    const codes = [
      await refusalOn(await land(house, sent)),
      await refusalOn(await land(house, flight)),
    ]
    expect(codes).toEqual(['login_connector_missing', 'login_connector_missing'])
    expect(await whoIs(flight)).toBeUndefined()
    const settled = summarise(await reconcile())
    expect(await inD1('SELECT id FROM sso_keys WHERE tenant_id = ?', house.tenantId)).toEqual([])
    await expectSameConfiguration(house)
    return `${codes[0]}; ${settled}`
  },
)

fault(
  'D1 is restored from before somebody was deleted',
  'the gate knows nobody by that id; once reconciled D1 has nothing more of them; who comes back is somebody new',
  async () => {
    const gone = await logIn(house, 'leaver')
    await forget(() => house.send('DELETE', `${house.base}/users/${gone}`))
    const held = () => inD1('SELECT id FROM users WHERE id = ?', gone)
    expect(await held()).toHaveLength(1)
    const one = await house.send('GET', `${house.base}/users/${gone}`)
    expect(one.body).toMatchObject({ code: 'user_unknown' })
    summarise(await reconcile())
    await settle(house)
    expect(await held()).toEqual([])
    expect(await logIn(house, 'leaver')).not.toBe(gone)
    await expectAgreement(house)
    return 'gone again, and a new user at the next login'
  },
)

fault(
  'The gate ends at each await of reconciling',
  'asked again, D1 is put right; gate, D1 and KV agree; the next login is right',
  async () => {
    await settle(house)
    const copy = await copyDatabase()
    await issue('two')
    await house.send('PATCH', house.connectorPath, { clock_skew_seconds: 78 })
    await testAndActivate(house)
    await logIn(house, 'newcomer')
    await settle(house)
    return strikeEverywhere<Reply>({
      by: 'command',
      how: 'ends',
      prepare: () => restoreDatabase(copy),
      work: reconcile,
      async after(run) {
        if (run % 2 === 0) await settle(house)
        expect(summarise(await reconcile())).toBeDefined()
        await expectSameConfiguration(house)
        await logIn(house, 'newcomer')
        await settle(house)
      },
    })
  },
)
