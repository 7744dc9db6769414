import { describe, expect, it } from 'vitest'
import { readIdpMetadata } from '../../../../src/protocol/saml/idp-metadata/read-idp-metadata.ts'
import { derOf, P256 } from '../../x509/samples.ts'
import { EXPECTED, refused, rolesOf } from './expected-metadata.ts'
import {
  entitiesDescriptor,
  entityDescriptor,
  keyDescriptor,
  type Parts,
  POST,
  REDIRECT,
  ssoService,
} from './idp-metadata.ts'

const readOne = async (parts: Parts) => (await rolesOf(entityDescriptor(parts)))[0]

describe('readIdpMetadata', () => {
  it('reads an EntityDescriptor', async () => {
    expect(await readIdpMetadata(entityDescriptor())).toEqual({
      ok: true,
      value: { entities: [EXPECTED], unreadable: [] },
    })
  })

  it('resolves namespaces, whatever the prefixes are', async () => {
    const text = entityDescriptor()
      .replaceAll('md:', '')
      .replaceAll('xmlns:md', 'xmlns')
      .replace('xmlns:md=', 'xmlns=')
      .replaceAll('ds:', 'x-1.y:')
      .replace('xmlns:ds', 'xmlns:x-1.y')
    expect(text).toContain('<EntityDescriptor xmlns="urn:')
    expect(await readIdpMetadata(text)).toMatchObject({ ok: true, value: { entities: [EXPECTED] } })
  })

  it.each([
    [
      'a byte order mark, a declaration and comments',
      `\uFEFF<?xml version="1.0" encoding="utf-8"?>\n<!-- made by hand -->\n${entityDescriptor()}\n<!-- end -->`,
    ],
    ['processing instructions', `<?xml-stylesheet href="a.xsl"?>${entityDescriptor()}`],
    ['Windows line ends', entityDescriptor().replaceAll('\n', '\r\n')],
    ['CDATA', entityDescriptor().replace(derOf(P256), `<![CDATA[${derOf(P256)}]]>`)],
    [
      'a comment inside a value',
      entityDescriptor().replace('emailAddress', 'email<!-- -->Address'),
    ],
    [
      'a processing instruction inside a value',
      entityDescriptor().replace('emailAddress', 'email<?note?>Address'),
    ],
    [
      'CDATA in the middle of a value',
      entityDescriptor().replace('emailAddress', 'email<![CDATA[Addr]]>ess<![CDATA[]]>'),
    ],
    [
      'white space around what attributes say',
      entityDescriptor({ entityID: '\n  https://idp.example/metadata ' })
        .replace('use="signing"', 'use=" signing "')
        .replace('HTTP-POST"', 'HTTP-POST\n"'),
    ],
    [
      'namespaces declared where they are used',
      entityDescriptor()
        .replace(/ xmlns:ds="[^"]*"/, '')
        .replace(
          '<md:KeyDescriptor',
          '<md:KeyDescriptor xmlns:ds="http://www.w3.org/2000/09/xmldsig#"',
        )
        .replace('<md:NameIDFormat>', '<md:NameIDFormat xmlns:x="urn:x">'),
    ],
    [
      'namespaces declared around an element of another one',
      entityDescriptor()
        .replace(/ xmlns:ds="[^"]*"/, '')
        .replace(
          '<md:IDPSSODescriptor',
          '<md:IDPSSODescriptor xmlns:ds="http://www.w3.org/2000/09/xmldsig#"',
        ),
    ],
  ])('reads a document with %s', async (_, text) => {
    expect(await readIdpMetadata(text)).toMatchObject({ ok: true, value: { entities: [EXPECTED] } })
  })

  it('decodes the five entities and character references', async () => {
    const services = ssoService('Redirect', 'https://idp.example/?a=1&amp;b=&#x32;&#51;&quot;')
    expect((await readOne({ services }))?.sso).toEqual({
      redirect: [{ location: 'https://idp.example/?a=1&b=23"' }],
    })
  })

  it('does not decode inside CDATA', async () => {
    const text = entityDescriptor().replace(derOf(P256), '<![CDATA[&amp;]]>')
    expect((await rolesOf(text))[0]?.signingCertificates).toEqual(['&amp;'])
  })

  it('reads every IdP of nested EntitiesDescriptors, and leaves other roles out', async () => {
    const sp =
      '<md:EntityDescriptor entityID="sp"><md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"/></md:EntityDescriptor>'
    const text = entitiesDescriptor(
      '',
      sp,
      entityDescriptor({ entityID: 'urn:one' }),
      entitiesDescriptor('', entityDescriptor({ entityID: 'urn:two' })),
      entityDescriptor({
        entityID: 'urn:three',
        protocols: 'urn:oasis:names:tc:SAML:1.1:protocol',
      }),
    )
    const read = await readIdpMetadata(text)
    expect(read.ok && read.value.entities.map(({ entityID }) => entityID)).toEqual([
      'urn:one',
      'urn:two',
    ])
  })

  it('reads no IdP from what else stands in an EntitiesDescriptor', async () => {
    const hidden = `<md:Extensions>${entityDescriptor({ entityID: 'urn:hidden' })}</md:Extensions>`
    expect(await readIdpMetadata(entitiesDescriptor('', hidden, entityDescriptor()))).toEqual({
      ok: true,
      value: { entities: [EXPECTED], unreadable: [] },
    })
  })

  it('takes the role for SAML 2.0 from an entity that has others too', async () => {
    const role = /<md:IDPSSODescriptor[\s\S]*<\/md:IDPSSODescriptor>/
    const old = role.exec(
      entityDescriptor({
        protocols: 'urn:mace:shibboleth:1.0',
        services: ssoService('Redirect', 'https://old.example'),
      }),
    )
    const text = entityDescriptor({
      protocols: 'urn:oasis:names:tc:SAML:1.1:protocol\n urn:oasis:names:tc:SAML:2.0:protocol',
    }).replace(
      '<md:IDPSSODescriptor',
      `${old?.[0]}<md:RoleDescriptor protocolSupportEnumeration="http://docs.oasis-open.org/wsfed/federation/200706"/><md:IDPSSODescriptor`,
    )
    const read = await readIdpMetadata(text)
    expect(read.ok && read.value.entities).toEqual([EXPECTED])
  })

  it('keeps every role for SAML 2.0, in order', async () => {
    const role = /<md:IDPSSODescriptor[\s\S]*<\/md:IDPSSODescriptor>/
    const second = role.exec(entityDescriptor({ services: POST }))?.[0] ?? ''
    const roles = await rolesOf(
      entityDescriptor().replace('</md:EntityDescriptor>', `${second}</md:EntityDescriptor>`),
    )
    expect(roles.map(({ sso }) => Object.keys(sso))).toEqual([['redirect', 'post'], ['post']])
  })

  it('keeps the endpoints of HTTP-Redirect and of HTTP-POST in order, and no other binding', async () => {
    const services =
      ssoService('Artifact', 'https://idp.example/artifact') +
      ssoService('POST-SimpleSign', 'https://idp.example/simple') +
      POST +
      ssoService('POST', 'https://idp.example/second') +
      REDIRECT.replaceAll('SingleSignOnService', 'SingleLogoutService')
    expect(await readOne({ services })).toMatchObject({
      sso: {
        post: [
          { location: 'https://idp.example/sso/post' },
          { location: 'https://idp.example/second' },
        ],
      },
      slo: { redirect: [{ location: 'https://idp.example/sso/redirect' }] },
    })
  })

  it('keeps 20 endpoints of a kind and binding', async () => {
    const locations = Array.from({ length: 21 }, (_, n) => `https://idp.example/${n}`)
    const services = locations.map((location) => ssoService('Redirect', location)).join('')
    expect((await readOne({ services }))?.sso).toEqual({
      redirect: locations.slice(0, 20).map((location) => ({ location })),
    })
  })

  it('leaves an endpoint without Location to whoever uses it', async () => {
    const services = REDIRECT.replace(/ Location="[^"]*"/, '')
    expect((await readOne({ services }))?.sso).toEqual({ redirect: [{ location: '' }] })
  })

  it('reads an entityID of 1,024 characters', async () => {
    const entityID = 'x'.repeat(1024)
    expect(await readIdpMetadata(entityDescriptor({ entityID }))).toMatchObject({
      ok: true,
      value: { entities: [{ entityID }] },
    })
  })

  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])('reads WantAuthnRequestsSigned="%s"', async (text, expected) => {
    const entity = await readOne({ role: `WantAuthnRequestsSigned="${text}"` })
    expect(entity?.wantAuthnRequestsSigned).toBe(expected)
  })
})

