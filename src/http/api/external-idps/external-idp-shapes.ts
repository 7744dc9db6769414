// How the API shows what we trust: external IdPs, their certificates, and what there is to know
// about them.

import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { differences } from '../../../tenants/commands/pending-change.ts'
import {
  type Endpoints,
  type ExternalIdp,
  type IdpDescription,
  type IdpSource,
  type IdpWarning,
  type LogoutEndpoints,
  UNKNOWN_ISSUER,
} from '../../../tenants/external-idps/external-idp.ts'
import { warningsOf } from '../../../tenants/external-idps/idp-warnings.ts'
import { SOURCE_KINDS } from '../../../tenants/external-idps/recognise-source.ts'
import { Fingerprint, id, Name, Time, writeOptionalTime, writeTime } from '../engine/members.ts'

import type { SourcePreview } from './preview-source.ts'

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
  fingerprint_sha1: v.pipe(
    v.string(),
    v.description(
      'Lower-case hex, to compare with what an identity provider shows. Nothing is decided by it.',
    ),
  ),
  subject: v.string(),
  not_before: Time,
  not_after: Time,
  key: v.pipe(v.string(), v.examples(['RSA 2048', 'EC P-256'])),
  origin: v.pipe(
    v.picklist(['metadata_url', 'metadata_xml', 'typed']),
    v.description(
      'How it came here. One from the metadata URL is trusted at once; any other one goes live with a version that was tested with it.',
    ),
  ),
})

const WarningShape = v.strictObject({
  code: v.string(),
  message: v.string(),
  fingerprint_sha256: v.pipe(
    v.nullable(v.string()),
    v.description('The certificate on record that it is about. Null: about none.'),
  ),
  position: v.pipe(
    v.nullable(v.number()),
    v.description('Of a certificate that was left out, counted from 1. Null: about none.'),
  ),
  subject: v.pipe(
    v.nullable(v.string()),
    v.description('Of a certificate that was left out. Null: it has none that can be read.'),
  ),
  reason: v.pipe(
    v.nullable(v.string()),
    v.description('Code of the refusal that says why something was left out. Null: nothing was.'),
  ),
  endpoint: v.pipe(
    v.nullable(v.string()),
    v.description('An endpoint as it is written. Null: about none.'),
  ),
})

const DESCRIPTION_ENTRIES = {
  source: v.picklist(['metadata_url', 'metadata_xml', 'typed']),
  metadata_url: v.nullable(v.string()),
  entity_id: v.pipe(
    v.nullable(v.string()),
    v.description('Null: not known yet. The first test that passes learns it.'),
  ),
  sso: v.pipe(EndpointsShape, v.description('Single sign-on URL per binding.')),
  slo: v.pipe(LogoutEndpointsShape, v.description('Single logout URL per binding.')),
  want_authn_requests_signed: v.boolean(),
  name_id_formats: v.array(v.string()),
  valid_until: v.nullable(Time),
  certificates: v.array(CertificateShape),
  warnings: v.pipe(
    v.array(WarningShape),
    v.description(
      'What to know about it: certificates that expire, whatever was left out when it was read last.',
    ),
  ),
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
    recognised: v.pipe(v.picklist(SOURCE_KINDS), v.description('What the source is.')),
    recognised_in_words: v.pipe(
      v.string(),
      v.description('The same for people, in a sentence.'),
      v.examples(['2 certificates.']),
    ),
    still_needed: v.pipe(
      v.array(v.picklist(['sso_url'])),
      v.description('Members that a new external IdP needs beside this source.'),
    ),
    ...DESCRIPTION_ENTRIES,
    entities: v.pipe(
      v.array(v.string()),
      v.description('entityIDs of every identity provider in the metadata.'),
    ),
  }),
  v.title('IdpPreview'),
)

/** Writes a saved external IdP, with what there is to know about it at `now`. */
export const writeExternalIdp = (
  idp: ExternalIdp,
  now: number,
): v.InferOutput<typeof ExternalIdpShape> => ({
  id: idp.id,
  tenant_id: idp.tenantId,
  name: idp.name,
  ...writeDescription(idp, idp.source),
  warnings: warningsOf(idp, { now }).map(writeWarning),
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
export const writePreview = (preview: SourcePreview): v.InferOutput<typeof IdpPreviewShape> => ({
  ...writeDescription(preview.description, preview.source),
  warnings: preview.warnings.map(writeWarning),
  recognised: preview.recognised,
  recognised_in_words: inWords(preview),
  still_needed: [...preview.stillNeeded],
  entities: [...preview.entities],
})

function inWords({ recognised, description, entities }: SourcePreview): string {
  const { certificates } = description
  if (recognised === 'certificates')
    return certificates.length === 1 ? 'A certificate.' : `${certificates.length} certificates.`
  const several =
    entities.length > 1 ? `${entities.length} identity providers` : 'one identity provider'
  return recognised === 'metadata_url'
    ? `The address of metadata of ${several}.`
    : `SAML metadata of ${several}.`
}

const writeWarning = (warning: IdpWarning): v.InferOutput<typeof WarningShape> => ({
  code: warning.code,
  message: warning.message,
  fingerprint_sha256: warning.fingerprintSha256 ?? null,
  position: warning.position ?? null,
  subject: warning.subject ?? null,
  reason: warning.reason ?? null,
  endpoint: warning.endpoint ?? null,
})

/** Writes an entityID; null while nobody knows it. */
export const writeIssuer = (entityID: string): string | null =>
  entityID === UNKNOWN_ISSUER ? null : entityID

const writeDescription = (idp: IdpDescription, source: IdpSource) => ({
  source: source.kind,
  metadata_url: source.kind === 'metadata_url' ? source.url : null,
  entity_id: writeIssuer(idp.entityID),
  sso: writeEndpoints(idp.sso),
  slo: writeLogoutEndpoints(idp.slo),
  want_authn_requests_signed: idp.wantAuthnRequestsSigned,
  name_id_formats: [...idp.nameIdFormats],
  valid_until: writeOptionalTime(idp.validUntil),
  certificates: idp.certificates.map((certificate) => ({
    fingerprint_sha256: certificate.fingerprintSha256,
    fingerprint_sha1: createHash('sha1').update(certificate.der, 'base64').digest('hex'),
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
