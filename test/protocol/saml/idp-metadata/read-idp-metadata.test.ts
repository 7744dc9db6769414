import { describe, expect, it } from 'vitest'
import { readIdpMetadata } from '../../../../src/protocol/saml/idp-metadata/read-idp-metadata.ts'
import { derOf, P256 } from '../../x509/samples.ts'
import {
  entitiesDescriptor,
  entityDescriptor,
  keyDescriptor,
  type Parts,
  POST,
  REDIRECT,
  signature,
  ssoService,
} from './idp-metadata.ts'

const ROLE = {
  sso: {
    redirect: [{ location: 'https://idp.example/sso/redirect' }],
    post: [{ location: 'https://idp.example/sso/post' }],
  },
  slo: {},
  wantAuthnRequestsSigned: false,
  nameIdFormats: ['urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'],
  signingCertificates: [derOf(P256)],
  signedWithSha1: false,
}
const EXPECTED = { entityID: 'https://idp.example/metadata', roles: [ROLE] }

async function rolesOf(text: string) {
  const read = await readIdpMetadata(text)
  if (!read.ok) throw new Error(read.refusal.code)
  return read.value.entities.flatMap(({ roles }) => roles)
}
const readOne = async (parts: Parts) => (await rolesOf(entityDescriptor(parts)))[0]

const refused = (refusal: unknown) => ({ ok: false, refusal })

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

describe('what a refusal repeats of a document is bounded', () => {
  it('a time to 40 characters', async () => {
    const entity = `validUntil="${'x'.repeat(41)}"`
    expect(await readIdpMetadata(entityDescriptor({ entity }))).toEqual(
      refused({
        code: 'metadata_valid_until_invalid',
        expected: '2026-01-15T12:00:30Z',
        got: 'x'.repeat(40),
      }),
    )
  })

  it('the name of an element to 100 characters', async () => {
    expect(await readIdpMetadata(`<${'x'.repeat(101)}/>`)).toEqual(
      refused({
        code: 'metadata_not_saml',
        expected: 'an EntityDescriptor or EntitiesDescriptor',
        got: 'x'.repeat(100),
      }),
    )
  })

  const none = (...got: readonly string[]) =>
    refused({
      code: 'metadata_no_idp',
      expected: 'an IDPSSODescriptor of urn:oasis:names:tc:SAML:2.0:protocol',
      ...(got.length > 0 && { got }),
    })
  const SP = { protocols: 'urn:x' }
  const ROLE_ELEMENT = /<md:IDPSSODescriptor[\s\S]*<\/md:IDPSSODescriptor>/

  it('the protocols of a role to 200 characters', async () => {
    expect(await readIdpMetadata(entityDescriptor({ protocols: 'x'.repeat(201) }))).toEqual(
      none(`IDPSSODescriptor of ${'x'.repeat(200)}`),
    )
  })

  it('the roles to 20 of them, each once, and nothing that is no role', async () => {
    const names = Array.from({ length: 21 }, (_, n) => `R${n}Descriptor`)
    const roles = names.map((name) => `<md:${name}/>`).join('')
    const others = '<md:Organization/><md:DescriptorOfNothing/>'
    const text = entityDescriptor(SP).replace(ROLE_ELEMENT, others + roles)
    expect(await readIdpMetadata(text)).toEqual(none(...names.slice(0, 20)))
    const twice = entityDescriptor(SP).replace(ROLE_ELEMENT, '<md:PDPDescriptor/>'.repeat(2))
    expect(await readIdpMetadata(twice)).toEqual(none('PDPDescriptor'))
  })

  it('and says so where a role names no protocol, or where there is no role', async () => {
    const unnamed = entityDescriptor().replace(/ protocolSupportEnumeration="[^"]*"/, '')
    expect(await readIdpMetadata(unnamed)).toEqual(none('IDPSSODescriptor of no protocol'))
    expect(await readIdpMetadata(entityDescriptor().replace(ROLE_ELEMENT, ''))).toEqual(none())
  })
})

describe('signatures on metadata', () => {
  const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
  it.each([
    ['http://www.w3.org/2000/09/xmldsig#rsa-sha1', SHA256, true],
    [
      'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      'http://www.w3.org/2000/09/xmldsig#sha1',
      true,
    ],
    ['http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1', SHA256, true],
    ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', SHA256, false],
  ])('tells of SHA-1 in %s with %s: %s', async (method, digest, expected) => {
    const signed = entitiesDescriptor('', signature(method, digest), entityDescriptor())
    expect((await rolesOf(signed))[0]?.signedWithSha1).toBe(expected)
  })
})