describe('signing certificates (R45)', () => {
  it('keeps every one, of KeyDescriptors for signing and of those without use or with an empty one', async () => {
    const keys =
      keyDescriptor('use="signing"', 'AAAA', 'BBBB') +
      keyDescriptor('use="encryption"', 'CCCC') +
      keyDescriptor('', 'DDDD') +
      keyDescriptor('use=""', 'GGGG') +
      keyDescriptor('use="signing"', '\n  EEEE\n  FFFF\n')
    expect((await readOne({ keys }))?.signingCertificates).toEqual([
      'AAAA',
      'BBBB',
      'DDDD',
      'GGGG',
      'EEEE\n  FFFF',
    ])
  })

  it('reads a KeyInfo that was left in the namespace of metadata', async () => {
    const keys = keyDescriptor('use="signing"', 'AAAA').replaceAll('ds:', 'md:')
    expect((await readOne({ keys }))?.signingCertificates).toEqual(['AAAA'])
  })

  it('takes none from a signature over the metadata or from another role', async () => {
    const stray = `<md:AttributeAuthorityDescriptor>${keyDescriptor('use="signing"', 'AAAA')}</md:AttributeAuthorityDescriptor>`
    const text = entityDescriptor({ keys: '' }).replace(
      '<md:IDPSSODescriptor',
      `<ds:Signature><ds:KeyInfo><ds:X509Data><ds:X509Certificate>BBBB</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>${stray}<md:IDPSSODescriptor`,
    )
    expect((await rolesOf(text))[0]?.signingCertificates).toEqual([])
  })
})

