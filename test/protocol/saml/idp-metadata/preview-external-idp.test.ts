import { describe, expect, it } from 'vitest'
import { encodeBase64 } from '../../../../src/protocol/bytes/base64.ts'
import { issueSelfSignedCertificate } from '../../../../src/protocol/x509/issue-certificate.ts'
import { newRsaKeyPair } from '../../x509/rsa-key-pair.ts'
import { derOf, ED25519, P256, WEAK } from '../../x509/samples.ts'
import {
  entitiesDescriptor,
  entityDescriptor,
  keyDescriptor,
  type Parts,
  POST,
  REDIRECT,
  ssoService,
} from './idp-metadata.ts'
import { certificate, NOW, P256_FINGERPRINT, preview, previewXml, warningsOf } from './previews.ts'

const WEAK_FINGERPRINT = '6e72c1f65ad256fffb515bb2f808ff10be7aaf73dc69ff0f18a6ca0622d2db93'

describe('a preview of pasted metadata', () => {
  it('shows what a save would store', async () => {
    expect(
      await previewXml({
        entity: 'validUntil="2027-02-01T00:00:00Z"',
        role: 'WantAuthnRequestsSigned="true"',
      }),
    ).toEqual({
      ok: true,
      value: {
        description: {
          entityID: 'https://idp.example/metadata',
          sso: {
            redirect: 'https://idp.example/sso/redirect',
            post: 'https://idp.example/sso/post',
          },
          slo: {},
          wantAuthnRequestsSigned: true,
          nameIdFormats: ['urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress'],
          validUntil: Date.parse('2027-02-01T00:00:00Z'),
          certificates: [certificate('metadata_xml')],
        },
        source: { kind: 'metadata_xml' },
        warnings: [],
        entities: [],
      },
    })
  })

  const two = entitiesDescriptor(
    '',
    entityDescriptor({ entityID: 'urn:one' }),
    entityDescriptor({ entityID: 'urn:two' }),
  )

  it('shows the first of several IdPs and asks to pick one', async () => {
    const shown = await preview({ kind: 'metadata_xml', xml: two })
    expect(shown).toMatchObject({
      ok: true,
      value: { description: { entityID: 'urn:one' }, entities: ['urn:one', 'urn:two'] },
    })
    expect(await warningsOf(Promise.resolve(shown))).toEqual(['several_entities'])
  })

  it('shows the one that was picked, without a warning', async () => {
    const shown = await preview({ kind: 'metadata_xml', xml: two }, { entityID: 'urn:two' })
    expect(shown).toMatchObject({
      ok: true,
      value: {
        description: { entityID: 'urn:two' },
        warnings: [],
        entities: ['urn:one', 'urn:two'],
      },
    })
  })

  it('refuses to pick one that is not there', async () => {
    expect(await preview({ kind: 'metadata_xml', xml: two }, { entityID: 'urn:three' })).toEqual({
      ok: false,
      refusal: { code: 'external_idp_entity_unknown', expected: 'urn:three' },
    })
  })

  it('keeps a certificate once, however often it is named', async () => {
    const keys =
      keyDescriptor('', derOf(P256), P256, derOf(WEAK)) +
      keyDescriptor('use="signing"', derOf(P256))
    const shown = await previewXml({ keys })
    expect(
      shown.ok && shown.value.description.certificates.map((c) => c.fingerprintSha256),
    ).toEqual([P256_FINGERPRINT, WEAK_FINGERPRINT])
  })

  it('takes the usable certificates and names the others by position, subject and reason', async () => {
    const keys = keyDescriptor('use="signing"', derOf(ED25519), derOf(P256), '', 'AAAA')
    const shown = await previewXml({ keys })
    expect(shown).toMatchObject({
      ok: true,
      value: { description: { certificates: [{ fingerprintSha256: P256_FINGERPRINT }] } },
    })
    expect(shown.ok && shown.value.warnings).toEqual([
      {
        code: 'certificate_unusable',
        message: expect.stringMatching(/^Certificate 1 \(CN=ed\) is left out\. The key in this/),
        position: 1,
        subject: 'CN=ed',
        reason: 'certificate_key_unsupported',
      },
      {
        code: 'certificate_unusable',
        message: expect.stringMatching(/^Certificate 3 is left out\. This is not an X\.509/),
        position: 3,
        reason: 'certificate_unreadable',
      },
      expect.objectContaining({ position: 4, reason: 'certificate_unreadable' }),
    ])
  })

  it('names a private key, and takes the certificate beside it', async () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nMFkw\n-----END PRIVATE KEY-----'
    const shown = await previewXml({ keys: keyDescriptor('', pem, derOf(P256)) })
    expect(shown.ok && shown.value.warnings).toMatchObject([
      { position: 1, reason: 'certificate_is_private_key' },
    ])
  })

  it('refuses certificates of which none can be used', async () => {
    const keys = keyDescriptor('use="signing"', derOf(ED25519), 'AAAA')
    expect(await previewXml({ keys })).toEqual({
      ok: false,
      refusal: { code: 'certificate_key_unsupported', got: 'CN=ed' },
    })
  })

  it('takes 20 certificates, those that end last, and names the others', async () => {
    const keyPair = await newRsaKeyPair()
    const newCertificate = async (serial: number) =>
      encodeBase64(
        await issueSelfSignedCertificate({
          commonName: `IdP ${serial}`,
          keyPair,
          notBefore: 0,
          // The third one ends first.
          notAfter: NOW + (serial === 2 ? 0 : 1_000_000),
          serial: Uint8Array.of(serial),
        }),
      )
    const many = await Promise.all(Array.from({ length: 21 }, (_, i) => newCertificate(i)))
    const shown = await previewXml({ keys: keyDescriptor('', ...many.slice(1)) })
    expect(shown.ok && shown.value.description.certificates.length).toBe(20)
    const all = await previewXml({ keys: keyDescriptor('', ...many) })
    if (!all.ok) throw new Error(all.refusal.code)
    expect(all.value.description.certificates.map(({ der }) => der)).toEqual(
      many.filter((_, at) => at !== 2),
    )
    expect(all.value.warnings).toContainEqual(
      expect.objectContaining({
        position: 3,
        subject: 'CN=IdP 2',
        reason: 'external_idp_too_many_certificates',
      }),
    )
  })

  it('refuses more certificates than anyone would read', async () => {
    const keys = keyDescriptor('', ...Array.from({ length: 201 }, () => derOf(P256)))
    expect(await previewXml({ keys })).toEqual({
      ok: false,
      refusal: { code: 'external_idp_too_many_certificates', expected: 200 },
    })
  })

  it('refuses an IdP without an endpoint for HTTP-Redirect or HTTP-POST', async () => {
    expect(await previewXml({ services: ssoService('Artifact', 'https://idp.example/a') })).toEqual(
      {
        ok: false,
        refusal: { code: 'external_idp_endpoint_missing' },
      },
    )
  })

  const FORBIDDEN = [
    'javascript:alert(1)',
    'data:text/html,x',
    'javascript://idp.example/%0aalert(1)',
    'ftp://idp.example/sso',
    'https://user:secret@idp.example/sso',
    'https://idp.example/&#10;x',
    'https://idp.example/&lt;script&gt;',
    'https://idp.example/&quot;onclick=',
    'https://idp.example\\@mallory.example/',
    'https://ïdp.example/sso',
    'https://idp.example{x}/sso',
    '/sso',
    '',
  ]
  const logout = (services: string) => services.replaceAll('SingleSignOn', 'SingleLogout')

  it.each(FORBIDDEN)('refuses the endpoint %j', async (url) => {
    expect(await previewXml({ services: ssoService('Redirect', url) })).toMatchObject({
      ok: false,
      refusal: { code: 'external_idp_endpoint_forbidden' },
    })
  })

  it.each(FORBIDDEN)(
    'leaves the endpoint %j out beside a usable one, and names it',
    async (url) => {
      const forbidden = ssoService('Redirect', url)
      const shown = await previewXml({ services: forbidden + REDIRECT + logout(forbidden) })
      expect(shown).toMatchObject({
        ok: true,
        value: { description: { sso: { redirect: 'https://idp.example/sso/redirect' }, slo: {} } },
      })
      expect(await warningsOf(Promise.resolve(shown))).toEqual([
        'endpoint_unusable',
        'endpoint_unusable',
      ])
    },
  )

  it.each([
    ['a blank', 'https://idp.example/a b?c d', 'https://idp.example/a%20b?c%20d'],
    ['braces and a bar', 'https://idp.example/{a}|b', 'https://idp.example/%7Ba%7D%7Cb'],
    ['letters with accents', 'https://idp.example/é', 'https://idp.example/%C3%A9'],
    ['a fragment', 'https://idp.example/sso#top', 'https://idp.example/sso'],
  ])(
    'takes an endpoint with %s as a browser would (XML Schema 2 §3.2.17)',
    async (_, url, used) => {
      const shown = await previewXml({ services: ssoService('Redirect', url) })
      expect(shown).toMatchObject({
        ok: true,
        value: {
          description: { sso: { redirect: used } },
          warnings: [{ code: 'endpoint_adapted', endpoint: url }],
        },
      })
    },
  )

  it('takes an endpoint with blanks around it as it is', async () => {
    const shown = await previewXml({
      services: ssoService('Redirect', '\n  https://idp.example/sso\t'),
    })
    expect(shown).toMatchObject({
      ok: true,
      value: { description: { sso: { redirect: 'https://idp.example/sso' } }, warnings: [] },
    })
  })

  it('takes where answers to logouts go from the service that it takes', async () => {
    const answers = (location: string, response: string) =>
      logout(ssoService('POST', location)).replace('/>', ` ResponseLocation="${response}"/>`)
    const services =
      REDIRECT +
      answers('', 'https://idp.example/other') +
      answers('https://idp.example/slo', 'https://idp.example/answers')
    expect(await previewXml({ services })).toMatchObject({
      ok: true,
      value: {
        description: {
          slo: {
            post: 'https://idp.example/slo',
            responses: { post: 'https://idp.example/answers' },
          },
        },
      },
    })
  })

  const role = /<md:IDPSSODescriptor[\s\S]*<\/md:IDPSSODescriptor>/
  const withRoles = (...parts: readonly Parts[]) =>
    entityDescriptor().replace(role, () =>
      parts.map((one) => role.exec(entityDescriptor(one))?.[0] ?? '').join(''),
    )

  it.each([
    ['no endpoint', { services: '' }],
    ['an endpoint that cannot be used', { services: ssoService('Redirect', 'x:y') }],
    ['no certificate', { keys: keyDescriptor('use="encryption"', derOf(WEAK)) }],
    ['a certificate that cannot be used', { keys: keyDescriptor('', derOf(ED25519)) }],
    ['an end that cannot be read', { role: 'validUntil="soon"' }],
  ])('takes the second role where the first has %s', async (_, first) => {
    const xml = withRoles(first, { services: POST })
    expect(await preview({ kind: 'metadata_xml', xml })).toMatchObject({
      ok: true,
      value: {
        description: {
          sso: { post: 'https://idp.example/sso/post' },
          certificates: [{ fingerprintSha256: P256_FINGERPRINT }],
        },
      },
    })
  })

  it('keeps the blanks of an entityID, and warns of them', async () => {
    const shown = previewXml({ entityID: '  Acme  Corp SSO ' })
    expect(await shown).toMatchObject({
      ok: true,
      value: { description: { entityID: 'Acme  Corp SSO' } },
    })
    expect(await warningsOf(shown)).toEqual(['entity_id_has_blanks'])
  })

  it.each(['a&#10;b', 'a&#x85;b', 'a&#x2028;b'])('refuses the entityID %j', async (entityID) => {
    expect(await previewXml({ entityID })).toEqual({
      ok: false,
      refusal: { code: 'external_idp_entity_id_invalid' },
    })
  })

  it('hands on why the metadata is refused', async () => {
    expect(await preview({ kind: 'metadata_xml', xml: '<html/>' })).toMatchObject({
      ok: false,
      refusal: { code: 'metadata_not_saml', got: 'a web page' },
    })
  })
})
