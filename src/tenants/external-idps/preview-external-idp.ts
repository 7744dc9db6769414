// A preview of an external IdP: turns a metadata URL, pasted metadata or typed fields into what a
// save would store, with everything an administrator should know first. It changes nothing.

import type { MetadataRefusalCode } from '../../protocol/saml/idp-metadata/metadata-refusals.ts'
import {
  type IdpEntity,
  type IdpMetadata,
  type IdpRole,
  readIdpMetadata,
} from '../../protocol/saml/idp-metadata/read-idp-metadata.ts'
import type { CertificateRefusalCode } from '../../protocol/x509/certificate-refusals.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { type DescriptionOptions, describeIdp } from './describe-idp.ts'
import {
  type IdpDescription,
  type IdpPreview,
  type IdpSource,
  type ReadingNote,
  type SamlBinding,
  UNKNOWN_ISSUER,
} from './external-idp.ts'
import type { FetchMetadata, FetchRefusalCode } from './fetch-metadata.ts'
import { warningsOf } from './idp-warnings.ts'
import type { PreviewRefusalCode } from './preview-refusals.ts'

/** What was typed in place of metadata. */
interface TypedIdp {
  readonly kind: 'typed'
  /** The IdP's entityID, as it writes it into Issuer. Absent: a test learns it. */
  readonly issuer?: string | undefined
  /** Absent: the certificates are shown, and nothing can be saved yet. */
  readonly ssoUrl?: string | undefined
  /** Of both endpoints; HTTP-Redirect unless said otherwise. */
  readonly binding?: SamlBinding | undefined
  readonly sloUrl?: string | undefined
  /** One or more certificates, as PEM or one as bare base64. */
  readonly certificatePem: string
}

export type PreviewInput =
  | {
      readonly kind: 'metadata_url'
      readonly url: string
      /** In place of the URL if that cannot be reached. */
      readonly document?: string | undefined
    }
  | { readonly kind: 'metadata_xml'; readonly xml: string }
  | TypedIdp

export interface PreviewOptions {
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly fetchMetadata: FetchMetadata
  /** Which IdP to take from metadata that describes several; the first one unless said. */
  readonly entityID?: string | undefined
}

/** What nobody said of the IdP. */
type Asked = PreviewOptions & Unsaid
type Unsaid = Pick<DescriptionOptions, 'issuerUnknown' | 'endpointsUnknown'>

/** Entities of an aggregate that are tried if nobody picked one. */
const MAX_TRIED = 50

export type PreviewRefusal = Refusal<
  PreviewRefusalCode | FetchRefusalCode | MetadataRefusalCode | CertificateRefusalCode
>

/**
 * Converts what was entered. The certificates of a fetched document are trusted by its URL, others
 * after a passed test.
 */
export async function previewExternalIdp(
  input: PreviewInput,
  options: PreviewOptions,
): Promise<Result<IdpPreview, PreviewRefusal>> {
  if (input.kind === 'typed') {
    const typed = { entities: [typedEntity(input)], unreadable: [] }
    const unsaid = {
      issuerUnknown: input.issuer === undefined,
      endpointsUnknown: input.ssoUrl === undefined,
    }
    return preview(typed, { kind: 'typed' }, { ...options, entityID: undefined, ...unsaid })
  }
  if (input.kind === 'metadata_xml')
    return previewDocument(input.xml, { kind: 'metadata_xml' }, options)
  const source: IdpSource = { kind: 'metadata_url', url: input.url.trim() }
  const text = await options.fetchMetadata(source.url)
  if (text.ok) return previewDocument(text.value, source, options)
  // A URL that may never be read is a mistake to mend; one that fails today is read again.
  if (input.document === undefined || text.refusal.code === 'fetch_url_forbidden') return text
  const pasted = await previewDocument(input.document, { kind: 'metadata_xml' }, options)
  return pasted.ok
    ? ok(standIn(pasted.value, source, { reason: text.refusal.code, ...options }))
    : pasted
}

/**
 * What a document says that stands in for a URL: trusted as pasted, and read from the URL as soon
 * as that answers.
 */
