import { beforeAll, describe, expect, it } from 'vitest'
import { ED25519 } from '../../../protocol/x509/samples.ts'
import {
  type Caller,
  makeCertificate,
  makeConnector,
  makeTenant,
  openCaller,
  writeMetadata,
} from '../../../support/api-tenant.ts'

const URL_OF_METADATA = 'https://idp.example.com/metadata'
const ENTITY = 'https://idp.example.com'
const SSO = 'https://idp.example.com/sso'
const documents = new Map<string, string>()
let caller: Caller
let base: string
let first: string
let second: string
beforeAll(async () => {
  caller = await openCaller({}, documents)
  base = `/tenants/${(await makeTenant(caller)).id}`
  first = await makeCertificate()
  second = await makeCertificate()
})

const federation = (...entityIDs: string[]): string =>
  `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${entityIDs
    .map((entityID) => writeMetadata({ entityID, certificates: [first] }))
    .join('')}</md:EntitiesDescriptor>`

describe('a preview', () => {
  it('shows from typed fields what a save stores, and changes nothing', async () => {
    const typed = { issuer: ENTITY, sso_url: SSO, certificate_pem: first }
    const preview = (await caller.call('POST', `${base}/external-idps:preview`, typed)).json
    expect(preview).toEqual({
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
    const list = await caller.call('GET', `${base}/external-idps`)
    expect(list.json).toEqual({ data: [], next_cursor: null })

    const saved = await caller.make(`${base}/external-idps`, { name: 'Typed', ...typed })
    const { entities, ...shown } = preview as Record<string, unknown>
    expect(saved).toEqual({
      ...shown,
      id: expect.stringMatching(/^idp_/),
      tenant_id: base.slice('/tenants/'.length),
      name: 'Typed',
      trust_revision: expect.any(Number),
      removed_certificates: [],
      pending_change: null,
      refresh_failure: null,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    })
    expect((await caller.call('GET', `${base}/external-idps/${saved.id}`)).json).toEqual(saved)
  })

  it('warns of what an administrator should know', async () => {
    const expired = await makeCertificate(Date.now() - 1000)
    const metadata_xml = writeMetadata({ certificates: [expired] })
    const reply = await caller.call('POST', `${base}/external-idps:preview`, { metadata_xml })
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
    const body = { issuer: ENTITY, sso_url: SSO, certificate_pem: first, ...change }
    const reply = await caller.call('POST', `${base}/external-idps:preview`, body)
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
    documents.set(URL_OF_METADATA, writeMetadata({ certificates: [first] }))
    const reply = await caller.call('POST', `${base}/external-idps:preview`, body)
    expect(reply.json).toMatchObject({ status: 422, code, pointer })
  })

  it('takes one source, and says what the one that was meant lacks', async () => {
    const both = { metadata_url: URL_OF_METADATA, certificate_pem: first }
    expect((await caller.call('POST', `${base}/external-idps:preview`, both)).json).toMatchObject({
      errors: [{ pointer: '/certificate_pem', detail: expect.stringMatching(/^is not known/) }],
    })
    const typed = { issuer: ENTITY, certificate_pem: first }
    expect((await caller.call('POST', `${base}/external-idps:preview`, typed)).json).toMatchObject({
      errors: [{ pointer: '/sso_url', detail: expect.stringMatching(/^is required/) }],
    })
  })

  it.each([
    ['nothing', {}],
    ['a member of another name', { metadata: '<a/>' }],
  ])('says which sources there are when it is sent %s', async (_, body) => {
    const reply = await caller.call('POST', `${base}/external-idps:preview`, body)
    expect(reply.json).toMatchObject({
      status: 422,
      errors: [
        {
          pointer: '',
          detail:
            'needs one of these: metadata_url, or metadata_xml, or sso_url with certificate_pem',
        },
        ...Object.keys(body).map((name) => ({ pointer: `/${name}` })),
      ],
    })
    const saved = await caller.call('POST', `${base}/external-idps`, { name: 'None', ...body })
    expect(saved.json).toMatchObject({ status: 422 })
    expect(JSON.stringify(saved.json)).toContain('metadata_url, or metadata_xml')
  })

  it('takes the URL of a URL and a document, and the document while the URL cannot be reached', async () => {
    const path = `${base}/external-idps:preview`
    const sso = 'https://pasted.example.com/sso'
    const pasted = writeMetadata({ sso, certificates: [first] })
    const both = { metadata_url: URL_OF_METADATA, metadata_xml: pasted }
    documents.set(URL_OF_METADATA, writeMetadata({ certificates: [first] }))
    expect((await caller.call('POST', path, both)).json).toMatchObject({
      source: 'metadata_url',
      sso: { redirect: SSO },
      certificates: [{ origin: 'metadata_url' }],
      warnings: [],
    })
    documents.set(URL_OF_METADATA, '<html/>')
    expect((await caller.call('POST', path, both)).json).toMatchObject({
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
    expect((await caller.call('POST', path, both)).json).toMatchObject(stood)
    const saved = await caller.make(`${base}/external-idps`, { name: 'Both', ...both })
    expect(saved).toMatchObject({ ...stood, refresh_failure: { code: 'fetch_failed' } })
    const broken = { ...both, metadata_xml: '<a' }
    expect((await caller.call('POST', path, broken)).json).toMatchObject({
      code: 'metadata_malformed',
      pointer: '/metadata_xml',
    })

    // As soon as the URL answers, it is what counts.
    documents.set(URL_OF_METADATA, pasted)
    expect(await caller.make(`${base}/external-idps/${saved.id}:refresh`)).toMatchObject({
      certificates: [{ origin: 'metadata_url' }],
      warnings: [],
      refresh_failure: null,
    })
  })

  it('reads metadata far larger than other bodies', async () => {
    const metadata_xml = writeMetadata({ certificates: [first] }) + ' '.repeat(1024 * 1024)
    const reply = await caller.call('POST', `${base}/external-idps:preview`, { metadata_xml })
    expect(reply.status).toBe(200)
    const larger = { metadata_xml: ' '.repeat(4 * 1024 * 1024) }
    expect((await caller.call('POST', `${base}/external-idps:preview`, larger)).json).toMatchObject(
      { status: 413, code: 'api_body_too_large' },
    )
  })
})

describe('a save', () => {
  it('of metadata with several identity providers takes one that was picked', async () => {
    const metadata_xml = federation('https://a.example.com', 'https://b.example.com')
    const body = { name: 'Federation', metadata_xml }
    expect((await caller.call('POST', `${base}/external-idps`, body)).json).toMatchObject({
      status: 422,
      code: 'api_entity_id_required',
      pointer: '/entity_id',
    })
    const saved = await caller.make(`${base}/external-idps`, {
      ...body,
      entity_id: 'https://b.example.com',
    })
    expect(saved.entity_id).toBe('https://b.example.com')
  })

  it('of a document beside a URL brings back no certificate that was removed', async () => {
    const both = writeMetadata({ certificates: [first, second] })
    documents.set(URL_OF_METADATA, both)
    const url = { metadata_url: URL_OF_METADATA }
    const saved = await caller.make(`${base}/external-idps`, { name: 'Rotated', ...url })
    const path = `${base}/external-idps/${saved.id}`
    const [removed, kept] = (saved.certificates as { fingerprint_sha256: string }[]).map(
      (one) => one.fingerprint_sha256,
    )
    await caller.call('DELETE', `${path}/certificates/${removed}`)
    documents.clear()
    const updated = await caller.call('PATCH', path, { ...url, metadata_xml: both })
    expect(updated.json).toMatchObject({
      certificates: [{ fingerprint_sha256: kept }],
      removed_certificates: [removed],
    })
    // Without the URL it is the administrator who enters it.
    const entered = await caller.call('PATCH', path, { metadata_xml: both })
    expect(entered.json).toMatchObject({ removed_certificates: [] })
  })

  it('takes no identity provider without a signing certificate', async () => {
    const metadata_xml = writeMetadata({ certificates: [] })
    const preview = await caller.call('POST', `${base}/external-idps:preview`, { metadata_xml })
    expect(preview.json).toMatchObject({ warnings: [{ code: 'no_signing_certificate' }] })
    const reply = await caller.call('POST', `${base}/external-idps`, { name: 'Bare', metadata_xml })
    expect(reply.json).toMatchObject({ status: 422, code: 'external_idp_without_certificate' })
  })
})

describe('a saved external IdP', () => {
  const save = async (name: string) => {
    documents.set(URL_OF_METADATA, writeMetadata({ certificates: [first] }))
    return caller.make(`${base}/external-idps`, { name, metadata_url: URL_OF_METADATA })
  }

  it('is renamed without being read again, and its name is its own', async () => {
    const idp = await save('Okta')
    await save('Entra')
    documents.clear()
    const path = `${base}/external-idps/${idp.id}`
    expect((await caller.call('PATCH', path, { name: 'Okta 2' })).json).toMatchObject({
      name: 'Okta 2',
      source: 'metadata_url',
      metadata_url: URL_OF_METADATA,
      certificates: idp.certificates,
    })
    expect((await caller.call('PATCH', path, { name: 'Entra' })).json).toMatchObject({
      status: 409,
      code: 'external_idp_name_taken',
      pointer: '/name',
    })
    expect((await caller.call('PATCH', path, {})).json).toMatchObject({ status: 422 })
  })

  it('takes another source', async () => {
    const idp = await save('Moved')
    const sso_url = 'https://new.example.com/sso'
    const issuer = 'https://new.example.com'
    const typed = { issuer, sso_url, sso_binding: 'post', certificate_pem: second }
    const path = `${base}/external-idps/${idp.id}`
    expect((await caller.call('PATCH', path, typed)).json).toMatchObject({
      name: 'Moved',
      source: 'typed',
      metadata_url: null,
      entity_id: issuer,
      sso: { redirect: null, post: sso_url },
      certificates: [{ origin: 'typed' }],
    })
    expect((await caller.call('POST', `${path}:refresh`)).json).toMatchObject({
      status: 409,
      code: 'external_idp_not_refreshable',
    })
  })

  it('takes new certificates from its URL, but neither another entityID nor another endpoint', async () => {
    const idp = await save('Rolling')
    const path = `${base}/external-idps/${idp.id}`
    documents.set(URL_OF_METADATA, writeMetadata({ certificates: [second] }))
    const refreshed = await caller.make(`${path}:refresh`)
    expect(refreshed.certificates).toHaveLength(2)
    expect(refreshed.trust_revision).toBeGreaterThan(Number(idp.trust_revision))

    documents.set(URL_OF_METADATA, writeMetadata({ entityID: 'https://x', certificates: [second] }))
    expect((await caller.call('POST', `${path}:refresh`)).json).toMatchObject({
      status: 409,
      code: 'external_idp_entity_changed',
    })
    const sso = 'https://evil.example.com/sso'
    documents.set(URL_OF_METADATA, writeMetadata({ sso, certificates: [second] }))
    expect((await caller.call('POST', `${path}:refresh`)).json).toMatchObject({
      status: 409,
      code: 'external_idp_endpoint_changed',
    })
    documents.clear()
    expect((await caller.call('POST', `${path}:refresh`)).json).toMatchObject({
      status: 422,
      code: 'fetch_failed',
    })
    expect((await caller.call('GET', path)).json).toMatchObject({
      certificates: refreshed.certificates,
    })
  })

  it('takes a rollover from its URL though one certificate cannot be used, and names that one', async () => {
    const idp = await save('Rollover')
    const path = `${base}/external-idps/${idp.id}`
    documents.set(URL_OF_METADATA, writeMetadata({ certificates: [ED25519, first, second] }))
    const refreshed = await caller.make(`${path}:refresh`)
    expect(refreshed).toMatchObject({
      certificates: [{ origin: 'metadata_url' }, { origin: 'metadata_url' }],
      warnings: [
        {
          code: 'certificate_unusable',
          position: 1,
          subject: 'CN=ed',
          reason: 'certificate_key_unsupported',
        },
      ],
    })
    expect((await caller.call('GET', path)).json).toEqual(refreshed)
    documents.set(URL_OF_METADATA, writeMetadata({ certificates: [first, second] }))
    expect(await caller.make(`${path}:refresh`)).toMatchObject({ warnings: [] })
  })

  it('is saved and changed with the warnings that its preview shows', async () => {
    const expired = await makeCertificate(Date.now() - 1000)
    const metadata_xml = writeMetadata({ certificates: [expired, ED25519] })
    const body = { metadata_xml }
    const preview = (await caller.call('POST', `${base}/external-idps:preview`, body)).json
    const { warnings } = preview as { warnings: object[] }
    expect(warnings).toMatchObject([
      { code: 'certificate_unusable' },
      { code: 'certificate_expired' },
    ])
    const saved = await caller.make(`${base}/external-idps`, { name: 'Expired', ...body })
    expect(saved).toMatchObject({ warnings, certificates: [{ origin: 'metadata_xml' }] })
    const other = await save('Changed')
    const path = `${base}/external-idps/${other.id}`
    expect((await caller.call('PATCH', path, body)).json).toMatchObject({ warnings })
    const list = await caller.call('GET', `${base}/external-idps`)
    expect((list.json as { data: object[] }).data).toContainEqual(
      expect.objectContaining({ name: 'Expired', warnings }),
    )
  })

  it('loses a certificate by its fingerprint, but not the last one', async () => {
    const idp = await save('Retired')
    documents.set(URL_OF_METADATA, writeMetadata({ certificates: [second] }))
    const path = `${base}/external-idps/${idp.id}`
    await caller.make(`${path}:refresh`)
    const [old] = idp.certificates as { fingerprint_sha256: string }[]
    const certificate = `${path}/certificates/${old?.fingerprint_sha256}`
    expect((await caller.call('DELETE', certificate)).status).toBe(204)
    expect((await caller.call('DELETE', certificate)).json).toMatchObject({
      status: 404,
      code: 'certificate_unknown',
    })
    const left = (await caller.call('GET', path)).json as { certificates: (typeof old)[] }
    expect(left.certificates).toHaveLength(1)
    const last = `${path}/certificates/${left.certificates[0]?.fingerprint_sha256}`
    expect((await caller.call('DELETE', last)).json).toMatchObject({
      status: 409,
      code: 'certificate_is_last',
    })
  })

  it('is deleted when no connector uses it', async () => {
    const used = await makeConnector(caller)
    const path = `${used.base}/external-idps/${used.idp.id}`
    expect((await caller.call('DELETE', path)).json).toMatchObject({
      status: 409,
      code: 'external_idp_in_use',
    })
    await caller.call('DELETE', used.path)
    for (const confirm of ['', '?confirm=another'])
      expect((await caller.call('DELETE', path + confirm)).json).toMatchObject({
        status: 422,
        code: 'external_idp_confirmation_mismatch',
        detail: expect.stringContaining(`Expected: ${used.idp.name}.`),
      })
    const confirm = `?confirm=${encodeURIComponent(used.idp.name)}`
    expect((await caller.call('DELETE', path + confirm)).status).toBe(204)
    expect((await caller.call('GET', path)).json).toMatchObject({ code: 'external_idp_unknown' })
  })
})
