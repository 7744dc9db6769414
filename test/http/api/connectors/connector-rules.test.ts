import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, makeConnector, makeTenant, openCaller } from '../../../support/api-tenant.ts'
import { goLive } from '../../../support/pass-test.ts'

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
const TOO_MANY = Array.from({ length: 21 }, (_, n) => `field_${n}`)
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
    [
      { mapping: { email: { default: 'x@x.org' } } },
      '/mapping/email/default',
      'is not known; known here: `from`, `transforms`, `required`',
    ],
    [
      { mapping: { groups: { transforms: [{ kind: 'pattern', pattern: '**' }] } } },
      '/mapping/groups/transforms/0/pattern',
      'must hold at most one {capture}, and a literal between any two wildcards',
    ],
    [
      { mapping: { groups: { transforms: [{ kind: 'pattern', pattern: 'CN={name},*' }] } } },
      '/mapping/groups/transforms/0/pattern',
      'has a name in braces that is not known: there is {capture} alone',
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
      { mapping: { custom: { roles: { type: 'string_list' } } } },
      '/mapping/custom/roles',
      'must not be a field that everybody has',
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
    [
      { roles: { unmatched: 'default', default_role: 'admin' } },
      '/roles/allow_admin',
      'must be true where a rule gives the role admin or viewer',
    ],
    [
      { mapping: { concurrency: { default: '-1' } } },
      '/mapping/concurrency/default',
      'must be a number that is not negative',
    ],
    [
      {
        mapping: { custom: Object.fromEntries(TOO_MANY.map((name) => [name, { type: 'string' }])) },
      },
      '/mapping/custom',
      'must hold at most 20 fields',
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

describe('the roles that a tenant declares', () => {
  const ROLES = ['desk', 'manager']
  const rules = (...roles: readonly string[]) => ({
    roles: { rules: roles.map((role) => ({ match: 'exact', value: role, role })) },
  })
  const declare = (base: string, roles: readonly string[] | null) => patch({ roles }, base)

  it('are those that rules and people may have, and admin; without a list any', async () => {
    const { base, path, connector } = await makeConnector(caller)
    expect((await patch(rules('night-shift'), path)).status).toBe(200)
    const declared = await declare(base, ROLES)
    expect(declared.json).toMatchObject({ roles: ROLES })
    expect(await patch(rules('desk', 'night-shift'), path)).toMatchObject({
      status: 422,
      json: { code: 'connector_role_unknown', pointer: '/roles/rules/1/role' },
    })
    const fallback = { ...rules('desk').roles, unmatched: 'default', default_role: 'guest' }
    expect(await patch({ roles: fallback }, path)).toMatchObject({
      json: { code: 'connector_role_unknown', pointer: '/roles/default_role' },
    })
    const admin = { ...rules('desk', 'admin').roles, allow_admin: true }
    expect((await patch({ roles: admin }, path)).status).toBe(200)

    const invitation = { email: 'ada@example.org', connector_ids: [connector.id] }
    const users = `${base}/users`
    const refused = { status: 422, code: 'user_role_unknown', pointer: '/given_roles/1' }
    const strange = { ...invitation, given_roles: ['desk', 'guest'] }
    expect((await caller.call('POST', users, strange)).json).toMatchObject(refused)
    const user = await caller.make(users, { ...invitation, given_roles: ['desk', 'admin'] })
    const one = `${users}/${user.id}`
    expect((await patch({ given_roles: ['desk', 'guest'] }, one)).json).toMatchObject(refused)
    // What was given before stays while it is there.
    await declare(base, ['manager'])
    expect((await patch({ given_roles: ['desk'] }, one)).status).toBe(200)
    expect(await declare(base, null)).toMatchObject({ status: 200, json: { roles: null } })
    expect((await patch({ given_roles: ['guest'] }, one)).status).toBe(200)
  })

  it('hold what live versions give, and no version goes live that gives another', async () => {
    const made = await makeConnector(caller)
    const { base, path } = made
    await patch(rules('desk'), path)
    const desk = await goLive(caller, made)
    const inUse = { status: 409, json: { code: 'tenant_role_in_use', pointer: '/roles' } }
    expect(await declare(base, ['manager'])).toMatchObject(inUse)
    await patch(rules('manager'), path)
    await goLive(caller, made)
    expect((await declare(base, ['manager'])).status).toBe(200)
    const back = await caller.call('POST', `${path}:rollback`, { version: desk })
    expect(back.json).toMatchObject({ code: 'connector_role_unknown' })
  })

  it('are those of the parent, unless the tenant has a list of its own', async () => {
    const parent = await makeTenant(caller)
    const base = `/tenants/${parent.id}`
    await declare(base, ROLES)
    const made = await makeConnector(caller, { parent_id: parent.id })
    const { path } = made
    expect(await patch(rules('night-shift'), path)).toMatchObject({
      json: { code: 'connector_role_unknown' },
    })
    await patch(rules('desk'), path)
    await goLive(caller, made)
    expect(await declare(base, ['manager'])).toMatchObject({ json: { code: 'tenant_role_in_use' } })
    expect((await declare(made.base, ['desk', 'night-shift'])).status).toBe(200)
    expect((await patch(rules('night-shift'), path)).status).toBe(200)
    expect((await declare(base, ['manager'])).status).toBe(200)
    // Without its own list the child would have its parent's.
    expect(await declare(made.base, null)).toMatchObject({ json: { code: 'tenant_role_in_use' } })
  })

  it.each([
    [Array.from({ length: 101 }, (_, n) => `role-${n}`), '/roles', 'must name at most 100 roles'],
    [['desk', 'desk'], '/roles', 'must name each role once'],
  ])('are bounded', async (roles, pointer, detail) => {
    expect(await patch({ roles }, shared.base)).toMatchObject(wrong(pointer, detail))
  })
})
