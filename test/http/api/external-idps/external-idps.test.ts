import { describe, expect, it } from 'vitest'
import { ED25519 } from '../../../protocol/x509/samples.ts'
import { makeCertificate, makeConnector, writeMetadata } from '../../../support/api-tenant.ts'
import { documents, externalIdpScene, URL_OF_METADATA } from './external-idp-scene.ts'

const scene = externalIdpScene()

const federation = (...entityIDs: string[]): string =>
  `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${entityIDs
    .map((entityID) => writeMetadata({ entityID, certificates: [scene.first] }))
    .join('')}</md:EntitiesDescriptor>`

describe('a save', () => {
  it('of metadata with several identity providers takes one that was picked', async () => {
    const metadata_xml = federation('https://a.example.com', 'https://b.example.com')
    const body = { name: 'Federation', metadata_xml }
    expect(
      (await scene.caller.call('POST', `${scene.base}/external-idps`, body)).json,
    ).toMatchObject({
      status: 422,
      code: 'api_entity_id_required',
      pointer: '/entity_id',
    })
    const saved = await scene.caller.make(`${scene.base}/external-idps`, {
      ...body,
      entity_id: 'https://b.example.com',
    })
    expect(saved.entity_id).toBe('https://b.example.com')
  })

  it('of a document beside a URL brings back no certificate that was removed', async () => {
    const both = writeMetadata({ certificates: [scene.first, scene.second] })
    documents.set(URL_OF_METADATA, both)
    const url = { metadata_url: URL_OF_METADATA }
    const saved = await scene.caller.make(`${scene.base}/external-idps`, {
      name: 'Rotated',
      ...url,
    })
    const path = `${scene.base}/external-idps/${saved.id}`
    const [removed, kept] = (saved.certificates as { fingerprint_sha256: string }[]).map(
      (one) => one.fingerprint_sha256,
    )
    await scene.caller.call('DELETE', `${path}/certificates/${removed}`)
    documents.clear()
    const updated = await scene.caller.call('PATCH', path, { ...url, metadata_xml: both })
    expect(updated.json).toMatchObject({
      certificates: [{ fingerprint_sha256: kept }],
      removed_certificates: [removed],
    })
    // Without the URL it is the administrator who enters it.
    const entered = await scene.caller.call('PATCH', path, { metadata_xml: both })
    expect(entered.json).toMatchObject({ removed_certificates: [] })
  })

  it('takes no identity provider without a signing certificate', async () => {
    const metadata_xml = writeMetadata({ certificates: [] })
    const preview = await scene.caller.call('POST', `${scene.base}/external-idps:preview`, {
      metadata_xml,
    })
    expect(preview.json).toMatchObject({ warnings: [{ code: 'no_signing_certificate' }] })
    const reply = await scene.caller.call('POST', `${scene.base}/external-idps`, {
      name: 'Bare',
      metadata_xml,
    })
    expect(reply.json).toMatchObject({ status: 422, code: 'external_idp_without_certificate' })
  })
})

