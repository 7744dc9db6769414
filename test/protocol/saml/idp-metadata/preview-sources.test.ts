import { describe, expect, it } from 'vitest'
import { ok, refuse } from '../../../../src/result.ts'
import { previewExternalIdp } from '../../../../src/tenants/external-idps/preview-external-idp.ts'
import { derOf, P256, WEAK } from '../../x509/samples.ts'
import {
  entitiesDescriptor,
  entityDescriptor,
  keyDescriptor,
  POST,
  signature,
} from './idp-metadata.ts'
import { certificate, NOW, preview, previewXml, warningsOf } from './previews.ts'

const typed = {
  kind: 'typed',
  issuer: 'https://idp.example/metadata',
  ssoUrl: 'https://idp.example/sso',
  certificatePem: P256,
} as const

describe('a preview of an aggregate', () => {
  const mine = entityDescriptor({ entityID: 'urn:mine' })
  const OTHERS: readonly (readonly [string, string])[] = [
    ['a time that cannot be read', entityDescriptor({ entity: 'validUntil="soon"' })],
    ['a certificate that cannot be used', entityDescriptor({ keys: keyDescriptor('', 'AAAA') })],
    ['no endpoint', entityDescriptor({ services: '' })],
    ['an entityID that is none', entityDescriptor({ entityID: '&#10;a&#10;b' })],
    ['a copy of itself', entityDescriptor() + entityDescriptor()],
    ['an end that has passed', entityDescriptor({ entity: 'validUntil="2020-01-01T00:00:00Z"' })],
  ]

  it.each(OTHERS)('shows the one that was picked beside another with %s', async (_, other) => {
    for (const xml of [entitiesDescriptor('', other, mine), entitiesDescriptor('', mine, other)])
      for (const kind of ['metadata_xml', 'metadata_url'] as const) {
        const input = kind === 'metadata_xml' ? { kind, xml } : { kind, url: 'https://x.example' }
        const options = { now: NOW, fetchMetadata: async () => ok(xml), entityID: 'urn:mine' }
        expect(await previewExternalIdp(input, options)).toMatchObject({
          ok: true,
          value: { description: { entityID: 'urn:mine' } },
        })
      }
  })

  it('shows the first one that can be used if nobody picked one', async () => {
    const broken = entityDescriptor({ keys: keyDescriptor('', 'AAAA') })
    const xml = entitiesDescriptor('', broken, mine)
    expect(await preview({ kind: 'metadata_xml', xml })).toMatchObject({
      ok: true,
      value: {
        description: { entityID: 'urn:mine' },
        entities: ['https://idp.example/metadata', 'urn:mine'],
      },
    })
  })

  it('says what is wrong with the one that was picked', async () => {
    const xml = entitiesDescriptor('', entityDescriptor({ entity: 'validUntil="soon"' }), mine)
    const entityID = 'https://idp.example/metadata'
    expect(await preview({ kind: 'metadata_xml', xml }, { entityID })).toMatchObject({
      ok: false,
      refusal: { code: 'metadata_valid_until_invalid' },
    })
  })
})

describe('a preview of a metadata URL', () => {
  const url = 'https://idp.example/metadata'
  const previewUrl = (text: string) =>
    previewExternalIdp(
      { kind: 'metadata_url', url: ` ${url}\n` },
      {
        now: NOW,
        fetchMetadata: async (asked) =>
          asked === url ? ok(text) : refuse({ code: 'fetch_failed' }),
      },
    )

  it('marks the certificates as read from the URL', async () => {
    expect(await previewUrl(entityDescriptor())).toMatchObject({
      ok: true,
      value: {
        source: { kind: 'metadata_url', url },
        description: { certificates: [certificate('metadata_url')] },
      },
    })
  })

  it('takes no document in place of a URL that may never be read (R45)', async () => {
    const url = 'https://10.0.0.1/metadata'
    const input = { kind: 'metadata_url', url, document: entityDescriptor() } as const
    const forbidden = refuse({ code: 'fetch_url_forbidden' } as const)
    expect(
      await previewExternalIdp(input, { now: NOW, fetchMetadata: async () => forbidden }),
    ).toEqual(forbidden)
  })

  it('hands on why the fetch was refused', async () => {
    expect(
      await previewExternalIdp(
        { kind: 'metadata_url', url },
        { now: NOW, fetchMetadata: async () => refuse({ code: 'fetch_status', got: 404 }) },
      ),
    ).toEqual({ ok: false, refusal: { code: 'fetch_status', got: 404 } })
  })

  it('refuses metadata past its end of validity (R45)', async () => {
    const at = (validUntil: string) =>
      previewUrl(entityDescriptor({ entity: `validUntil="${validUntil}"` }))
    expect(await at('2027-01-15T12:00:00Z')).toEqual({
      ok: false,
      refusal: { code: 'external_idp_metadata_expired', got: '2027-01-15T12:00:00.000Z' },
    })
    expect(await at('2027-01-15T12:00:01Z')).toMatchObject({ ok: true })
  })
})