describe('validUntil (R45)', () => {
  it('is the earliest of the role, the entity and the groups around it', async () => {
    const roles = await rolesOf(
      entitiesDescriptor(
        'validUntil="2027-01-01T00:00:00Z"',
        entityDescriptor({ entityID: 'urn:a', entity: 'validUntil="2026-06-01T12:00:00.123456Z"' }),
        entityDescriptor({ entityID: 'urn:b', role: 'validUntil="2030-01-01T00:00:00"' }),
      ),
    )
    expect(roles.map(({ validUntil }) => validUntil)).toEqual([
      Date.parse('2026-06-01T12:00:00.123Z'),
      Date.parse('2027-01-01T00:00:00Z'),
    ])
  })

  it.each([
    ['2027-06-01T02:30:00+02:30', '2027-06-01T00:00:00Z'],
    ['2027-05-31T19:00:00.5-05:00', '2027-06-01T00:00:00.5Z'],
    [' 2027-06-01T00:00:00Z\n', '2027-06-01T00:00:00Z'],
    ['2027-06-01T00:00:00+00:00', '2027-06-01T00:00:00Z'],
    ['2027-06-01T14:00:00+14:00', '2027-06-01T00:00:00Z'],
  ])('may be %s (XML Schema 2 §3.2.7.3)', async (validUntil, expected) => {
    const role = await readOne({ entity: `validUntil="${validUntil}"` })
    expect(role?.validUntil).toBe(Date.parse(expected))
  })

  it.each([
    'next year',
    '2027-06-01T00:00:00+14:01',
    '2027-06-01T00:00:00+02:60',
    '2027-02-30T00:00:00+02:00',
    '2027-06-01',
    '',
  ])('is refused when it is %j', async (got) => {
    expect(await readIdpMetadata(entityDescriptor({ entity: `validUntil="${got}"` }))).toEqual(
      refused({ code: 'metadata_valid_until_invalid', expected: '2026-01-15T12:00:30Z', got }),
    )
  })
})

describe('an aggregate', () => {
  const one = entityDescriptor({ entityID: 'urn:one' })
  const read = async (...others: readonly string[]) => {
    const answer = await readIdpMetadata(entitiesDescriptor('', ...others, one))
    return answer.ok
      ? {
          readable: answer.value.entities.map(({ entityID }) => entityID),
          unreadable: answer.value.unreadable.map(({ refusal }) => refusal.code),
        }
      : answer.refusal
  }

  it.each([
    [
      'a time that cannot be read',
      entityDescriptor({ entity: 'validUntil="soon"' }),
      'metadata_valid_until_invalid',
    ],
    ['no entityID', entityDescriptor({ entityID: '' }), 'metadata_entity_id_invalid'],
  ])('is not spoilt by another IdP with %s', async (_, other, code) => {
    expect(await read(other)).toEqual({ readable: ['urn:one'], unreadable: [code] })
  })

  it('is not spoilt by another IdP that stands there twice', async () => {
    expect(await read(entityDescriptor(), entityDescriptor())).toMatchObject({
      readable: ['urn:one'],
    })
  })

  it('takes an entity once that stands there as a service provider too', async () => {
    expect(await read(one.replaceAll('IDPSSODescriptor', 'SPSSODescriptor'))).toEqual({
      readable: ['urn:one'],
      unreadable: [],
    })
  })
})
