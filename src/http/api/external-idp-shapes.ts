// How the API shows what we trust, and what it takes to describe it: a metadata URL, metadata, or typed fields.

import * as v from 'valibot'
import type {
  Endpoints,
  ExternalIdp,
  IdpDescription,
  IdpPreview,
  IdpSource,
  LogoutEndpoints,
} from '../../tenants/external-idp.ts'
import { differences } from '../../tenants/pending-change.ts'
import { Fingerprint, id, Name, Time, text, Url, writeOptionalTime, writeTime } from './members.ts'

/** Metadata documents are large: those of federations run to megabytes. */
const METADATA_LIMIT = 2 * 1024 * 1024
/** A body holds the document with its quotes and line ends escaped. */
export const METADATA_BODY_LIMIT = METADATA_LIMIT + 1024 * 1024

const MAX_CERTIFICATES_LENGTH = 64 * 1024

const EntityID = v.pipe(
  text(1024),
  v.description('entityID of the identity provider.'),
  v.examples(['https://idp.example.com/saml']),
)
const Binding = v.picklist(['redirect', 'post'])
const pick = v.exactOptional(
  v.pipe(EntityID, v.description('Which identity provider, where the metadata describes several.')),
)

const METADATA_URL_ENTRIES = {
  metadata_url: v.pipe(
    Url,
    v.description('Read now and at each refresh; certificates found there are trusted.'),
    v.examples(['https://idp.example.com/metadata.xml']),
  ),
  entity_id: pick,
}
const METADATA_XML_ENTRIES = {
  metadata_xml: v.pipe(
    v.string(),
    v.minLength(1, 'must not be empty'),
    v.maxLength(METADATA_LIMIT, `must have at most ${METADATA_LIMIT} characters`),
  ),
  entity_id: pick,
}
const TYPED_ENTRIES = {
  issuer: EntityID,
  sso_url: Url,
  sso_binding: v.exactOptional(Binding),
  slo_url: v.exactOptional(Url),
  certificate_pem: v.pipe(
    v.string(),
    v.minLength(1, 'must not be empty'),
    v.maxLength(MAX_CERTIFICATES_LENGTH, `must have at most ${MAX_CERTIFICATES_LENGTH} characters`),
    v.description('One or more certificates, with or without BEGIN and END lines.'),
  ),
}

/** The three ways to describe an external IdP. */
export const IdpSourceShape = v.pipe(
  v.union([
    v.strictObject(METADATA_URL_ENTRIES),
    v.strictObject(METADATA_XML_ENTRIES),
    v.strictObject(TYPED_ENTRIES),
  ]),
  v.title('IdpSource'),
)
/** A source as a checked body carries it. */
export type IdpSourceBody = v.InferOutput<typeof IdpSourceShape>

/** A new external IdP: a name and one of the three. */
export const NewExternalIdpShape = v.pipe(
  v.union([
    v.strictObject({ name: Name, ...METADATA_URL_ENTRIES }),
    v.strictObject({ name: Name, ...METADATA_XML_ENTRIES }),
    v.strictObject({ name: Name, ...TYPED_ENTRIES }),
  ]),
  v.title('NewExternalIdp'),
)

/** A change: another name, another source, or both. */
export const ExternalIdpChangeShape = v.pipe(
  v.union([
    v.strictObject({ name: Name }),
    v.strictObject({ name: v.exactOptional(Name), ...METADATA_URL_ENTRIES }),
    v.strictObject({ name: v.exactOptional(Name), ...METADATA_XML_ENTRIES }),
    v.strictObject({ name: v.exactOptional(Name), ...TYPED_ENTRIES }),
  ]),
  v.title('ExternalIdpChange'),
)

/** A change as a checked body carries it. */
export type ExternalIdpChange = v.InferOutput<typeof ExternalIdpChangeShape>

/** One URL per binding. */
export const EndpointsShape = v.strictObject({
  redirect: v.nullable(v.string()),
  post: v.nullable(v.string()),
})

/** The same for single logout; `responses` only where answers go elsewhere. */
export const LogoutEndpointsShape = v.strictObject({
  ...EndpointsShape.entries,
  responses: v.exactOptional(
    v.pipe(EndpointsShape, v.description('Where answers go that are wanted elsewhere.')),
  ),
})

const CertificateShape = v.strictObject({
  fingerprint_sha256: v.pipe(v.string(), v.description('Lower-case hex.')),
  subject: v.string(),
  not_before: Time,
  not_after: Time,
  key: v.pipe(v.string(), v.examples(['RSA 2048', 'EC P-256'])),
  origin: v.pipe(
    v.picklist(['metadata_url', 'typed']),
    v.description('A typed one goes live with a tested version, never by itself.'),
  ),
})

const DESCRIPTION_ENTRIES = {
  source: v.picklist(['metadata_url', 'metadata_xml', 'typed']),
  metadata_url: v.nullable(v.string()),
  entity_id: v.string(),
  sso: v.pipe(EndpointsShape, v.description('Single sign-on URL per binding.')),
  slo: v.pipe(LogoutEndpointsShape, v.description('Single logout URL per binding.')),
  want_authn_requests_signed: v.boolean(),
  name_id_formats: v.array(v.string()),
  valid_until: v.nullable(Time),
  certificates: v.array(CertificateShape),
}

