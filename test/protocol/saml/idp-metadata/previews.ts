// Previews for tests: at one moment, and without a network.

import type { FetchMetadata } from '../../../../src/tenants/external-idps/fetch-metadata.ts'
import {
  type PreviewInput,
  previewExternalIdp,
} from '../../../../src/tenants/external-idps/preview-external-idp.ts'
import { derOf, P256 } from '../../x509/samples.ts'
import { entityDescriptor, type Parts } from './idp-metadata.ts'

export const NOW = Date.parse('2027-01-15T12:00:00Z')
export const P256_FINGERPRINT = '47e399f39183f7a3dc488b4fe64042994453b938ce64e2dda026c08725192a9f'

const notFetched: FetchMetadata = () => Promise.reject(new Error('nothing to fetch here'))

export const preview = (input: PreviewInput, options: { now?: number; entityID?: string } = {}) =>
  previewExternalIdp(input, { now: NOW, fetchMetadata: notFetched, ...options })
export const previewXml = (parts: Parts, options: { now?: number } = {}) =>
  preview({ kind: 'metadata_xml', xml: entityDescriptor(parts) }, options)

export async function warningsOf(shown: ReturnType<typeof preview>) {
  const result = await shown
  if (!result.ok) throw new Error(result.refusal.code)
  return result.value.warnings.map(({ code, fingerprintSha256 }) =>
    fingerprintSha256 ? `${code} ${fingerprintSha256.slice(0, 6)}` : code,
  )
}

export const certificate = (origin: string) => ({
  der: derOf(P256),
  fingerprintSha256: P256_FINGERPRINT,
  subject: 'CN=IdP on a curve',
  notBefore: Date.parse('2026-11-21T00:27:04Z'),
  notAfter: Date.parse('2036-11-18T00:27:04Z'),
  key: 'EC P-256',
  origin,
})
