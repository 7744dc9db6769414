// A preview of an external IdP: turns a metadata URL, pasted metadata or typed fields into what a save would store, with
// everything an administrator should know first. It changes nothing.

import type { IdpEntity } from '../protocol/saml/idp-metadata/read-idp-metadata.ts'
import { readIdpMetadata } from '../protocol/saml/idp-metadata/read-idp-metadata.ts'
import type { MetadataRefusalCode } from '../protocol/saml/idp-metadata/refusals.ts'
import type { CertificateRefusalCode } from '../protocol/x509/refusals.ts'
import type { Refusal } from '../refusal.ts'
import { ok, type Result, refuse } from '../result.ts'
import { describeIdp } from './describe-idp.ts'
import type { IdpPreview, IdpSource, SamlBinding } from './external-idp.ts'
import type { FetchMetadata, FetchRefusalCode } from './fetch-metadata.ts'
import { warningsOf } from './idp-warnings.ts'
import type { PreviewRefusalCode } from './preview-refusals.ts'

/** What was typed in place of metadata. */
export interface TypedIdp {
  readonly kind: 'typed'
  /** The IdP's entityID, as it writes it into Issuer. */
  readonly issuer: string
  readonly ssoUrl: string
  /** Of both endpoints; HTTP-Redirect unless said otherwise. */
  readonly binding?: SamlBinding | undefined
  readonly sloUrl?: string | undefined
  /** One or more certificates, as PEM or one as bare base64. */
  readonly certificatePem: string
}

export type PreviewInput =
  | { readonly kind: 'metadata_url'; readonly url: string }
  | { readonly kind: 'metadata_xml'; readonly xml: string }
  | TypedIdp

export interface PreviewOptions {
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly fetchMetadata: FetchMetadata
  /** Which IdP to take from metadata that describes several; the first one unless said. */
  readonly entityID?: string | undefined
}

export type PreviewRefusal = Refusal<
  PreviewRefusalCode | FetchRefusalCode | MetadataRefusalCode | CertificateRefusalCode
>

/** Converts what was entered. The certificates of a fetched document are trusted by its URL, others after a passed test. */
export async function previewExternalIdp(
  input: PreviewInput,
  options: PreviewOptions,
): Promise<Result<IdpPreview, PreviewRefusal>> {
  if (input.kind === 'typed') {
    return preview([typedEntity(input)], { kind: 'typed' }, { ...options, entityID: undefined })
  }
  const source: IdpSource =
    input.kind === 'metadata_xml'
      ? { kind: 'metadata_xml' }
      : { kind: 'metadata_url', url: input.url.trim() }
  const text =
    input.kind === 'metadata_xml' ? ok(input.xml) : await options.fetchMetadata(input.url.trim())
  if (!text.ok) return text
  const read = await readIdpMetadata(text.value)
  return read.ok ? preview(read.value.entities, source, options) : read
}

/** White space around is a slip of the clipboard; inside, an entityID or URL is taken exactly as typed. */
function typedEntity({ issuer, ssoUrl, binding = 'redirect', ...typed }: TypedIdp): IdpEntity {
  const sloUrl = typed.sloUrl?.trim()
  return {
    entityID: issuer.trim(),
    sso: { [binding]: ssoUrl.trim() },
    slo: sloUrl === undefined || sloUrl === '' ? {} : { [binding]: sloUrl },
    wantAuthnRequestsSigned: false,
    nameIdFormats: [],
    signingCertificates: [typed.certificatePem],
    signedWithSha1: false,
  }
}

function preview(
  entities: readonly IdpEntity[],
  source: IdpSource,
  { now, entityID }: PreviewOptions,
): Result<IdpPreview, PreviewRefusal> {
  const entity = entities.find((one) => entityID === undefined || one.entityID === entityID)
  if (entity === undefined)
    return refuse({ code: 'external_idp_entity_unknown', expected: entityID ?? '' })
  const { validUntil } = entity
  // A URL is read again with nobody watching, so there the end of validity is final (R45); who pastes is only warned.
  if (source.kind === 'metadata_url' && validUntil !== undefined && validUntil <= now)
    return refuse({
      code: 'external_idp_metadata_expired',
      got: new Date(validUntil).toISOString(),
    })
  const described = describeIdp(entity, source.kind === 'metadata_url' ? 'metadata_url' : 'typed')
  if (!described.ok) return described
  const { signedWithSha1 } = entity
  const severalEntities = entities.length > 1 && entityID === undefined
  return ok({
    description: described.value.description,
    source,
    warnings: warningsOf(described.value, { severalEntities, signedWithSha1, now }),
    entities: entities.length > 1 ? entities.map((one) => one.entityID) : [],
  })
}