/** A change of the metadata that nobody has taken over. */
const PendingChangeShape = v.strictObject({
  id: v.pipe(v.string(), v.description('Names exactly this change, to approve or reject it.')),
  state: v.picklist(['waiting', 'rejected']),
  found_at: Time,
  changes: v.array(
    v.strictObject({
      pointer: v.pipe(v.string(), v.description('The member of the external IdP.')),
      before: v.nullable(v.string()),
      after: v.nullable(v.string()),
    }),
  ),
  certificates: v.pipe(
    v.array(v.string()),
    v.description('Fingerprints of the signing certificates in the metadata.'),
  ),
})

/** The change that an administrator decides about. */
export const ChangeDecisionShape = v.strictObject({ change_id: Fingerprint })

/** A saved external IdP. */
export const ExternalIdpShape = v.pipe(
  v.strictObject({
    id: id('idp'),
    tenant_id: id('ten'),
    name: Name,
    ...DESCRIPTION_ENTRIES,
    trust_revision: v.pipe(v.number(), v.description('Grows with every change of certificates.')),
    removed_certificates: v.pipe(
      v.array(v.string()),
      v.description(
        'Fingerprints that the metadata URL does not bring back. Entering the certificate does.',
      ),
    ),
    pending_change: v.pipe(
      v.nullable(PendingChangeShape),
      v.description('What the metadata URL says now, where that takes an administrator.'),
    ),
    refresh_failure: v.pipe(
      v.nullable(v.strictObject({ code: v.string(), since: Time })),
      v.description('Why the metadata URL cannot be read at present; the last good data stay.'),
    ),
    created_at: Time,
    updated_at: Time,
  }),
  v.title('ExternalIdp'),
)

/** What a save would store, and what to know before it. */
export const IdpPreviewShape = v.pipe(
  v.strictObject({
    ...DESCRIPTION_ENTRIES,
    warnings: v.array(
      v.strictObject({
        code: v.string(),
        message: v.string(),
        fingerprint_sha256: v.nullable(v.string()),
      }),
    ),
    entities: v.pipe(
      v.array(v.string()),
      v.description('entityIDs of every identity provider in the metadata.'),
    ),
  }),
  v.title('IdpPreview'),
)

/** Writes a saved external IdP. */
export const writeExternalIdp = (idp: ExternalIdp): v.InferOutput<typeof ExternalIdpShape> => ({
  id: idp.id,
  tenant_id: idp.tenantId,
  name: idp.name,
  ...writeDescription(idp, idp.source),
  trust_revision: idp.trustRevision,
  removed_certificates: [...idp.removedCertificates],
  pending_change: writePendingChange(idp),
  refresh_failure:
    idp.refreshFailure === undefined
      ? null
      : { code: idp.refreshFailure.code, since: writeTime(idp.refreshFailure.since) },
  created_at: writeTime(idp.createdAt),
  updated_at: writeTime(idp.updatedAt),
})

function writePendingChange(idp: ExternalIdp): v.InferOutput<typeof PendingChangeShape> | null {
  const { pendingChange: change } = idp
  if (change === undefined) return null
  return {
    id: change.id,
    state: change.state,
    found_at: writeTime(change.foundAt),
    changes: [...differences(idp, change.description)],
    certificates: change.description.certificates.map((c) => c.fingerprintSha256),
  }
}

/** Writes a preview in the same members as what would be saved. */
export const writePreview = (preview: IdpPreview): v.InferOutput<typeof IdpPreviewShape> => ({
  ...writeDescription(preview.description, preview.source),
  warnings: preview.warnings.map(({ code, message, fingerprintSha256 }) => ({
    code,
    message,
    fingerprint_sha256: fingerprintSha256 ?? null,
  })),
  entities: [...preview.entities],
})

const writeDescription = (idp: IdpDescription, source: IdpSource) => ({
  source: source.kind,
  metadata_url: source.kind === 'metadata_url' ? source.url : null,
  entity_id: idp.entityID,
  sso: writeEndpoints(idp.sso),
  slo: writeLogoutEndpoints(idp.slo),
  want_authn_requests_signed: idp.wantAuthnRequestsSigned,
  name_id_formats: [...idp.nameIdFormats],
  valid_until: writeOptionalTime(idp.validUntil),
  certificates: idp.certificates.map((certificate) => ({
    fingerprint_sha256: certificate.fingerprintSha256,
    subject: certificate.subject,
    not_before: writeTime(certificate.notBefore),
    not_after: writeTime(certificate.notAfter),
    key: certificate.key,
    origin: certificate.origin,
  })),
})

/** Writes endpoints; a binding that is not offered is null. */
export const writeEndpoints = ({ redirect, post }: Endpoints) => ({
  redirect: redirect ?? null,
  post: post ?? null,
})

/** Writes the endpoints of single logout. */
export const writeLogoutEndpoints = ({ responses, ...requests }: LogoutEndpoints) => ({
  ...writeEndpoints(requests),
  ...(responses === undefined ? {} : { responses: writeEndpoints(responses) }),
})
