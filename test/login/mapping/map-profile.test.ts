import { describe, expect, it } from 'vitest'
import { mapIdentity, mapProfile } from '../../../src/login/mapping/map-profile.ts'
import type { VerifiedLogin } from '../../../src/protocol/saml/response/verified-login.ts'
import { NAME_ID_FORMATS } from '../../../src/tenants/connectors/choices.ts'

const login = (
  attributes: Record<string, readonly string[]>,
  nameId: VerifiedLogin['nameId'] = { value: 'p-1', format: NAME_ID_FORMATS.persistent },
): VerifiedLogin => ({
  assertionId: '_a',
  nameId,
  attributes: Object.entries(attributes).map(([name, values]) => ({ name, values })),
  authnInstant: 0,
})
const BY_ALIAS = { mapping: {} }
const PERSON = { email: ['ada@example.org'] }

describe('mapping attributes to a profile', () => {
  it('reads what Entra sends out of the box', () => {
    const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims'
    const mapped = mapProfile(
      login({
        [`${claims}/emailaddress`]: ['ada@example.org'],
        [`${claims}/givenname`]: ['Ada'],
        [`${claims}/surname`]: ['Lovelace'],
        'http://schemas.microsoft.com/identity/claims/objectidentifier': ['0d1'],
        'http://schemas.microsoft.com/ws/2008/06/identity/claims/groups': ['g1', 'g2'],
      }),
      BY_ALIAS,
    )
    expect(mapped).toMatchObject({
      ok: true,
      value: {
        profile: {
          userId: '0d1',
          email: 'ada@example.org',
          firstName: 'Ada',
          lastName: 'Lovelace',
          nameAlias: 'Ada',
          groups: ['g1', 'g2'],
          roles: [],
        },
        sources: { email: `${claims}/emailaddress` },
      },
    })
  })

  it('reads the LDAP names that Shibboleth sends', () => {
    const mapped = mapProfile(
      login({ 'urn:oid:0.9.2342.19200300.100.1.3': ['a@x.org'], 'urn:oid:2.5.4.4': ['L'] }),
      BY_ALIAS,
    )
    expect(mapped).toMatchObject({
      ok: true,
      value: { profile: { email: 'a@x.org', lastName: 'L' } },
    })
  })

  it('takes the e-mail address from a NameID of that format', () => {
    const mapped = mapProfile(
      login({}, { value: 'a@x.org', format: NAME_ID_FORMATS.email }),
      BY_ALIAS,
    )
    expect(mapped).toMatchObject({
      ok: true,
      value: { profile: { email: 'a@x.org' }, sources: { email: 'NameID' } },
    })
  })

  it('prefers the mapping of the connector over every alias', () => {
    const mapping = { email: ['work'], firstName: ['vorname'] }
    const mapped = mapProfile(login({ ...PERSON, work: ['w@x.org'], vorname: ['Eva'] }), {
      mapping,
    })
    expect(mapped).toMatchObject({
      ok: true,
      value: { profile: { email: 'w@x.org', firstName: 'Eva' } },
    })
  })

  it('takes the first of the names that arrived, compared exactly', () => {
    const mapping = { firstName: ['rufname', 'vorname'], lastName: ['Nachname'] }
    const names = { vorname: ['Eva'], rufname: ['Evi'], nachname: ['Ohm'] }
    const mapped = mapProfile(
      login({ ...PERSON, ...names, displayName: ['Eva Ohm'], nickname: ['Eve'] }),
      { mapping },
    )
    expect(mapped).toMatchObject({
      ok: true,
      value: { profile: { firstName: 'Evi', nameAlias: 'Eve' } },
    })
    expect(mapped.ok && mapped.value.profile.lastName).toBeUndefined()
  })

  it('refuses a login without an e-mail address and names what arrived', () => {
    expect(mapProfile(login({ color: ['red'] }), BY_ALIAS)).toEqual({
      ok: false,
      refusal: { code: 'login_profile_incomplete', expected: 'email', got: ['color'] },
    })
  })

  it('refuses two values for a single field (R54)', () => {
    expect(mapProfile(login({ email: ['a@x.org', 'b@x.org'] }), BY_ALIAS)).toEqual({
      ok: false,
      refusal: { code: 'login_attribute_multiple', expected: 'email', got: 2 },
    })
  })

  it.each([
    ['one value twice', ['a@x.org', 'a@x.org']],
    ['a value beside an empty one', ['a@x.org', '']],
    ['a value beside a blank one', ['\n  ', 'a@x.org']],
  ])('takes %s as one value (R54)', (_, email) => {
    expect(mapProfile(login({ email }), BY_ALIAS)).toMatchObject({
      ok: true,
      value: { profile: { email: 'a@x.org' } },
    })
  })

  it('goes on to the next name where an attribute has no value', () => {
    const sent = { email: [''], mail: ['a@x.org'], firstName: [], givenName: ['Dana'] }
    expect(mapProfile(login(sent), BY_ALIAS)).toMatchObject({
      ok: true,
      value: { profile: { email: 'a@x.org', firstName: 'Dana' }, sources: { email: 'mail' } },
    })
    const mapping = { email: ['work', 'home'] }
    expect(mapProfile(login({ work: [' '], home: ['h@x.org'] }), { mapping })).toMatchObject({
      ok: true,
      value: { profile: { email: 'h@x.org' } },
    })
  })

  it.each([
    ['Email', 'FirstName', 'LastName'],
    ['EmailAddress', 'GivenName', 'Surname'],
    ['user.email', 'user.firstName', 'user.lastName'],
    ['EMAIL', 'FIRST_NAME', 'SN'],
  ])('knows %s, %s and %s: well-known names are compared without case', (email, first, last) => {
    const sent = { [email]: ['n@x.org'], [first]: ['Nia'], [last]: ['North'] }
    expect(mapProfile(login(sent), BY_ALIAS)).toMatchObject({
      ok: true,
      value: { profile: { email: 'n@x.org', firstName: 'Nia', lastName: 'North' } },
    })
  })

  it('prefers an exact well-known name to one in another case', () => {
    const sent = { EMAIL: ['other@x.org'], mail: ['a@x.org'] }
    expect(mapProfile(login(sent), BY_ALIAS)).toMatchObject({
      ok: true,
      value: { profile: { email: 'a@x.org' } },
    })
  })

  it('refuses an attribute that comes twice (R54)', () => {
    const twice = login(PERSON)
    const [email] = twice.attributes
    if (!email) throw new Error('no attribute')
    const attributes = [email, { ...email, values: ['eve@example.org'] }]
    expect(mapProfile({ ...twice, attributes }, BY_ALIAS)).toEqual({
      ok: false,
      refusal: { code: 'login_attribute_multiple', expected: 'email', got: 2 },
    })
  })

  it.each(['plain', 'a b@x.org', '@x.org', 'a@', 'a@b@c', 'a\n@x.org', `${'a'.repeat(250)}@x.org`])(
    'refuses %j as an e-mail address',
    (email) => {
      expect(mapProfile(login({ email: [email] }), BY_ALIAS)).toEqual({
        ok: false,
        refusal: { code: 'login_attribute_invalid', expected: 'email' },
      })
    },
  )

  it.each([
    'mar\u212A@x.org',
    'mark@\u212Aiosk.org',
    'stra\u00dfe@x.org',
    '\uff4dark@x.org',
    'a\u037e@x.org',
  ])('refuses %j as an e-mail address: some systems take it for another (R47)', (email) => {
    expect(mapProfile(login({ email: [email] }), BY_ALIAS)).toEqual({
      ok: false,
      refusal: { code: 'login_email_ambiguous', expected: 'email' },
    })
  })

  it.each(['-1', '1.5', 'many', '1e3', ' 1'])('leaves %j out as concurrency', (concurrency) => {
    const sent = login({ ...PERSON, concurrency: [concurrency] })
    const refusal = { code: 'login_attribute_invalid', expected: 'concurrency' }
    const mapped = mapProfile(sent, BY_ALIAS)
    expect(mapped).toMatchObject({
      ok: true,
      value: { leftOut: [{ field: 'concurrency', source: 'concurrency', ...refusal }] },
    })
    expect(mapped.ok && mapped.value.profile.concurrency).toBeUndefined()
    const mapping = { concurrency: { required: true } }
    expect(mapProfile(sent, { mapping })).toEqual({ ok: false, refusal })
  })

  describe('with an optional e-mail address', () => {
    const mapping = { email: { required: false } }

    it('lets somebody in who has none', () => {
      const mapped = mapProfile(login({ userId: ['u-1'] }), { mapping })
      expect(mapped).toMatchObject({ ok: true, value: { profile: { userId: 'u-1' } } })
      expect(mapped.ok && 'email' in mapped.value.profile).toBe(false)
    })

    it('leaves one out that cannot be used', () => {
      const code = 'login_attribute_multiple'
      const mapped = mapProfile(login({ email: ['a@x.org', 'b@x.org'] }), { mapping })
      expect(mapped).toMatchObject({ ok: true, value: { leftOut: [{ field: 'email', code }] } })
      const nameId = { value: 'no address', format: NAME_ID_FORMATS.email }
      expect(mapProfile(login({}, nameId), { mapping })).toMatchObject({
        ok: true,
        value: { leftOut: [{ field: 'email', source: 'NameID', code: 'login_attribute_invalid' }] },
      })
    })

    it('refuses who has none where only some domains may come in', () => {
      const settings = { mapping, emailDomains: ['x.org'] }
      expect(mapProfile(login({ userId: ['u-1'] }), settings)).toEqual({
        ok: false,
        refusal: { code: 'login_profile_incomplete', expected: 'email', got: ['userId'] },
      })
      expect(mapProfile(login({ email: ['plain'] }), settings)).toMatchObject({
        refusal: { code: 'login_attribute_invalid' },
      })
    })
  })

  it('takes the e-mail address from a NameID of any format where the mapping says so', () => {
    const nameId = { value: ' u4@x.org', format: NAME_ID_FORMATS.unspecified }
    const email = { from: ['NameID'], transforms: [{ kind: 'trim' }] } as const
    expect(mapProfile(login({}, nameId), { mapping: { email } })).toMatchObject({
      ok: true,
      value: { profile: { email: 'u4@x.org' }, sources: { email: 'NameID' } },
    })
    expect(mapProfile(login({}, nameId), BY_ALIAS)).toMatchObject({ ok: false })
  })

  it('reads concurrency as a number, and empty values as absent', () => {
    const mapped = mapProfile(login({ ...PERSON, concurrency: ['0'], firstName: [''] }), BY_ALIAS)
    expect(mapped).toMatchObject({ ok: true, value: { profile: { concurrency: 0 } } })
    expect(mapped.ok && mapped.value.profile.firstName).toBeUndefined()
  })

  it('reads roles from the role key where there is one, within the same bounds', () => {
    const roles = { attribute: 'team' }
    const mapped = mapProfile(login({ ...PERSON, roles: ['a'], team: ['b'] }), {
      mapping: {},
      roles,
    })
    expect(mapped).toMatchObject({ ok: true, value: { profile: { roles: ['b'] } } })
    const team = Array.from({ length: 1000 }, (_, n) => `${n}`)
    const code = 'login_attribute_too_large'
    expect(mapProfile(login({ ...PERSON, team }), { mapping: {}, roles })).toMatchObject({
      ok: true,
      value: { profile: { roles: [] }, leftOut: [{ field: 'roles', source: 'team', code }] },
    })
    const strict = { ...roles, unmatched: 'deny' } as const
    expect(mapProfile(login({ ...PERSON, team }), { mapping: {}, roles: strict })).toMatchObject({
      refusal: { code: 'login_role_unmatched' },
    })
  })

  it('keeps each role once, in order', () => {
    const mapped = mapProfile(login({ ...PERSON, roles: ['b', 'a', 'b', ''] }), BY_ALIAS)
    expect(mapped).toMatchObject({ ok: true, value: { profile: { roles: ['b', 'a'] } } })
  })
})

