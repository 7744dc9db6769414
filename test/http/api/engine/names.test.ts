// Names and references that differ in letter case alone are the same; what is deleted is confirmed
// by its name.

import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { foldName, isSameName } from '../../../../src/tenants/fold-name.ts'
import {
  type Caller,
  makeCertificate,
  makeConnector,
  openCaller,
} from '../../../support/api-tenant.ts'
import { passTest } from '../../../support/pass-test.ts'

let caller: Caller
beforeAll(async () => {
  caller = await openCaller()
})
type Made = Awaited<ReturnType<typeof makeConnector>>

async function secondConnector({ base, idp }: Made, members: object) {
  const key = await caller.make(`${base}/sso-keys`, { name: 'second', environment: 'production' })
  const body = { type: 'saml', sso_id: key.id, external_idp_id: idp.id, ...members }
  return caller.call('POST', `${base}/connectors`, body)
}

async function goLive({ path, tenant, ssoKey }: Made): Promise<void> {
  const { test_url, version } = await caller.make(`${path}:test`)
  await passTest(tenant.id, ssoKey.id, String(test_url))
  await caller.make(`${path}:activate`, { version })
}

describe('a name', () => {
  it.each([
    ['okta', 'OKTA', true],
    ['Cafe\u0301', 'CAF\u00c9', true],
    ['K', '\u212a', true],
    ['okta', 'okta2', false],
    ['a b', 'a_b', false],
  ])('%s and %s are the same: %s', (a, b, same) => {
    expect(isSameName(a, b)).toBe(same)
    expect(foldName(foldName(a))).toBe(foldName(a))
  })
})

describe('letter case', () => {
  it('makes no other reference and no other name of a connector', async () => {
    const made = await makeConnector(caller)
    const { name, reference } = made.connector as unknown as { name: string; reference: string }
    const asked = { name: 'Unique', reference: 'unique' }
    const upper = await secondConnector(made, { ...asked, reference: reference.toUpperCase() })
    expect(upper.json).toMatchObject({ status: 409, code: 'connector_reference_taken' })
    const create = (members: object) =>
      caller.call('POST', `${made.base}/connectors`, { ...(keyed as object), ...members })
    const keys = (await caller.call('GET', `${made.base}/sso-keys`)).json as {
      data: { id: string }[]
    }
    const keyed = { type: 'saml', sso_id: keys.data.at(-1)?.id, external_idp_id: made.idp.id }
    expect((await create({ ...asked, name: name.toUpperCase() })).json).toMatchObject({
      code: 'connector_name_taken',
      pointer: '/name',
    })
    const second = await create(asked)
    expect(second.status).toBe(201)
    const path = `${made.base}/connectors/${(second.json as { id: string }).id}`
    for (const [change, code] of [
      [{ reference: reference.toUpperCase() }, 'connector_reference_taken'],
      [{ name: name.toLowerCase() }, 'connector_name_taken'],
    ] as const)
      expect((await caller.call('PATCH', path, change)).json).toMatchObject({ code })
    expect((await caller.call('PATCH', path, { reference: 'UNIQUE' })).status).toBe(200)
  })

  it('makes no other name of an SSO key or of an external IdP', async () => {
    const { base, ssoKey, idp } = await makeConnector(caller)
    const key = { name: String(ssoKey.name).toUpperCase(), environment: 'production' }
    expect((await caller.call('POST', `${base}/sso-keys`, key)).json).toMatchObject({
      code: 'sso_key_name_taken',
    })
    const typed = {
      name: idp.name.toUpperCase(),
      issuer: 'https://other.example/idp',
      sso_url: 'https://other.example/sso',
      certificate_pem: await makeCertificate(),
    }
    const saved = await caller.call('POST', `${base}/external-idps`, typed)
    expect(saved.json).toMatchObject({ code: 'external_idp_name_taken' })
    expect(
      (await caller.call('PATCH', `${base}/external-idps/${idp.id}`, { name: typed.name })).status,
    ).toBe(200)
  })

  it('that made two of one before the rule keeps both working', async () => {
    const made = await makeConnector(caller)
    const { reference } = made.connector as unknown as { reference: string }
    const second = await secondConnector(made, { name: 'Second', reference: 'later' })
    const { id } = second.json as { id: string }
    const older = env.DB.prepare('UPDATE connectors SET reference = ? WHERE id = ?')
    await older.bind(reference.toUpperCase(), id).run()
    const path = `${made.base}/connectors/${id}`
    expect((await caller.call('PATCH', path, { force_authn: true })).status).toBe(200)
    expect(
      (await caller.call('PATCH', path, { name: 'Two', reference: reference.toUpperCase() }))
        .status,
    ).toBe(200)
    const document = await caller.call('GET', `${made.base}/export`)
    const imported = `${made.base}/import?dry_run=true`
    expect((await caller.call('PUT', imported, document.json)).status).toBe(200)
  })

  it('is told of in a document before anything of it is applied', async () => {
    const made = await makeConnector(caller)
    const exported = (await caller.call('GET', `${made.base}/export`)).json as {
      sso_keys: object[]
      connectors: object[]
    }
    const document = {
      ...exported,
      sso_keys: [...exported.sso_keys, { ...exported.sso_keys[0], name: 'MAIN' }],
    }
    const reply = await caller.call('PUT', `${made.base}/import?dry_run=true`, document)
    expect(reply.json).toMatchObject({
      errors: [
        { pointer: '/sso_keys/1/name', detail: 'differs from another one in letter case alone' },
      ],
    })
  })
})

describe('the deletion of a connector', () => {
  it('through which people sign in takes its name', async () => {
    const made = await makeConnector(caller)
    await goLive(made)
    for (const confirm of ['', '?confirm=another', '?confirm=login'])
      expect((await caller.call('DELETE', made.path + confirm)).json).toMatchObject({
        status: 422,
        code: 'connector_confirmation_mismatch',
        detail: expect.stringContaining('Expected: Login.'),
      })
    expect((await caller.call('DELETE', `${made.path}?confirm=Login`)).status).toBe(204)
  })

  it('that is a draft takes none', async () => {
    const made = await makeConnector(caller)
    expect((await caller.call('DELETE', made.path)).status).toBe(204)
  })
})

describe('a rollback', () => {
  it('goes to no version that passed a test and never governed', async () => {
    const made = await makeConnector(caller)
    await goLive(made)
    await caller.call('PATCH', made.path, { force_authn: true })
    const { test_url, version } = await caller.make(`${made.path}:test`)
    await passTest(made.tenant.id, made.ssoKey.id, String(test_url))
    expect((await caller.call('POST', `${made.path}:rollback`)).json).toMatchObject({
      code: 'version_none_earlier',
    })
    expect((await caller.call('POST', `${made.path}:rollback`, { version })).json).toMatchObject({
      status: 409,
      code: 'version_never_governed',
      pointer: '/version',
    })
    await caller.make(`${made.path}:activate`, { version })
    const back = await caller.call('POST', `${made.path}:rollback`)
    expect(back.json).toMatchObject({ state: 'active', number: 1 })
  })
})