describe('a saved external IdP', () => {
  const save = async (name: string) => {
    documents.set(URL_OF_METADATA, writeMetadata({ certificates: [scene.first] }))
    return scene.caller.make(`${scene.base}/external-idps`, { name, metadata_url: URL_OF_METADATA })
  }

  it('is renamed without being read again, and its name is its own', async () => {
    const idp = await save('Okta')
    await save('Entra')
    documents.clear()
    const path = `${scene.base}/external-idps/${idp.id}`
    expect((await scene.caller.call('PATCH', path, { name: 'Okta 2' })).json).toMatchObject({
      name: 'Okta 2',
      source: 'metadata_url',
      metadata_url: URL_OF_METADATA,
      certificates: idp.certificates,
    })
    expect((await scene.caller.call('PATCH', path, { name: 'Entra' })).json).toMatchObject({
      status: 409,
      code: 'external_idp_name_taken',
      pointer: '/name',
    })
    expect((await scene.caller.call('PATCH', path, {})).json).toMatchObject({ status: 422 })
  })

  it('takes another source', async () => {
    const idp = await save('Moved')
    const sso_url = 'https://new.example.com/sso'
    const issuer = 'https://new.example.com'
    const typed = { issuer, sso_url, sso_binding: 'post', certificate_pem: scene.second }
    const path = `${scene.base}/external-idps/${idp.id}`
    expect((await scene.caller.call('PATCH', path, typed)).json).toMatchObject({
      name: 'Moved',
      source: 'typed',
      metadata_url: null,
      entity_id: issuer,
      sso: { redirect: null, post: sso_url },
      certificates: [{ origin: 'typed' }],
    })
    expect((await scene.caller.call('POST', `${path}:refresh`)).json).toMatchObject({
      status: 409,
      code: 'external_idp_not_refreshable',
    })
  })

  it('takes new certificates from its URL, but neither another entityID nor another endpoint', async () => {
    const idp = await save('Rolling')
    const path = `${scene.base}/external-idps/${idp.id}`
    documents.set(URL_OF_METADATA, writeMetadata({ certificates: [scene.second] }))
    const refreshed = await scene.caller.make(`${path}:refresh`)
    expect(refreshed.certificates).toHaveLength(2)
    expect(refreshed.trust_revision).toBeGreaterThan(Number(idp.trust_revision))

    documents.set(
      URL_OF_METADATA,
      writeMetadata({ entityID: 'https://x', certificates: [scene.second] }),
    )
    expect((await scene.caller.call('POST', `${path}:refresh`)).json).toMatchObject({
      status: 409,
      code: 'external_idp_entity_changed',
    })
    const sso = 'https://evil.example.com/sso'
    documents.set(URL_OF_METADATA, writeMetadata({ sso, certificates: [scene.second] }))
    expect((await scene.caller.call('POST', `${path}:refresh`)).json).toMatchObject({
      status: 409,
      code: 'external_idp_endpoint_changed',
    })
    documents.clear()
    expect((await scene.caller.call('POST', `${path}:refresh`)).json).toMatchObject({
      status: 422,
      code: 'fetch_failed',
    })
    expect((await scene.caller.call('GET', path)).json).toMatchObject({
      certificates: refreshed.certificates,
    })
  })

  it('takes a rollover from its URL though one certificate cannot be used, and names that one', async () => {
    const idp = await save('Rollover')
    const path = `${scene.base}/external-idps/${idp.id}`
    documents.set(
      URL_OF_METADATA,
      writeMetadata({ certificates: [ED25519, scene.first, scene.second] }),
    )
    const refreshed = await scene.caller.make(`${path}:refresh`)
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
    expect((await scene.caller.call('GET', path)).json).toEqual(refreshed)
    documents.set(URL_OF_METADATA, writeMetadata({ certificates: [scene.first, scene.second] }))
    expect(await scene.caller.make(`${path}:refresh`)).toMatchObject({ warnings: [] })
  })

  it('is saved and changed with the warnings that its preview shows', async () => {
    const expired = await makeCertificate(Date.now() - 1000)
    const metadata_xml = writeMetadata({ certificates: [expired, ED25519] })
    const body = { metadata_xml }
    const preview = (await scene.caller.call('POST', `${scene.base}/external-idps:preview`, body))
      .json
    const { warnings } = preview as { warnings: object[] }
    expect(warnings).toMatchObject([
      { code: 'certificate_unusable' },
      { code: 'certificate_expired' },
    ])
    const saved = await scene.caller.make(`${scene.base}/external-idps`, {
      name: 'Expired',
      ...body,
    })
    expect(saved).toMatchObject({ warnings, certificates: [{ origin: 'metadata_xml' }] })
    const other = await save('Changed')
    const path = `${scene.base}/external-idps/${other.id}`
    expect((await scene.caller.call('PATCH', path, body)).json).toMatchObject({ warnings })
    const list = await scene.caller.call('GET', `${scene.base}/external-idps`)
    expect((list.json as { data: object[] }).data).toContainEqual(
      expect.objectContaining({ name: 'Expired', warnings }),
    )
  })

  it('loses a certificate by its fingerprint, but not the last one', async () => {
    const idp = await save('Retired')
    documents.set(URL_OF_METADATA, writeMetadata({ certificates: [scene.second] }))
    const path = `${scene.base}/external-idps/${idp.id}`
    await scene.caller.make(`${path}:refresh`)
    const [old] = idp.certificates as { fingerprint_sha256: string }[]
    const certificate = `${path}/certificates/${old?.fingerprint_sha256}`
    expect((await scene.caller.call('DELETE', certificate)).status).toBe(204)
    expect((await scene.caller.call('DELETE', certificate)).json).toMatchObject({
      status: 404,
      code: 'certificate_unknown',
    })
    const left = (await scene.caller.call('GET', path)).json as { certificates: (typeof old)[] }
    expect(left.certificates).toHaveLength(1)
    const last = `${path}/certificates/${left.certificates[0]?.fingerprint_sha256}`
    expect((await scene.caller.call('DELETE', last)).json).toMatchObject({
      status: 409,
      code: 'certificate_is_last',
    })
  })

  it('is deleted when no connector uses it', async () => {
    const used = await makeConnector(scene.caller)
    const path = `${used.base}/external-idps/${used.idp.id}`
    expect((await scene.caller.call('DELETE', path)).json).toMatchObject({
      status: 409,
      code: 'external_idp_in_use',
    })
    await scene.caller.call('DELETE', used.path)
    for (const confirm of ['', '?confirm=another'])
      expect((await scene.caller.call('DELETE', path + confirm)).json).toMatchObject({
        status: 422,
        code: 'external_idp_confirmation_mismatch',
        detail: expect.stringContaining(`Expected: ${used.idp.name}.`),
      })
    const confirm = `?confirm=${encodeURIComponent(used.idp.name)}`
    expect((await scene.caller.call('DELETE', path + confirm)).status).toBe(204)
    expect((await scene.caller.call('GET', path)).json).toMatchObject({
      code: 'external_idp_unknown',
    })
  })
})
