import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, makeConnector, makeTenant, openCaller } from '../../support/api-tenant.ts'

let caller: Caller
let shared: Awaited<ReturnType<typeof makeConnector>>
beforeAll(async () => {
  caller = await openCaller()
  shared = await makeConnector(caller)
})

const patch = async (body: object, path = shared.path) => {
  const { status, json } = await caller.call('PATCH', path, body)
  return { status, json: json as Record<string, unknown> }
}
const wrong = (pointer: string, detail: string) => ({
  status: 422,
  json: { code: 'api_members_invalid', errors: [{ pointer, detail }] },
})

describe('the rules of a connector', () => {
  it('are kept and shown as they were set, and null takes them back', async () => {
    const rules = {
      mapping: {
        email: { transforms: [{ kind: 'lowercase' }] },
        groups: {
          from: ['memberOf'],
          transforms: [
            { kind: 'split', by: ';' },
            { kind: 'pattern', pattern: 'CN={capture},*' },
          ],
          default: ['all'],
        },
        custom: { cost_center: { type: 'number', from: ['cc'], required: true } },
      },
      roles: {
        attribute: 'team',
        rules: [{ match: 'prefix', value: 'desk-', role: 'representative' }],
        unmatched: 'default',
        default_role: 'guest',
        sync: 'add',
        allow_admin: false,
      },
      tenants: {
        attribute: 'site',
        rules: [{ match: 'exact', value: 'hq', tenant_id: shared.tenant.id }],
        several: 'first',
      },
    }
    const set = await patch(rules)
    expect(set.json).toMatchObject({ latest: { settings: rules } })
    const unset = await patch({ mapping: {}, roles: null, tenants: null })
    expect(unset.json).toMatchObject({
      latest: {
        version: shared.connector.latest_version,
        settings: { roles: null, tenants: null },
      },
    })
  })

  it.each([
    [{ mapping: { email: { default: 'x@x.org' } } }, '/mapping/email/default', 'is not known'],
    [
      { mapping: { groups: { transforms: [{ kind: 'pattern', pattern: '**' }] } } },
      '/mapping/groups/transforms/0/pattern',
      'must hold at most one {capture}, and a literal between any two wildcards',
    ],
    [
      { mapping: { custom: { age: { type: 'number', default: 'old' } } } },
      '/mapping/custom/age/default',
      'must be a number as text',
    ],
    [
      { mapping: { custom: { Age: { type: 'number' } } } },
      '/mapping/custom/Age',
      'must be lower-case letters, digits and _',
    ],
    [
      { roles: { rules: [{ match: 'group_id', value: 'Leads', role: 'x' }] } },
      '/roles/rules/0/value',
      'must be the object id of a group, as a GUID',
    ],
    [
      { roles: { unmatched: 'default' } },
      '/roles/default_role',
      'must be there when, and only when, unmatched is default',
    ],
    [
      { roles: { rules: [{ match: 'exact', value: 'x', role: 'Admin' }] } },
      '/roles/allow_admin',
      'must be true where a rule gives the role admin or viewer',
    ],
  ])('refuse %j', async (body, pointer, detail) => {
    expect(await patch(body)).toMatchObject(wrong(pointer, detail))
  })

  it('open their own tenant and its children, and nobody else’s (I5)', async () => {
    const child = await caller.make('/tenants', { name: 'Child', parent_id: shared.tenant.id })
    const other = await makeTenant(caller)
    const tenants = (tenant_id: string) => ({
      tenants: { attribute: 'site', rules: [{ match: 'exact', value: 'x', tenant_id }] },
    })
    expect((await patch(tenants(child.id))).status).toBe(200)
    for (const foreign of [other.id, `ten_${'0'.repeat(24)}`])
      expect(await patch(tenants(foreign))).toMatchObject({
        status: 422,
        json: {
          code: 'connector_tenant_foreign',
          pointer: '/tenants/rules/0/tenant_id',
        },
      })
  })

  it('agree with the other connectors of the tenant on the type of a field', async () => {
    const { base, idp } = shared
    const ssoKey = await caller.make(`${base}/sso-keys`, { name: 'b', environment: 'production' })
    const custom = (type: string) => ({ mapping: { custom: { level: { type } } } })
    await patch(custom('number'))
    const second = {
      name: 'Second',
      reference: 'second',
      type: 'saml',
      sso_id: ssoKey.id,
      external_idp_id: idp.id,
    }
    const refused = await caller.call('POST', `${base}/connectors`, {
      ...second,
      ...custom('string'),
    })
    expect(refused.json).toMatchObject({ status: 409, code: 'connector_custom_field_conflict' })
    await caller.make(`${base}/connectors`, { ...second, ...custom('number') })
  })
})