describe('a preview of typed fields', () => {
  it('shows what a save would store, white space around dropped', async () => {
    expect(
      await preview({ ...typed, issuer: ` ${typed.issuer}\n`, ssoUrl: `${typed.ssoUrl} ` }),
    ).toEqual({
      ok: true,
      value: {
        description: {
          entityID: typed.issuer,
          sso: { redirect: typed.ssoUrl },
          slo: {},
          wantAuthnRequestsSigned: false,
          nameIdFormats: [],
          certificates: [certificate('typed')],
        },
        source: { kind: 'typed' },
        warnings: [],
        entities: [],
      },
    })
  })

  it('takes binding and logout endpoint as typed', async () => {
    expect(
      await preview({ ...typed, binding: 'post', sloUrl: 'https://idp.example/slo' }),
    ).toMatchObject({
      ok: true,
      value: {
        description: { sso: { post: typed.ssoUrl }, slo: { post: 'https://idp.example/slo' } },
      },
    })
    expect(await preview({ ...typed, sloUrl: ' ' })).toMatchObject({
      ok: true,
      value: { description: { slo: {} } },
    })
  })

  it.each(['', 'my\nidp', `urn:${'x'.repeat(1021)}`])('refuses the issuer %j', async (issuer) => {
    expect(await preview({ ...typed, issuer })).toEqual({
      ok: false,
      refusal: { code: 'external_idp_entity_id_invalid' },
    })
  })

  it('refuses what is no certificate', async () => {
    expect(await preview({ ...typed, certificatePem: '' })).toEqual({
      ok: false,
      refusal: { code: 'certificate_unreadable' },
    })
  })
})

describe('warnings of a preview', () => {
  const atNotAfter = (days: number) => ({
    now: Date.parse('2036-11-18T00:27:04Z') - days * 86_400_000,
  })

  it.each([
    ['certificate_expired', 0],
    ['certificate_expiring', 30],
  ])('%s is shown %i days before the end', async (code, days) => {
    expect(await warningsOf(preview(typed, atNotAfter(days)))).toEqual([`${code} 47e399`])
    expect(await warningsOf(preview(typed, atNotAfter(days + 0.001)))).not.toContain(
      `${code} 47e399`,
    )
  })

  it('tells of a certificate that is not valid yet', async () => {
    expect(await warningsOf(preview(typed, { now: Date.parse('2026-11-21T00:27:03Z') }))).toEqual([
      'certificate_not_yet_valid 47e399',
    ])
  })

  it('tells which certificate has a weak key or hash', async () => {
    expect(await warningsOf(preview({ ...typed, certificatePem: P256 + WEAK }))).toEqual([
      'certificate_weak_key 6e72c1',
      'certificate_sha1 6e72c1',
    ])
  })

  it('tells of an http endpoint, for logout too', async () => {
    expect(await warningsOf(preview({ ...typed, ssoUrl: 'http://idp.example/sso' }))).toEqual([
      'http_endpoint',
    ])
    expect(await warningsOf(preview({ ...typed, sloUrl: 'http://idp.example/slo' }))).toEqual([
      'http_endpoint',
    ])
  })

  it('tells when only HTTP-POST is offered', async () => {
    expect(await warningsOf(previewXml({ services: POST }))).toEqual(['only_post_binding'])
  })

  it('tells when there is no signing certificate', async () => {
    expect(
      await warningsOf(previewXml({ keys: keyDescriptor('use="encryption"', derOf(P256)) })),
    ).toEqual(['no_signing_certificate'])
  })

  it('tells when pasted metadata is past its end of validity', async () => {
    const entity = 'validUntil="2027-01-15T12:00:00Z"'
    expect(await warningsOf(previewXml({ entity }))).toEqual(['metadata_expired'])
    expect(await warningsOf(previewXml({ entity }, { now: NOW - 1 }))).toEqual([])
  })

  it('tells of metadata signed with SHA-1', async () => {
    const sha1 = signature(
      'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
      'http://www.w3.org/2000/09/xmldsig#sha1',
    )
    const xml = entityDescriptor().replace('<md:IDPSSODescriptor', `${sha1}<md:IDPSSODescriptor`)
    expect(await warningsOf(preview({ kind: 'metadata_xml', xml }))).toEqual([
      'metadata_sha1_signature',
    ])
  })
})
