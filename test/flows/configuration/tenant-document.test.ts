import { beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import { personWithPassword, settle } from '../../support/password-stage.ts'
import { answerAt, begin, type Stage, setStage, testAndActivate } from '../../support/stage.ts'
import { TEST_KEYS } from '../../support/test-keys.ts'

interface Document {
  readonly sso_keys: readonly { readonly name: string }[]
  readonly external_idps: readonly { readonly certificates: readonly string[] }[]
  readonly connectors: readonly { readonly reference: string }[]
  readonly [member: string]: unknown
}
interface Entry {
  readonly kind: string
  readonly name: string
  readonly change: string
  readonly members: readonly object[]
}

const LAX = { second_factor: 'optional', enrolment_at_login: true }
const STRICT = { second_factor: 'everyone', enrolment_at_login: false }

let stage: Stage
let exported: Document
beforeAll(async () => {
  stage = await setStage()
  exported = (await stage.api('GET', `/tenants/${stage.tenantId}/export`)) as unknown as Document
})

const put = async (tenantId: string, document: unknown, query = ''): Promise<readonly Entry[]> =>
  (await stage.api('PUT', `/tenants/${tenantId}/import${query}`, document))
    .entries as readonly Entry[]

const changes = (entries: readonly Entry[]) =>
  entries.map(({ kind, name, change }) => `${change} ${kind} ${name}`)

const newTenant = async (): Promise<string> =>
  String((await stage.api('POST', '/tenants', { name: 'Elsewhere' })).id)

describe('the document of a tenant', () => {
  it('refers by names, and holds neither ids nor secrets', () => {
    expect(exported).toEqual({
      format: 1,
      tenant: { name: 'Example', roles: null, landing: null, sign_in_policy: LAX },
      sso_keys: [{ name: 'main', environment: 'production', encryption: false }],
      external_idps: [expect.objectContaining({ name: 'IdP', source: 'typed' })],
      connectors: [
        {
          name: 'SAML',
          reference: 'saml',
          type: 'saml',
          enabled: true,
          sso_key: 'main',
          external_idp: 'IdP',
          request_binding: 'redirect',
          sign_requests: true,
          name_id_format: 'email',
          identity_source: { kind: 'name_id' },
          mapping: {},
          roles: null,
          tenants: null,
          landing: null,
          link_by_email: false,
          email_domains: [],
          provisioning: 'create',
          authn_context_class_ref: null,
          force_authn: false,
          clock_skew_seconds: 180,
          allow_weak_algorithms_until: null,
          allow_aes_cbc: false,
          idp_initiated: 'off',
          ignore_unsolicited_in_response_to: false,
          max_session_hours: 12,
        },
      ],
      applications: [],
    })
    expect(JSON.stringify(exported)).not.toMatch(/\b(?:ten|sso|idp|con|app)_[0-9a-z]{24}\b/)
  })

  it('changes nothing where it was exported', async () => {
    expect(changes(await put(stage.tenantId, exported))).toEqual([
      'unchanged sso_key main',
      'unchanged external_idp IdP',
      'unchanged connector saml',
    ])
    const connector = await stage.api(
      'GET',
      `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`,
    )
    expect(connector).toMatchObject({ latest_version: stage.version, latest: { number: 1 } })
  })

  it('makes a working login of an empty tenant, once its version is tested', async () => {
    const tenantId = await newTenant()
    expect(changes(await put(tenantId, exported, '?dry_run=true'))).toEqual([
      'create sso_key main',
      'create external_idp IdP',
      'create connector saml',
    ])
    expect((await stage.api('GET', `/tenants/${tenantId}/sso-keys`)).data).toEqual([])
    await put(tenantId, exported)
    expect(new Set((await put(tenantId, exported)).map(({ change }) => change))).toEqual(
      new Set(['unchanged']),
    )
    const [key] = (await stage.api('GET', `/tenants/${tenantId}/sso-keys`)).data as {
      [member: string]: string
    }[]
    const [connector] = (await stage.api('GET', `/tenants/${tenantId}/connectors`)).data as {
      [member: string]: string
    }[]
    const elsewhere = {
      ...stage,
      tenantId,
      connectorId: String(connector?.id),
      ssoKey: {
        id: String(key?.id),
        acsUrl: String(key?.sign_on_url),
        spEntityID: String(key?.entity_id),
        loginUrl: String(key?.login_url),
      },
    }
    // Nothing went live by itself (I6).
    expect(connector).toMatchObject({ active_version: null })
    await testAndActivate(elsewhere)
    const browser = openBrowser(stage.app)
    const landing = await answerAt(elsewhere, browser, await begin(elsewhere, browser))
    expect(landing.status).toBe(303)
    expect(browser.cookies.has('__Host-session')).toBe(true)
  })

  it('shows member by member what it changes, makes a draft of it, and leaves the rest', async () => {
    const [connector] = exported.connectors
    const document = {
      ...exported,
      sso_keys: [],
      external_idps: [],
      connectors: [{ ...connector, force_authn: true, mapping: { email: ['mail'] } }],
    }
    expect(await put(stage.tenantId, document)).toEqual([
      { kind: 'sso_key', name: 'main', change: 'remaining', members: [] },
      { kind: 'external_idp', name: 'IdP', change: 'remaining', members: [] },
      {
        kind: 'connector',
        name: 'saml',
        change: 'update',
        members: [
          { member: 'mapping', before: {}, after: { email: ['mail'] } },
          { member: 'force_authn', before: false, after: true },
        ],
      },
    ])
    const path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
    expect(await stage.api('GET', path)).toMatchObject({
      active_version: stage.version,
      latest: { state: 'draft', settings: { force_authn: true, mapping: { email: ['mail'] } } },
    })
    await put(stage.tenantId, exported)
    expect(await stage.api('GET', path)).toMatchObject({ latest_version: stage.version })
  })

  it('names the child tenants that its rules open, and finds them elsewhere by name', async () => {
    const childOf = async (parent: string) =>
      stage.api('POST', '/tenants', { name: 'Branch', parent_id: parent })
    const elsewhere = await newTenant()
    const [here, there] = [await childOf(stage.tenantId), await childOf(elsewhere)]
    const path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
    const rule = { match: 'exact', value: 'branch' }
    await stage.api('PATCH', path, {
      tenants: { attribute: 'site', rules: [{ ...rule, tenant_id: here.id }] },
    })
    const document = await stage.api('GET', `/tenants/${stage.tenantId}/export`)
    expect(document).toMatchObject({
      connectors: [{ tenants: { attribute: 'site', rules: [{ ...rule, tenant: 'Branch' }] } }],
    })
    await put(elsewhere, document)
    const { data } = await stage.api('GET', `/tenants/${elsewhere}/connectors`)
    const [{ id }] = data as [{ id: string }]
    expect(await stage.api('GET', `/tenants/${elsewhere}/connectors/${id}`)).toMatchObject({
      latest: { settings: { tenants: { rules: [{ ...rule, tenant_id: there.id }] } } },
    })
    await stage.api('PATCH', path, { tenants: null })
  })

  it('brings the roles that there are, before the rules that give them', async () => {
    const tenantId = await newTenant()
    const [connector] = exported.connectors
    const roles = { rules: [{ match: 'exact', value: 'd', role: 'desk' }] }
    const document = {
      ...exported,
      tenant: { name: 'Example', roles: ['desk'] },
      connectors: [{ ...connector, roles }],
    }
    expect((await put(tenantId, document))[0]).toEqual({
      kind: 'tenant',
      name: 'Elsewhere',
      change: 'update',
      members: [{ member: 'roles', before: null, after: ['desk'] }],
    })
    const again = (await stage.api('GET', `/tenants/${tenantId}/export`)) as unknown as Document
    expect(again.tenant).toEqual({
      name: 'Elsewhere',
      roles: ['desk'],
      landing: null,
      sign_in_policy: LAX,
    })
    expect((await put(tenantId, again))[0]).toMatchObject({ kind: 'tenant', change: 'unchanged' })
    const fewer = { ...again, tenant: { name: 'Elsewhere', roles: [] } }
    const refusal = await put(tenantId, fewer).catch(String)
    expect(refusal).toContain('"pointer":"/connectors/0/roles/rules/0/role"')
    expect(await stage.api('GET', `/tenants/${tenantId}/export`)).toEqual(again)
  })

  it('brings what the tenant asks of who signs in with a password', async () => {
    const tenantId = await newTenant()
    const document = { ...exported, tenant: { name: 'Example', sign_in_policy: STRICT } }
    expect((await put(tenantId, document))[0]).toEqual({
      kind: 'tenant',
      name: 'Elsewhere',
      change: 'update',
      members: [{ member: 'sign_in_policy', before: LAX, after: STRICT }],
    })
    expect(await stage.api('GET', `/tenants/${tenantId}/sign-in-policy`)).toMatchObject(STRICT)
    expect((await put(tenantId, document)).map(({ change }) => change)).not.toContain('update')
  })

  it('takes no way in from administrators, and is refused before anything is changed (I10)', async () => {
    const path = `/tenants/${stage.tenantId}`
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await begin(stage, browser))
    await settle(stage)
    const { data } = await stage.api('GET', `${path}/users`)
    const [{ id }] = data as [{ id: string }]
    await stage.api('PATCH', `${path}/users/${id}`, { given_roles: ['admin'] })
    const refusals = async (change: object) =>
      Promise.all(
        ['', '?dry_run=true'].map((query) =>
          put(stage.tenantId, { ...exported, ...change }, query).catch(String),
        ),
      )
    const [connector] = exported.connectors
    const tenant = { name: 'Example', roles: ['desk'] }
    const shut = { tenant, connectors: [{ ...connector, enabled: false }] }
    for (const refusal of await refusals(shut))
      expect(refusal).toContain('administrators_locked_out","pointer":"/connectors/0/enabled"')
    const other = await personWithPassword(stage, 'other@example.org')
    await stage.api('PATCH', `${path}/users/${other}`, { given_roles: ['admin'] })
    for (const refusal of await refusals({ tenant: { ...tenant, sign_in_policy: STRICT } }))
      expect(refusal).toContain('administrators_locked_out","pointer":"/tenant/sign_in_policy"')
    expect(await stage.api('GET', `${path}/export`)).toEqual(exported)
  })

  it('is finished by importing again, when an import was interrupted', async () => {
    const tenantId = await newTenant()
    await stage.api('POST', `/tenants/${tenantId}/sso-keys`, {
      name: 'main',
      environment: 'production',
    })
    expect(changes(await put(tenantId, exported))).toEqual([
      'unchanged sso_key main',
      'create external_idp IdP',
      'create connector saml',
    ])
  })
})

