import { describe, expect, it } from 'vitest'
import { ENTRA_GROUPS, ENTRA_GROUPS_LINK } from '../../../src/login/mapping/attribute-aliases.ts'
import { mapProfile } from '../../../src/login/mapping/map-profile.ts'
import type { AttributeMapping } from '../../../src/tenants/connectors/attribute-mapping.ts'
import { matchPattern, parsePattern } from '../../../src/tenants/connectors/value-pattern.ts'

const map = (
  attributes: Record<string, readonly string[]>,
  mapping: AttributeMapping = {},
  nameId: string | null = 'p-1',
) =>
  mapProfile(
    {
      assertionId: '_a',
      ...(nameId === null ? {} : { nameId: { value: nameId } }),
      attributes: Object.entries({ email: ['a@x.org'], ...attributes }).map(([name, values]) => ({
        name,
        values,
      })),
      authnInstant: 0,
    },
    { mapping },
  )
const refused = (refusal: object) => ({ ok: false, refusal })
const mapped = (profile: object) => ({ ok: true, value: { profile } })
/** The login goes on without the field, which is named. */
const without = (field: string, leftOut: object) => ({
  ok: true,
  value: {
    profile: expect.not.objectContaining({ [field]: expect.anything() }),
    leftOut: [{ field, source: field, ...leftOut }],
  },
})

describe('a pattern', () => {
  it.each([
    ['CN={capture},OU=Roles,*', 'CN=Desk,OU=Roles,DC=x', 'Desk'],
    ['CN={capture},OU=Roles,*', 'CN=Desk,OU=Other,DC=x', undefined],
    ['{capture}@*', 'ada@x.org', 'ada'],
    ['*-{capture}', 'eu-desk-1', 'desk-1'],
    ['*.org', 'x.org', 'x.org'],
    ['{capture}', '', ''],
    ['a*a', 'a', undefined],
    ['a*b*c', 'acb', undefined],
    ['exact', 'exactly', undefined],
    ['(a+)+$', 'aaaa', undefined],
  ])('%s makes of %j %j', (text, value, expected) => {
    const pattern = parsePattern(text)
    expect(pattern && matchPattern(pattern, value)).toBe(expected)
  })

  it.each(['**', '*{capture}', '{capture}{capture}', '{capture}-{capture}'])(
    'is none when it says %s',
    (text) => {
      expect(parsePattern(text)).toBeUndefined()
    },
  )

  it('takes one pass over the longest value', () => {
    const pattern = parsePattern('*a*a*a*a*a*a*a*a*a*a*b')
    const startedAt = performance.now()
    expect(pattern && matchPattern(pattern, 'a'.repeat(16_384))).toBeUndefined()
    expect(performance.now() - startedAt).toBeLessThan(100)
  })
})

describe('a rule of a field', () => {
  it('transforms each value in the order of its transforms', () => {
    const groups = {
      from: ['memberOf'],
      transforms: [
        { kind: 'split', by: ';' },
        { kind: 'trim' },
        { kind: 'pattern', pattern: 'CN={capture},*' },
        { kind: 'lowercase' },
      ],
    } as const
    expect(map({ memberOf: ['CN=Desk,DC=x; CN=EU,DC=x;;other'] }, { groups })).toMatchObject(
      mapped({ groups: ['desk', 'eu'] }),
    )
  })

  it('refuses a login without a required field, by the names of the attributes and never their values', () => {
    const lastName = { from: ['familienname'], required: true }
    expect(map({ vorname: ['Ada'] }, { lastName })).toEqual(
      refused({
        code: 'login_profile_incomplete',
        expected: 'lastName',
        got: ['email', 'vorname'],
      }),
    )
  })

  it('takes its default where nothing is left', () => {
    const mapping = {
      firstName: { default: 'Somebody' },
      groups: { from: ['g'], default: ['all'], transforms: [{ kind: 'trim' }] },
    } as const
    expect(map({ g: [' '] }, mapping)).toMatchObject(
      mapped({ firstName: 'Somebody', nameAlias: 'Somebody', groups: ['all'] }),
    )
  })

  it('takes one value only, before and after the transforms (R54)', () => {
    const email = { from: ['mail'], transforms: [{ kind: 'split', by: ',' }] } as const
    expect(map({ mail: ['a@x.org,b@x.org'] }, { email })).toEqual(
      refused({ code: 'login_attribute_multiple', expected: 'email', got: 2 }),
    )
    expect(map({ mail: ['a@x.org,a@x.org'] }, { email })).toMatchObject(
      mapped({ email: 'a@x.org' }),
    )
  })

  it('takes the NameID as a source, with transforms', () => {
    const userId = { from: ['NameID'], transforms: [{ kind: 'trim' }] } as const
    expect(map({ NameID: ['an attribute'] }, { userId }, ' p-7 ')).toMatchObject(
      mapped({ userId: 'p-7' }),
    )
    expect(map({ NameID: ['an attribute'] }, { userId: ['NameID'] }, null)).toMatchObject(
      mapped({ userId: 'an attribute' }),
    )
  })

  it('makes no ASCII letter of another character by lower case (R47)', () => {
    const roles = { from: ['r'], transforms: [{ kind: 'lowercase' }] } as const
    expect(map({ r: ['DES\u212A', 'DESK', 'Ä', '\u0130D'] }, { roles })).toMatchObject(
      mapped({ roles: ['des\u212A', 'desk', 'ä', '\u0130d'] }),
    )
  })
})

