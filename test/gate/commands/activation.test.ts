import { describe, expect, it } from 'vitest'
import type { ConnectorChange } from '../../../src/tenants/commands/connector-commands.ts'
import {
  accept,
  activate,
  certificate,
  goLive,
  governing,
  idpInput,
  type Joined,
  passTest,
  run,
} from './commands.ts'

const A = await certificate('A')
const typedB = await certificate('B', 'typed')

const change = async ({ tenant, connector }: Joined, change: ConnectorChange): Promise<string> => {
  const { id: connectorId } = connector
  const command = { kind: 'update_connector', tenantId: tenant.id, connectorId, change } as const
  return (await accept(tenant, command)).latestVersion
}
const trust = async (joined: Joined) => (await governing(joined))?.connector.trust
const NOT_TESTED = { ok: false, refusal: { code: 'version_not_tested', pointer: '/version' } }

describe('activating a small change', () => {
  it('goes live without a test, and never counts as tested itself', async () => {
    const joined = await goLive(idpInput([A]))
    const hash = await change(joined, { maxSessionHours: 4 })
    const activated = await activate(joined, hash)
    expect(activated).toMatchObject({ ok: true, value: { hash, state: 'active' } })
    expect(activated.ok && activated.value).not.toHaveProperty('testedAt')
    expect((await governing(joined))?.connector).toMatchObject({
      version: hash,
      settings: { maxSessionHours: 4 },
    })
  })

  it('is compared with what is live, and not with the draft before it', async () => {
    const joined = await goLive(idpInput([A]))
    await change(joined, { forceAuthn: true })
    const both = await change(joined, { maxSessionHours: 4 })
    expect(await activate(joined, both)).toEqual(NOT_TESTED)
    const alone = await change(joined, { forceAuthn: false })
    expect(await activate(joined, alone)).toMatchObject({ ok: true })
  })

  it('brings no certificate live that no test had on trial', async () => {
    const joined = await goLive(idpInput([A]))
    const { tenant, idp } = joined
    const { description } = idpInput([typedB])
    const entered = { kind: 'update_external_idp', tenantId: tenant.id, externalIdpId: idp.id }
    await accept(tenant, { ...entered, kind: 'update_external_idp', input: { description } })
    const hash = await change(joined, { maxSessionHours: 4 })
    expect(await activate(joined, hash)).toEqual(NOT_TESTED)
    expect(await trust(joined)).toEqual({ revision: 1, certificates: [A.der] })
    await passTest(joined)
    expect(await activate(joined, hash)).toMatchObject({ ok: true })
  })

  it('can be gone back to, by the test of the version that it differs from so little', async () => {
    const joined = await goLive(idpInput([A]))
    const { tenant, connector } = joined
    const small = await change(joined, { maxSessionHours: 4 })
    await activate(joined, small)
    const large = await change(joined, { forceAuthn: true })
    await passTest(joined)
    expect(await activate(joined, large)).toMatchObject({ ok: true })
    const back = { kind: 'roll_back_connector', connectorId: connector.id } as const
    expect(await run(tenant, { ...back, tenantId: tenant.id })).toMatchObject({
      ok: true,
      value: { hash: small },
    })
  })
})
