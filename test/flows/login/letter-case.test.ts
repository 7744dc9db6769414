import { describe, expect, it } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import { answerAt, begin } from '../../support/stage.ts'
import { attributeScene, PERSISTENT } from './attribute-scene.ts'

const scene = attributeScene()
const { change, arrive, userOf, lastEvent } = scene

describe('an address with the Kelvin sign', () => {
  const mar = 'mar\u212A@demo.example'

  it('is nobody’s invitation to mark@, and is refused (R47, R52)', async () => {
    await change({ mapping: {} })
    await scene.stage.api('POST', `/tenants/${scene.stage.tenantId}/users`, {
      email: 'mark@demo.example',
      connector_ids: [scene.stage.connectorId],
      given_roles: ['admin'],
    })
    const attacker = { nameId: 'attacker-k', attributes: { email: [mar] } }
    expect(await arrive(attacker)).toEqual({ refused: 'login_email_ambiguous' })
    await change({ mapping: { email: { required: false } } })
    const stranger = await userOf(await arrive(attacker))
    expect(stranger).toMatchObject({ email: null, roles: [], given_roles: [] })
    const mark = await userOf(await arrive({ attributes: { email: ['mark@demo.example'] } }))
    expect(mark).toMatchObject({ email: 'mark@demo.example', roles: ['admin'] })
    expect(mark.id).not.toBe(stranger.id)
  })

  it('is none that somebody is invited with', async () => {
    const invitation = { email: mar, connector_ids: [scene.stage.connectorId] }
    await expect(
      scene.stage.api('POST', `/tenants/${scene.stage.tenantId}/users`, invitation),
    ).rejects.toThrow('plain letter')
  })

  it('makes no second user of an address whose domain the DNS reads alike (R47)', async () => {
    await change({ mapping: {} })
    const at = (domain: string, nameId: string) =>
      arrive({ nameId, attributes: { email: [`lee@${domain}`] } })
    expect(await userOf(await at('kiosk.example', 'lee-1'))).toMatchObject({
      email: 'lee@kiosk.example',
    })
    expect(await at('\u212Aiosk.example', 'lee-2')).toEqual({ refused: 'login_email_ambiguous' })
  })
})

describe('a NameID in another case', () => {
  it('is a re-link that an administrator confirms, named on the page and in the event (R47)', async () => {
    const known = { nameId: 'Case@x.org', attributes: { email: ['case@x.org'] } }
    const { id } = await userOf(await arrive(known))
    const other = { ...known, nameId: 'case@x.org' }
    const browser = openBrowser(scene.stage.elsewhere())
    const page = await answerAt(scene.stage, browser, await begin(scene.stage, browser), {
      ...other,
      nameIdFormat: PERSISTENT,
    })
    expect(await page.text()).toContain('but for upper and lower case')
    expect(await lastEvent('type=login.refused')).toMatchObject({
      code: 'login_identity_case_differs',
    })
    const candidates = `${scene.path}/relink-candidates`
    const { data } = await scene.stage.api('GET', candidates)
    const mine = (data as { user_id: string }[]).filter(({ user_id }) => user_id === id)
    expect(mine).toMatchObject([{ attempt: { differs_in_case: 'identity' } }])
    await scene.stage.api('POST', `${candidates}/${id}:confirm`, {})
    expect((await userOf(await arrive(other))).id).toBe(id)
  })
})
