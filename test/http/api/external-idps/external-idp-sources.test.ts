import { describe, expect, it } from 'vitest'
import { toPem } from '../../../../src/protocol/x509/certificate.ts'
import { derOf, LEAF, P7B, P256, REQUEST } from '../../../protocol/x509/samples.ts'
import { makeCertificate, writeMetadata } from '../../../support/api-tenant.ts'
import { documents, externalIdpScene, URL_OF_METADATA } from './external-idp-scene.ts'

const scene = externalIdpScene()
const SSO = 'https://idp.example.com/sso'
const METADATA = `<?xml version="1.0"?>\n${writeMetadata({ certificates: [derOf(P256)] })}\n`
const preview = async (source: string, more = {}) =>
  (await scene.caller.call('POST', `${scene.base}/external-idps:preview`, { source, ...more })).json
const base64 = (...bytes: readonly number[]) =>
  btoa(String.fromCharCode(...bytes, ...Array.from({ length: 300 }, (_, at) => at % 256)))

describe('one source', () => {
  it.each([
    ['an address', URL_OF_METADATA],
    ['an address with white space around', `  ${URL_OF_METADATA}\n`],
    ['an address in quotation marks', `"${URL_OF_METADATA}"`],
    ['an address in angle brackets', `<${URL_OF_METADATA}>`],
    ['an address without its scheme', URL_OF_METADATA.slice('https://'.length)],
  ])('that is %s is read from there', async (_, source) => {
    documents.set(URL_OF_METADATA, METADATA)
    expect(await preview(source)).toMatchObject({
      recognised: 'metadata_url',
      recognised_in_words: 'The address of metadata of one identity provider.',
      still_needed: [],
      source: 'metadata_url',
      metadata_url: URL_OF_METADATA,
      certificates: [{ origin: 'metadata_url' }],
    })
  })

  it.each([
    ['XML', METADATA],
    ['XML with &#13; at the ends of its lines', METADATA.replaceAll('\n', '&#13;\n')],
    ['XML with written line ends', METADATA.replaceAll('\n', '\\n')],
    ['XML without line breaks', METADATA.replaceAll('\n', '')],
    ['XML in base64', btoa(METADATA)],
    ['XML as a JSON string', JSON.stringify(METADATA)],
  ])('that is %s is metadata', async (_, source) => {
    expect(await preview(source)).toMatchObject({
      recognised: 'metadata_xml',
      recognised_in_words: 'SAML metadata of one identity provider.',
      source: 'metadata_xml',
      entity_id: 'https://idp.example.com',
      sso: { redirect: SSO, post: SSO },
      certificates: [{ subject: 'CN=IdP on a curve', origin: 'metadata_xml' }],
    })
  })

  it.each([
    ['PEM', P256, ['CN=IdP on a curve']],
    ['PEM with &#13;', P256.replaceAll('\n', '&#13;\n'), ['CN=IdP on a curve']],
    ['PEM with literal line ends', P256.replaceAll('\n', '\\n'), ['CN=IdP on a curve']],
    ['PEM without line breaks', P256.replaceAll('\n', ' '), ['CN=IdP on a curve']],
    ['several PEM blocks', P256 + LEAF, ['CN=IdP on a curve', 'CN=Leaf']],
    ['base64 alone', derOf(P256), ['CN=IdP on a curve']],
    ['DER as a data URL', `data:application/x-x509;base64,${derOf(P256)}`, ['CN=IdP on a curve']],
    ['P7B in base64', derOf(P7B), ['CN=Leaf']],
    ['P7B in PEM', P7B, ['CN=Leaf']],
  ])('that is %s is certificates, and says what is still needed', async (_, source, subjects) => {
    const shown = await preview(source)
    expect(shown).toMatchObject({
      recognised: 'certificates',
      recognised_in_words: subjects.length === 1 ? 'A certificate.' : '2 certificates.',
      still_needed: ['sso_url'],
      warnings: expect.not.arrayContaining([
        expect.objectContaining({ code: 'only_post_binding' }),
      ]),
      sso: { redirect: null, post: null },
      certificates: subjects.map((subject) => ({ subject, origin: 'typed' })),
    })
    expect(await preview(source, { sso_url: SSO })).toMatchObject({ still_needed: [] })
  })

  it.each([
    [
      'a private key',
      '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
      'certificate_is_private_key',
      'This is a private key',
    ],
    [
      'a certificate beside its key',
      `${P256}-----BEGIN RSA PRIVATE KEY-----\nAA\n-----END RSA PRIVATE KEY-----`,
      'certificate_is_private_key',
      'This is a private key',
    ],
    ['a certificate request', REQUEST, 'certificate_is_request', 'signing request'],
    ['a photo', base64(0xff, 0xd8, 0xff, 0xe0), 'source_unrecognised', 'a JPEG image'],
    [
      'a screenshot',
      `data:image/png;base64,${base64(0x89, 0x50, 0x4e, 0x47)}`,
      'source_unrecognised',
      'a PNG image',
    ],
    ['a PDF document', base64(0x25, 0x50, 0x44, 0x46), 'source_unrecognised', 'a PDF document'],
    ['a web page', '<!doctype html><title>Sign in</title>', 'metadata_not_saml', 'a web page'],
    ['a sentence', 'see the attached file', 'source_unrecognised', 'other text'],
    ['white space', ' \n ', 'source_unrecognised', 'nothing'],
    [
      'a file of more than 2 MiB',
      'A'.repeat(2 * 1024 * 1024 + 1),
      'metadata_too_large',
      2 * 1024 * 1024 + 1,
    ],
  ])('that is %s is refused with a mend', async (_, source, code, got) => {
    expect(await preview(source)).toMatchObject({
      status: 422,
      code,
      detail: expect.stringContaining(String(got)),
      pointer: '/source',
      mend: expect.stringMatching(/[a-z]{3}/),
    })
  })

  it('is saved as it was previewed, and certificates only with a sign-on URL', async () => {
    const path = `${scene.base}/external-idps`
    const alone = { name: 'By certificate', source: P256 }
    expect((await scene.caller.call('POST', path, alone)).json).toMatchObject({
      status: 422,
      code: 'source_sso_url_required',
      pointer: '/sso_url',
    })
    expect(await scene.caller.make(path, { ...alone, sso_url: SSO })).toMatchObject({
      source: 'typed',
      entity_id: null,
      sso: { redirect: SSO, post: null },
      certificates: [{ subject: 'CN=IdP on a curve' }],
    })
  })

  it('of certificates alone joins the others in a change, and leaves the rest as it is', async () => {
    documents.set(URL_OF_METADATA, METADATA)
    const made = await scene.caller.make(`${scene.base}/external-idps`, {
      name: 'By address',
      source: URL_OF_METADATA,
    })
    const path = `${scene.base}/external-idps/${made.id}`
    const next = toPem(await makeCertificate())
    const changed = (await scene.caller.call('PATCH', path, { source: next })).json
    expect(changed).toMatchObject({
      source: 'metadata_url',
      metadata_url: URL_OF_METADATA,
      entity_id: 'https://idp.example.com',
      sso: { redirect: SSO, post: SSO },
      certificates: [{ origin: 'metadata_url' }, { origin: 'typed', subject: 'CN=idp' }],
    })
    const { certificates } = changed as { certificates: { fingerprint_sha256: string }[] }
    const added = certificates[1]?.fingerprint_sha256
    await scene.caller.call('DELETE', `${path}/certificates/${added}`)
    expect((await scene.caller.call('PATCH', path, { source: next })).json).toMatchObject({
      certificates: [{}, { fingerprint_sha256: added }],
      removed_certificates: [],
    })
    const issuer = { source: next, issuer: 'https://other.example.com' }
    expect((await scene.caller.call('PATCH', path, issuer)).json).toMatchObject({
      code: 'source_sso_url_required',
    })
  })
})