function standIn(
  preview: IdpPreview,
  source: IdpSource,
  { reason, now }: { readonly reason: FetchRefusalCode; readonly now: number },
): IdpPreview {
  const note: ReadingNote = { code: 'metadata_url_unreachable', reason }
  const { readingNotes = [] } = preview.description
  const description = { ...preview.description, readingNotes: [note, ...readingNotes] }
  const severalEntities = preview.warnings.some(({ code }) => code === 'several_entities')
  return {
    ...preview,
    description,
    source,
    warnings: warningsOf(description, { severalEntities, now }),
  }
}

async function previewDocument(
  text: string,
  source: IdpSource,
  options: PreviewOptions,
): Promise<Result<IdpPreview, PreviewRefusal>> {
  const read = await readIdpMetadata(text)
  return read.ok ? preview(read.value, source, options) : read
}

/**
 * White space around is a slip of the clipboard; inside, an entityID or URL is taken exactly as
 * typed.
 */
function typedEntity({ issuer, ssoUrl, binding = 'redirect', ...typed }: TypedIdp): IdpEntity {
  const sloUrl = typed.sloUrl?.trim()
  const role = {
    sso: ssoUrl === undefined ? {} : { [binding]: [{ location: ssoUrl.trim() }] },
    slo: sloUrl === undefined || sloUrl === '' ? {} : { [binding]: [{ location: sloUrl }] },
    wantAuthnRequestsSigned: false,
    nameIdFormats: [],
    signingCertificates: [typed.certificatePem],
    signedWithSha1: false,
  }
  return { entityID: issuer?.trim() ?? UNKNOWN_ISSUER, roles: [role] }
}

async function preview(
  metadata: IdpMetadata,
  source: IdpSource,
  options: Asked,
): Promise<Result<IdpPreview, PreviewRefusal>> {
  const { now, entityID } = options
  const described = await describePicked(metadata, source, options)
  if (!described.ok) return described
  const named = [...metadata.entities, ...metadata.unreadable].map((one) => one.entityID)
  const entities = [...new Set(named)].filter((one) => one !== '')
  const severalEntities = entities.length > 1 && entityID === undefined
  return ok({
    description: described.value,
    source,
    warnings: warningsOf(described.value, { severalEntities, now }),
    entities: entities.length > 1 ? entities : [],
  })
}

/** The IdP that was picked, or else the first one that can be described: no other one spoils it. */
async function describePicked(
  { entities, unreadable }: IdpMetadata,
  source: IdpSource,
  { now, entityID, issuerUnknown = false, endpointsUnknown = false }: Asked,
): Promise<Result<IdpDescription, PreviewRefusal>> {
  const unsaid = { issuerUnknown, endpointsUnknown }
  if (entityID !== undefined) {
    const entity = entities.find((one) => one.entityID === entityID)
    if (entity !== undefined) return describe(entity, source, { now, ...unsaid })
    const { refusal } = unreadable.find((one) => one.entityID === entityID) ?? {}
    return refuse(refusal ?? { code: 'external_idp_entity_unknown', expected: entityID })
  }
  let first: Result<IdpDescription, PreviewRefusal> | undefined
  for (const entity of entities.slice(0, MAX_TRIED)) {
    const described = await describe(entity, source, { now, ...unsaid })
    if (described.ok && described.value.certificates.length > 0) return described
    if (first === undefined || (described.ok && !first.ok)) first = described
  }
  return first ?? refuse({ code: 'external_idp_entity_unknown', expected: '' })
}

async function describe(
  entity: IdpEntity,
  source: IdpSource,
  { now, ...unsaid }: { readonly now: number } & Unsaid,
): Promise<Result<IdpDescription, PreviewRefusal>> {
  // A URL is read again with nobody watching, so there the end of validity is final (R45); who
  // pastes is only warned.
  const fresh = ({ validUntil }: IdpRole): boolean =>
    source.kind !== 'metadata_url' || validUntil === undefined || validUntil > now
  const roles = entity.roles.filter(fresh)
  const [ended] = entity.roles
  if (roles.length === 0 && ended?.validUntil !== undefined)
    return refuse({
      code: 'external_idp_metadata_expired',
      got: new Date(ended.validUntil).toISOString(),
    })
  return describeIdp({ ...entity, roles }, { origin: source.kind, ...unsaid })
}