describe('refused metadata', () => {
  it.each([
    ['a document type', `<!DOCTYPE md:EntityDescriptor [<!ENTITY a "b">]>${entityDescriptor()}`],
    ['a document type in lower case', `<!doctype x>${entityDescriptor()}`],
    ['a document type behind an empty comment', `<!----><!DOCTYPE a>${entityDescriptor()}`],
    ['a document type behind an empty instruction', `<?a?><!DOCTYPE a>${entityDescriptor()}`],
    ['a document type behind a comment', `<!-- --><!DOCTYPE a>${entityDescriptor()}`],
    [
      'a document type behind a comment that names the end of one',
      `<!-- -- ><!DOCTYPE a>--><!DOCTYPE a>${entityDescriptor()}`,
    ],
    [
      'a declaration inside',
      entityDescriptor().replace('<ds:X509Data>', '<!ENTITY a "b"><ds:X509Data>'),
    ],
    ...[
      ['a comment', '<!--', '-->'],
      ['CDATA', '<![CDATA[', ']]>'],
      ['an instruction', '<?', '?>'],
    ].map(([name, begin, end]) => [
      `a document type between attributes that hold the ends of ${name}`,
      entityDescriptor().replace(
        '<ds:X509Data>',
        `<a b="${begin}"/><!DOCTYPE a><a b='${end}'/><ds:X509Data>`,
      ),
    ]),
  ])('refuses %s', async (_, text) => {
    expect(await readIdpMetadata(text)).toEqual(refused({ code: 'metadata_dtd_forbidden' }))
  })

  it.each([
    [
      'a tag that is not closed',
      entityDescriptor().replace('</md:EntityDescriptor>', ''),
      'line 1',
    ],
    ['two roots', `${entityDescriptor()}\n${entityDescriptor()}`, 'line 10'],
    ['text after the root', `${entityDescriptor()}x`, 'line 9'],
    ['a comment without end', `${entityDescriptor()}<!-- `, 'line 9'],
    ['a bare ampersand', entityDescriptor().replace('emailAddress', 'a & b'), 'line 5'],
  ])('refuses %s, naming the line', async (_, text, got) => {
    expect(await readIdpMetadata(text)).toEqual(refused({ code: 'metadata_malformed', got }))
  })

  it.each([
    ['an unbound prefix', entityDescriptor().replaceAll('ds:KeyInfo', 'dsig:KeyInfo')],
    ['an unknown entity', entityDescriptor().replace('emailAddress', '&nbsp;')],
    ['an unknown entity in an attribute', entityDescriptor({ entityID: 'a&nbsp;b' })],
    ['an entity that is not closed', entityDescriptor({ entityID: 'a?b&c=d' })],
    [
      'elements nested too deep',
      entitiesDescriptor('', '<a>'.repeat(80) + '</a>'.repeat(80), entityDescriptor()),
    ],
  ])('refuses %s', async (_, text) => {
    expect(await readIdpMetadata(text)).toEqual(refused({ code: 'metadata_malformed' }))
  })

  it('refuses more than 2 MiB before it looks at them', async () => {
    expect(await readIdpMetadata(' '.repeat(2_097_153))).toEqual(
      refused({ code: 'metadata_too_large', expected: 2_097_152, got: 2_097_153 }),
    )
  })

  it('refuses more than 100,000 tags before it parses them', async () => {
    const read = await readIdpMetadata(entitiesDescriptor('', '<a/>'.repeat(99_999)))
    expect(read).toEqual(refused({ code: 'metadata_too_large', expected: 100_000 }))
    expect(await readIdpMetadata(entitiesDescriptor('', '<a/>'.repeat(99_998)))).toMatchObject(
      refused({ code: 'metadata_no_idp' }),
    )
  })

  const expected = 'an EntityDescriptor or EntitiesDescriptor'
  it.each([
    ['words', 'the metadata, please', 'other text'],
    ['nothing', ' \n', 'nothing'],
    ['JSON', '{"issuer": "https://idp.example"}', 'JSON'],
    ['base64 of something else', btoa('x'.repeat(200)), 'base64 of no XML'],
    ['a web page', '<html><body/></html>', 'a web page'],
    [
      'a web page with a document type',
      '<!doctype html><html><head><title>Sign in</title></head><body>maintenance</body></html>',
      'a web page',
    ],
    [
      'XHTML',
      '<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">\n<html/>',
      'a web page',
    ],
    ['a web page that is not XML', '<!DOCTYPE HTML>\n<HTML><br><p>', 'a web page'],
    ['a piece of a web page', '<h1>503 Service Unavailable</h1>', 'a web page'],
    ['metadata elements in no namespace', '<EntityDescriptor entityID="a"/>', 'EntityDescriptor'],
    ['a response', '<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol"/>', 'Response'],
  ])('refuses %s', async (_, text, got) => {
    expect(await readIdpMetadata(text)).toEqual(
      refused({ code: 'metadata_not_saml', expected, got }),
    )
  })

  it.each([
    ['an address', 'metadata_is_url', ' https://idp.example/metadata?x=1\n'],
    ['an address without TLS', 'metadata_is_url', 'HTTP://idp.example/metadata'],
    ['a certificate', 'metadata_is_certificate', P256],
    ['a certificate in base64', 'metadata_is_certificate', derOf(P256)],
  ])('says that %s is none', async (_, code, text) => {
    expect(await readIdpMetadata(text)).toEqual(refused({ code }))
  })

  it('refuses metadata of a service provider', async () => {
    const text = entityDescriptor().replaceAll('IDPSSODescriptor', 'SPSSODescriptor')
    expect(await readIdpMetadata(text)).toEqual(
      refused({
        code: 'metadata_no_idp',
        expected: 'an IDPSSODescriptor of urn:oasis:names:tc:SAML:2.0:protocol',
        got: ['SPSSODescriptor'],
      }),
    )
  })

  it('refuses an IdP of SAML 1.1, and says so', async () => {
    const protocols = 'urn:oasis:names:tc:SAML:1.1:protocol'
    expect(await readIdpMetadata(entityDescriptor({ protocols }))).toMatchObject(
      refused({ code: 'metadata_no_idp', got: [`IDPSSODescriptor of ${protocols}`] }),
    )
  })

  it.each([
    ['no entityID', '', 0],
    ['an entityID of 1,025 characters', 'x'.repeat(1025), 1025],
  ])('refuses an IdP with %s', async (_, entityID, got) => {
    expect(await readIdpMetadata(entityDescriptor({ entityID }))).toEqual(
      refused({ code: 'metadata_entity_id_invalid', expected: 1024, got }),
    )
  })

  it('refuses two IdPs of the same entityID', async () => {
    const text = entitiesDescriptor('', entityDescriptor(), entityDescriptor())
    expect(await readIdpMetadata(text)).toEqual(
      refused({ code: 'metadata_entity_id_duplicate', got: 'https://idp.example/metadata' }),
    )
  })
})

