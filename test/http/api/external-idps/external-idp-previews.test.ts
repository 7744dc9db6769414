import { describe, expect, it } from 'vitest'
import { makeCertificate, writeMetadata } from '../../../support/api-tenant.ts'
import { documents, externalIdpScene, URL_OF_METADATA } from './external-idp-scene.ts'

const scene = externalIdpScene()

const ENTITY = 'https://idp.example.com'
const SSO = 'https://idp.example.com/sso'

describe('a preview', () => {
  it('shows from typed fields what a save stores, and changes nothing', async () => {
    const typed = { issuer: ENTITY, sso_url: SSO, certificate_pem: scene.first }
    const preview = (await scene.caller.call('POST', `${scene.base}/external-idps:preview`, typed))
      .json
    expect(preview).toEqual({
      recognised: 'certificates',
      recognised_in_words: 'A certificate.',
      still_needed: [],
      source: 'typed',
      metadata_url: null,
      entity_id: ENTITY,
      sso: { redirect: SSO, post: null },
      slo: { redirect: null, post: null },
      want_authn_requests_signed: false,
      name_id_formats: [],
      valid_until: null,
      certificates: [
        {
          fingerprint_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          fingerprint_sha1: expect.stringMatching(/^[0-9a-f]{40}$/),
          subject: 'CN=idp',
          not_before: expect.any(String),
          not_after: expect.any(String),
          key: 'RSA 2048',
          origin: 'typed',
        },
      ],
      warnings: [],
      entities: [],
    })
    const list = await scene.caller.call('GET', `${scene.base}/external-idps`)
    expect(list.json).toEqual({ data: [], next_cursor: null })

    const saved = await scene.caller.make(`${scene.base}/external-idps`, {
      name: 'Typed',
      ...typed,
    })
    const { entities, recognised, recognised_in_words, still_needed, ...shown } = preview as Record<
      string,
      unknown
    >
    expect(saved).toEqual({
      ...shown,
      id: expect.stringMatching(/^idp_/),
      tenant_id: scene.base.slice('/tenants/'.length),
      name: 'Typed',
      trust_revision: expect.any(Number),
      removed_certificates: [],
      pending_change: null,
      refresh_failure: null,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    })
    expect(
      (await scene.caller.call('GET', `${scene.base}/external-idps/${saved.id}`)).json,
    ).toEqual(saved)
  })

  it('warns of what an administrator should know', async () => {
    const expired = await makeCertificate(Date.now() - 1000)
    const metadata_xml = writeMetadata({ certificates: [expired] })
    const reply = await scene.caller.call('POST', `${scene.base}/external-idps:preview`, {
      metadata_xml,
    })
    expect(reply.json).toMatchObject({
      warnings: [
        {
          code: 'certificate_expired',
          message: expect.any(String),
          fingerprint_sha256: expect.any(String),
        },
      ],
    })
  })

  it.each([
    [
      'a certificate that is none',
      { certificate_pem: 'x' },
      'certificate_unreadable',
      '/certificate_pem',
    ],
    ['an issuer of blanks', { issuer: ' ' }, 'external_idp_entity_id_invalid', '/issuer'],
  ])('refuses %s and points at it', async (_, change, code, pointer) => {
    const body = { issuer: ENTITY, sso_url: SSO, certificate_pem: scene.first, ...change }
    const reply = await scene.caller.call('POST', `${scene.base}/external-idps:preview`, body)
    expect(reply.json).toMatchObject({ status: 422, code, pointer })
  })

  it.each([
    [{ metadata_xml: '<html/>' }, 'metadata_not_saml', '/metadata_xml'],
    [{ metadata_url: 'https://nowhere.example.com/' }, 'fetch_failed', '/metadata_url'],
    [
      { metadata_url: URL_OF_METADATA, entity_id: 'https://other.example.com' },
      'external_idp_entity_unknown',
      '/entity_id',
    ],
  ])('of %j is refused', async (body, code, pointer) => {
    documents.set(URL_OF_METADATA, writeMetadata({ certificates: [scene.first] }))
    const reply = await scene.caller.call('POST', `${scene.base}/external-idps:preview`, body)
    expect(reply.json).toMatchObject({ status: 422, code, pointer })
  })

  it('takes one source, and says what the one that was meant lacks', async () => {
    const both = { metadata_url: URL_OF_METADATA, certificate_pem: scene.first }
    expect(
      (await scene.caller.call('POST', `${scene.base}/external-idps:preview`, both)).json,
    ).toMatchObject({
      errors: [{ pointer: '/certificate_pem', detail: expect.stringMatching(/^is not known/) }],
    })
    const typed = { issuer: ENTITY, certificate_pem: scene.first }
    expect(
      (await scene.caller.call('POST', `${scene.base}/external-idps:preview`, typed)).json,
    ).toMatchObject({
      errors: [{ pointer: '/sso_url', detail: expect.stringMatching(/^is required/) }],
    })
  })

  it.each([
    ['nothing', {}],
    ['a member of another name', { metadata: '<a/>' }],
  ])('says which sources there are when it is sent %s', async (_, body) => {
    const reply = await scene.caller.call('POST', `${scene.base}/external-idps:preview`, body)
    expect(reply.json).toMatchObject({
      status: 422,
      errors: [
        {
          pointer: '',
          detail:
            'needs one of these: source, or metadata_url, or metadata_xml, or sso_url with certificate_pem',
        },
        ...Object.keys(body).map((name) => ({ pointer: `/${name}` })),
      ],
    })
    const saved = await scene.caller.call('POST', `${scene.base}/external-idps`, {
      name: 'None',
      ...body,
    })
    expect(saved.json).toMatchObject({ status: 422 })
    expect(JSON.stringify(saved.json)).toContain('metadata_url, or metadata_xml')
  })

  it('takes the URL of a URL and a document, and the document while the URL cannot be reached', async () => {
    const path = `${scene.base}/external-idps:preview`
    const sso = 'https://pasted.example.com/sso'
    const pasted = writeMetadata({ sso, certificates: [scene.first] })
    const both = { metadata_url: URL_OF_METADATA, metadata_xml: pasted }
    documents.set(URL_OF_METADATA, writeMetadata({ certificates: [scene.first] }))
    expect((await scene.caller.call('POST', path, both)).json).toMatchObject({
      source: 'metadata_url',
      sso: { redirect: SSO },
      certificates: [{ origin: 'metadata_url' }],
      warnings: [],
    })
    documents.set(URL_OF_METADATA, '<html/>')
    expect((await scene.caller.call('POST', path, both)).json).toMatchObject({
      code: 'metadata_not_saml',
      pointer: '/metadata_url',
    })
    documents.clear()
    const stood = {
      source: 'metadata_url',
      metadata_url: URL_OF_METADATA,
      sso: { redirect: sso },
      certificates: [{ origin: 'metadata_xml' }],
      warnings: [{ code: 'metadata_url_unreachable', reason: 'fetch_failed' }],
    }
    expect((await scene.caller.call('POST', path, both)).json).toMatchObject(stood)
    const saved = await scene.caller.make(`${scene.base}/external-idps`, { name: 'Both', ...both })
    expect(saved).toMatchObject({ ...stood, refresh_failure: { code: 'fetch_failed' } })
    const broken = { ...both, metadata_xml: '<a' }
    expect((await scene.caller.call('POST', path, broken)).json).toMatchObject({
      code: 'metadata_malformed',
      pointer: '/metadata_xml',
    })

    // As soon as the URL answers, it is what counts.
    documents.set(URL_OF_METADATA, pasted)
    expect(
      await scene.caller.make(`${scene.base}/external-idps/${saved.id}:refresh`),
    ).toMatchObject({
      certificates: [{ origin: 'metadata_url' }],
      warnings: [],
      refresh_failure: null,
    })
  })

  it('reads metadata far larger than other bodies', async () => {
    const metadata_xml = writeMetadata({ certificates: [scene.first] }) + ' '.repeat(1024 * 1024)
    const reply = await scene.caller.call('POST', `${scene.base}/external-idps:preview`, {
      metadata_xml,
    })
    expect(reply.status).toBe(200)
    const larger = { metadata_xml: ' '.repeat(4 * 1024 * 1024) }
    expect(
      (await scene.caller.call('POST', `${scene.base}/external-idps:preview`, larger)).json,
    ).toMatchObject({ status: 413, code: 'api_body_too_large' })
  })
})