describe('mapping to an identity (R52)', () => {
  const byNameId = { identitySource: { kind: 'name_id' } } as const
  const byAttribute = { identitySource: { kind: 'attribute', name: 'oid' } } as const

  it('takes the NameID with its format, byte for byte (R47)', () => {
    const nameId = { value: ' 00123 ', format: NAME_ID_FORMATS.persistent }
    expect(mapIdentity(login({}, nameId), byNameId)).toEqual({
      ok: true,
      value: { source: `name_id:${NAME_ID_FORMATS.persistent}`, value: ' 00123 ' },
    })
  })

  it('takes a NameID without a format as unspecified', () => {
    expect(mapIdentity(login({}, { value: 'x' }), byNameId)).toMatchObject({
      ok: true,
      value: { source: `name_id:${NAME_ID_FORMATS.unspecified}` },
    })
  })

  it('refuses a transient NameID: it names nobody twice', () => {
    const nameId = { value: 'x', format: NAME_ID_FORMATS.transient }
    expect(mapIdentity(login({}, nameId), byNameId)).toEqual({
      ok: false,
      refusal: { code: 'login_name_id_transient', got: [] },
    })
  })

  it('takes a stable attribute, and refuses when it is missing or multiple', () => {
    expect(mapIdentity(login({ oid: ['1'] }), byAttribute)).toEqual({
      ok: true,
      value: { source: 'attribute:oid', value: '1' },
    })
    expect(mapIdentity(login({}), byAttribute)).toEqual({
      ok: false,
      refusal: { code: 'login_identity_missing', expected: 'oid', got: [] },
    })
    expect(mapIdentity(login({ oid: ['1', '', '1'] }), byAttribute)).toMatchObject({ ok: true })
    expect(mapIdentity(login({ oid: ['1', '2'] }), byAttribute)).toEqual({
      ok: false,
      refusal: { code: 'login_attribute_multiple', expected: 'oid', got: 2 },
    })
    expect(mapIdentity(login({ oid: [''] }), byAttribute)).toEqual({
      ok: false,
      refusal: { code: 'login_identity_missing', expected: 'oid', got: ['oid'] },
    })
  })

  it('needs no NameID where an attribute says who it is, and takes none for the attribute', () => {
    const { nameId: _nobody, ...said } = login({ oid: ['1'] })
    expect(mapIdentity(said, byAttribute)).toMatchObject({ ok: true, value: { value: '1' } })
    const bySpelling = { identitySource: { kind: 'attribute', name: 'NameID' } } as const
    expect(mapIdentity(login({}), bySpelling)).toMatchObject({
      refusal: { code: 'login_identity_missing' },
    })
  })

  it('takes at most 1,024 characters, of a NameID whatever identifies the person', () => {
    const long = 'x'.repeat(1025)
    const refused = (name: string) => ({
      ok: false,
      refusal: { code: 'login_attribute_too_large', expected: `${name}: 1024`, got: 1025 },
    })
    expect(mapIdentity(login({ oid: [long] }), byAttribute)).toEqual(refused('oid'))
    for (const settings of [byNameId, byAttribute])
      expect(mapIdentity(login({ oid: ['1'] }, { value: long }), settings)).toEqual(
        refused('NameID'),
      )
  })
})

describe('the domains that may come in', () => {
  const from = (email: string, emailDomains: readonly string[]) => {
    const mapped = mapProfile(login({ email: [email] }), { mapping: {}, emailDomains })
    return mapped.ok ? 'mapped' : mapped.refusal
  }

  it.each([
    ['ada@Example.ORG', 'example.org'],
    ['ada@münchen.example', 'xn--mnchen-3ya.example'],
    ['ada@xn--mnchen-3ya.example', 'münchen.example'],
  ])('let %s in by %s, however the domain is written', (email, domain) => {
    expect(from(email, ['other.example', domain])).toBe('mapped')
  })

  it.each([
    ['mail.example.org', 'a sub-domain'],
    ['org', 'the domain above'],
    ['evilexample.org', 'a name that ends alike'],
    ['xn--ample-ywe6i.org', 'a name that looks alike'],
  ])('refuse %s: %s', (domain) => {
    const refusal = { code: 'login_domain_foreign', expected: ['example.org'], got: domain }
    expect(from(`ada@${domain}`, ['example.org'])).toEqual(refusal)
  })
})