describe('a document that is wrong', () => {
  const idp = () => exported.external_idps[0]
  const connector = () => exported.connectors[0]
  it.each([
    [
      'opens a tenant that is no child',
      () => ({
        connectors: [
          {
            ...connector(),
            tenants: { attribute: 'x', rules: [{ match: 'exact', value: 'x', tenant: 'Other' }] },
          },
        ],
      }),
      '/connectors/0/tenants/rules/0/tenant',
    ],
    [
      'names an SSO key that nobody has',
      () => ({ connectors: [{ ...connector(), sso_key: 'other' }] }),
      '/connectors/0/sso_key',
    ],
    [
      'says one name twice',
      () => ({ sso_keys: [exported.sso_keys[0], exported.sso_keys[0]] }),
      '/sso_keys/1/name',
    ],
    [
      'moves an SSO key to the other environment',
      () => ({ sso_keys: [{ name: 'main', environment: 'non_production' }] }),
      '/sso_keys/0/environment',
    ],
    [
      'holds a certificate that is none',
      () => ({ external_idps: [{ ...idp(), certificates: ['x'] }] }),
      '/external_idps/0',
    ],
    ['grants an application', () => ({ applications: ['Portal'] }), '/applications/0'],
    [
      'asks for a binding that the IdP does not offer',
      () => ({ connectors: [{ ...connector(), request_binding: 'post' }] }),
      '/connectors/0/request_binding',
    ],
    [
      'is of more SSO keys than a tenant may have',
      () => ({
        sso_keys: [1, 2, 3, 4, 5].map((n) => ({ name: `key ${n}`, environment: 'production' })),
      }),
      '/sso_keys',
    ],
    ['holds what no document has', () => ({ client_secret: 'x' }), '/client_secret'],
    [
      'holds a private key',
      () => ({ external_idps: [{ ...idp(), certificates: ['-----BEGIN PRIVATE KEY-----'] }] }),
      '/external_idps/0/certificates/0',
    ],
    ['holds an API key', () => ({ tenant: { name: `esk_${'a'.repeat(43)}` } }), '/tenant/name'],
  ])('is refused where it %s, and changes nothing', async (_, change, pointer) => {
    const document = { ...exported, tenant: { name: 'Changed' }, ...change() }
    const refusal = await put(stage.tenantId, document).catch(String)
    expect(refusal).toContain(' 422 ')
    expect(refusal).toContain(`"pointer":"${pointer}"`)
    expect(await stage.api('GET', `/tenants/${stage.tenantId}/export`)).toEqual(exported)
  })

  it('does not bring back a certificate that was removed', async () => {
    const tenantId = await newTenant()
    await put(tenantId, exported)
    const [saved] = (await stage.api('GET', `/tenants/${tenantId}/external-idps`)).data as {
      id: string
      certificates: { fingerprint_sha256: string }[]
    }[]
    const path = `/tenants/${tenantId}/external-idps/${saved?.id}`
    await stage.api('PATCH', path, {
      issuer: 'https://idp.example/metadata',
      sso_url: 'https://idp.example/sso',
      certificate_pem: TEST_KEYS.other.certificate,
    })
    const compromised = saved?.certificates[0]?.fingerprint_sha256
    await stage.api('DELETE', `${path}/certificates/${compromised}`)
    const refusal = await put(tenantId, exported).catch(String)
    expect(refusal).toContain('was removed from this external IdP')
  })
})