describe('metadata in a wrapping', () => {
  const document = `<?xml version="1.0" encoding="UTF-8"?>\n${entityDescriptor()}`
  const escaped = document.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  it.each([
    ['base64', btoa(document)],
    [
      'base64 in lines, without padding',
      btoa(document)
        .replace(/=+$/, '')
        .replace(/(.{76})/g, '$1\r\n'),
    ],
    ['base64url', btoa(document).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')],
    ['a data URL', `data:application/samlmetadata+xml;base64,${btoa(document)}`],
    ['escaped XML', escaped],
    ['XML that was escaped twice', escaped.replaceAll('&', '&amp;')],
    ['XML escaped by numbers', document.replaceAll('&', '&#38;').replaceAll('<', '&#60;')],
    ['a JSON string', JSON.stringify(document)],
    ['a JSON string without its quotation marks', JSON.stringify(document).slice(1, -1)],
    ['a form field', encodeURIComponent(document)],
  ])('is read from %s', async (_, text) => {
    expect(await readIdpMetadata(text)).toMatchObject({ ok: true, value: { entities: [EXPECTED] } })
  })

  it('is refused when it is wrapped without end, or grows', async () => {
    let text = document
    for (let times = 0; times < 5; times++) text = btoa(text)
    expect(await readIdpMetadata(text)).toMatchObject(refused({ code: 'metadata_not_saml' }))
  })
})

describe('comments, CDATA and processing instructions', () => {
  it.each([
    ['a comment', '<!-- was: <!DOCTYPE x> -->'],
    ['a processing instruction', '<?note <!DOCTYPE x> ?>'],
    ['a comment behind another', '<!-- a --><!-- <!DOCTYPE x> -->'],
    ['a comment that begins like its end', '<!--> <!DOCTYPE x> -->'],
    ['a comment that ends with its name', '<!-- <!x-->'],
    ['a comment behind a line break', '<!-- a -->\n<!-- <!DOCTYPE x> -->'],
  ])('may name a document type: %s', async (_, before) => {
    expect(await readIdpMetadata(before + entityDescriptor())).toMatchObject({ ok: true })
  })

  it('may name a document type behind a tag, too', async () => {
    for (const inner of ['<!-- <!DOCTYPE x> -->', '<?note <!DOCTYPE x> ?>']) {
      const text = entityDescriptor().replace('<ds:X509Data>', `${inner}<ds:X509Data>`)
      expect(await readIdpMetadata(text), inner).toMatchObject({ value: { entities: [EXPECTED] } })
    }
  })

  it('hide no document type behind what is no tag, and are none by what stands before it', async () => {
    const named = '<!-- <!DOCTYPE x> -->'
    expect(await readIdpMetadata(`${named}<a b="<"><!DOCTYPE x></a>`)).toEqual(
      refused({ code: 'metadata_dtd_forbidden' }),
    )
    expect(await readIdpMetadata(`${named}<a b="<"></a>`)).not.toEqual(
      refused({ code: 'metadata_dtd_forbidden' }),
    )
  })

  it('are looked at in linear time when they do not end', async () => {
    expect(await readIdpMetadata(`<a>${'<?'.repeat(90_000)}</a>`)).toMatchObject(
      refused({ code: 'metadata_malformed' }),
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
