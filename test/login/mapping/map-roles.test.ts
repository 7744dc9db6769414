import { describe, expect, it } from 'vitest'
import { mapRoles } from '../../../src/login/mapping/map-roles.ts'
import { mapTenants } from '../../../src/login/mapping/map-tenants.ts'
import type { RoleRule } from '../../../src/tenants/connectors/access-rules.ts'

const GROUP = '6f0a2c3e-1b4d-4e5f-8a9b-0c1d2e3f4a5b'
const rules: readonly RoleRule[] = [
  { match: 'exact', value: 'Leads', role: 'manager' },
  { match: 'prefix', value: 'desk-', role: 'representative' },
  { match: 'group_id', value: GROUP, role: 'supervisor' },
]

describe('mapping to roles', () => {
  it('gives every role whose rule matches, each once', () => {
    const both = [...rules, { match: 'exact', value: 'x', role: 'manager' } as const]
    expect(mapRoles(['desk-eu', 'desk-us', 'Leads', 'x'], { rules: both })).toEqual({
      ok: true,
      value: ['manager', 'representative'],
    })
  })

  it('takes the id of a directory group in any case, and every other value byte for byte (R47)', () => {
    expect(mapRoles([GROUP.toUpperCase()], { rules })).toEqual({ ok: true, value: ['supervisor'] })
    // The second ends in a Cyrillic letter that looks like the Latin one.
    expect(mapRoles(['leads', 'Lea\u0501s', ' Leads'], { rules })).toEqual({ ok: true, value: [] })
  })

  it('refuses, falls back or ignores where nothing matches', () => {
    expect(mapRoles(['x'], { rules, unmatched: 'deny', attribute: 'team' })).toEqual({
      ok: false,
      refusal: { code: 'login_role_unmatched', expected: 'team' },
    })
    expect(mapRoles(['x'], { rules, unmatched: 'default', defaultRole: 'guest' })).toEqual({
      ok: true,
      value: ['guest'],
    })
    expect(mapRoles([], { rules })).toEqual({ ok: true, value: [] })
  })

  it('takes the values themselves where there are no rules', () => {
    expect(mapRoles(['b', 'a'])).toEqual({ ok: true, value: ['b', 'a'] })
  })

  it('gives the roles admin and viewer only where the connector allows it, however they are written', () => {
    expect(mapRoles(['admin', 'Admin', 'b', 'Viewer'])).toEqual({ ok: true, value: ['b'] })
    for (const role of ['admin', 'viewer'])
      expect(mapRoles([role], { allowAdmin: true })).toEqual({ ok: true, value: [role] })
    const toAdmin = [{ match: 'exact', value: 'x', role: 'admin' }] as const
    expect(mapRoles(['x'], { rules: toAdmin })).toEqual({ ok: true, value: [] })
  })
})

describe('mapping to a tenant (I5)', () => {
  const one = 'ten_000000000000000000000001'
  const two = 'ten_000000000000000000000002'
  const settings = {
    attribute: 'site',
    rules: [
      { match: 'exact', value: 'one', tenantId: one },
      { match: 'exact', value: 'uno', tenantId: one },
      { match: 'exact', value: 'two', tenantId: two },
    ],
  } as const
  const sites = (...values: string[]) => [{ name: 'site', values }]

  it('opens the one tenant that the rules name', () => {
    expect(mapTenants(sites('uno', 'one'), settings)).toEqual({ ok: true, value: [one] })
  })

  it('refuses a person for whom no rule holds', () => {
    const refusal = { code: 'login_tenant_unmatched', expected: 'site' }
    expect(mapTenants(sites('three'), settings)).toEqual({ ok: false, refusal })
    expect(mapTenants([], settings)).toEqual({ ok: false, refusal })
  })

  it('reads no more values than of any list', () => {
    const many = Array.from({ length: 1000 }, (_, n) => `${n}`)
    const refusal = { code: 'login_attribute_too_large', expected: 'site: 500', got: 1000 }
    expect(mapTenants(sites('one', ...many.slice(1)), settings)).toEqual({ ok: false, refusal })
  })

  it('leaves the choice among several to the person, or to the first rule', () => {
    const both = sites('two', 'one')
    expect(mapTenants(both, settings)).toEqual({ ok: true, value: [one, two] })
    expect(mapTenants(both, settings, two)).toEqual({ ok: true, value: [two] })
    expect(mapTenants(both, { ...settings, several: 'first' })).toEqual({ ok: true, value: [one] })
  })

  it('opens no tenant that was chosen and that no rule opens', () => {
    expect(mapTenants(sites('one'), settings, two)).toEqual({ ok: true, value: [one] })
    expect(mapTenants(sites('three'), settings, two)).toMatchObject({ ok: false })
  })
})
