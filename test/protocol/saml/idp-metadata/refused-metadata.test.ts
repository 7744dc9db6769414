import { describe, expect, it } from 'vitest'
import { readIdpMetadata } from '../../../../src/protocol/saml/idp-metadata/read-idp-metadata.ts'
import { derOf, P256 } from '../../x509/samples.ts'
import { EXPECTED, refused, rolesOf } from './expected-metadata.ts'
import { entitiesDescriptor, entityDescriptor, signature } from './idp-metadata.ts'

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