describe('a field of the tenant’s own', () => {
  const custom = {
    department: { type: 'string', from: ['dept'] },
    level: { type: 'number' },
    remote: { type: 'boolean' },
    sites: { type: 'string_list', from: ['site'] },
  } as const

  it('has the type that was chosen for it', () => {
    const attributes = { dept: ['R&D'], level: ['-1.5'], remote: ['TRUE'], site: ['b', 'a'] }
    expect(map(attributes, { custom })).toMatchObject(
      mapped({ custom: { department: 'R&D', level: -1.5, remote: true, sites: ['b', 'a'] } }),
    )
  })

  it('is absent where nothing arrives', () => {
    const result = map({}, { custom })
    expect(result.ok && 'custom' in result.value.profile).toBe(false)
  })

  it.each([
    ['level', 'many'],
    ['level', '1e9'],
    ['level', ''.padEnd(16, '9')],
    ['remote', 'yes'],
  ])('leaves %s %j out, and refuses it where the field is required', (name, value) => {
    const refusal = { code: 'login_attribute_invalid', expected: name }
    const outcome = map({ [name]: [value] }, { custom })
    expect(outcome).toMatchObject({ value: { leftOut: [{ field: name, ...refusal }] } })
    expect(outcome.ok && 'custom' in outcome.value.profile).toBe(false)
    const type = name === 'level' ? 'number' : 'boolean'
    const strict = { custom: { [name]: { type, required: true } } } as const
    expect(map({ [name]: [value] }, strict)).toEqual(refused(refusal))
  })
})

describe('what an IdP sends too much of', () => {
  it('is left out: a value of 100 KB, before anything is made of it', () => {
    const transforms = [{ kind: 'split', by: ',' }] as const
    const refusal = {
      code: 'login_attribute_too_large',
      expected: 'firstName: 16384',
      got: 102_400,
    }
    const sent = { firstName: ['x,'.repeat(51_200)] }
    expect(map(sent, { firstName: { transforms } })).toMatchObject(without('firstName', refusal))
    expect(map(sent, { firstName: { transforms, required: true } })).toEqual(refused(refusal))
  })

  it('is left out: a value that no field holds', () => {
    expect(map({ firstName: ['x'.repeat(1025)] })).toMatchObject(
      without('firstName', {
        code: 'login_attribute_too_large',
        expected: 'firstName: 1024',
        got: 1025,
      }),
    )
  })

  it('is left out: 600 groups, unless a pattern picks those that matter', () => {
    const groups = Array.from({ length: 600 }, (_, n) => `g${n}`)
    const refusal = { code: 'login_attribute_too_large', expected: 'groups: 500', got: 600 }
    expect(map({ groups })).toMatchObject({
      ok: true,
      value: { profile: { groups: [] }, leftOut: [{ field: 'groups', ...refusal }] },
    })
    expect(map({ groups }, { groups: { required: true } })).toEqual(refused(refusal))
    const some = { groups: { transforms: [{ kind: 'pattern', pattern: 'g59*' }] } } as const
    expect(map({ groups }, some)).toMatchObject({ ok: true })
  })

  it('is left out and explained: the link that Entra ID sends in place of groups', () => {
    const sent = { [ENTRA_GROUPS_LINK]: ['https://graph.example/me/getMemberObjects'] }
    const refusal = {
      code: 'login_groups_overage',
      expected: ENTRA_GROUPS,
      got: ENTRA_GROUPS_LINK,
    }
    expect(map(sent)).toMatchObject({
      ok: true,
      value: { profile: { groups: [] }, leftOut: [{ field: 'groups', ...refusal }] },
    })
    expect(map(sent, { groups: { required: true } })).toEqual(refused(refusal))
    const elsewhere = map({ [ENTRA_GROUPS_LINK]: ['x'] }, { groups: ['department'] })
    expect(elsewhere).toMatchObject(mapped({ groups: [] }))
    expect(elsewhere.ok && elsewhere.value.leftOut).toBeUndefined()
  })

  it('is left out, and its default stands in: two values of an optional field', () => {
    const firstName = { default: 'Somebody' }
    expect(map({ firstName: ['Ada', 'Eve'] }, { firstName })).toMatchObject({
      ok: true,
      value: {
        profile: { firstName: 'Somebody' },
        leftOut: [{ field: 'firstName', code: 'login_attribute_multiple', got: 2 }],
      },
    })
  })

  it('lists at most 50 names of attributes', () => {
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`a${n}`, ['x']]))
    const result = map(many, { userId: { required: true } })
    expect(!result.ok && result.refusal.got).toHaveLength(50)
  })
})
