// Operators at the fixed address of tests: they test the connectors of every tenant.

import { beforeAll, expect, it } from 'vitest'
import { TEST_KEYS } from '../../support/test-keys.ts'
import { homeScene, ORIGIN } from './home-scene.ts'

const scene = homeScene()
let path: string
let bare: string
beforeAll(async () => {
  const { api } = scene.current
  const tenant = await api('POST', '/tenants', { name: 'Customer' })
  const base = `/tenants/${tenant.id}`
  const key = await api('POST', `${base}/sso-keys`, { name: 'main', environment: 'production' })
  const idp = await api('POST', `${base}/external-idps`, {
    name: 'IdP',
    issuer: 'https://idp.example/metadata',
    sso_url: 'https://idp.example/sso',
    certificate_pem: TEST_KEYS.idp.certificate,
  })
  const connector = await api('POST', `${base}/connectors`, {
    name: 'SAML',
    reference: 'saml',
    type: 'saml',
    sso_id: key.id,
    external_idp_id: idp.id,
    name_id_format: 'email',
  })
  path = `${base}/connectors/${connector.id}`
  bare = `/sso/${key.id}/test`
})

it('lets an operator test, under their own name', async () => {
  const { first, api } = scene.current
  expect(await (await first.browser.get(bare)).text()).toContain('The draft is tested')
  const departure = await first.browser.post(bare, {}, { origin: ORIGIN })
  expect(departure.headers.get('location')).toContain('https://idp.example/sso')
  const { data } = await api('GET', `${path}/tests`)
  expect(data).toMatchObject([{ state: 'opened', started_by: { type: 'operator', id: first.id } }])
})

it('is closed to support, and to people of the home tenant without a role there', async () => {
  const { join, api } = scene.current
  const before = await api('GET', `${path}/tests`)
  for (const roles of [['support'], ['admin'], []]) {
    const { browser } = await join(...roles)
    expect((await browser.get(bare)).status).toBe(403)
    expect((await browser.post(bare, {}, { origin: ORIGIN })).status).toBe(403)
  }
  expect(await api('GET', `${path}/tests`)).toEqual(before)
})
