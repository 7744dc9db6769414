// The ways to describe an external IdP in a body: one source that is recognised, or a metadata URL,
// metadata, or typed fields.

import * as v from 'valibot'
import { Name, text, Url } from '../engine/members.ts'

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

const MetadataXml = v.pipe(
  v.string(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(METADATA_LIMIT, `must have at most ${METADATA_LIMIT} characters`),
)

const METADATA_URL_ENTRIES = {
  metadata_url: v.pipe(
    Url,
    v.description('Read now and at each refresh; certificates found there are trusted.'),
    v.examples(['https://idp.example.com/metadata.xml']),
  ),
  metadata_xml: v.exactOptional(
    v.pipe(
      MetadataXml,
      v.description(
        'Used in place of the URL if that cannot be reached. Its certificates need a passed test, and the URL is read again later.',
      ),
    ),
  ),
  entity_id: pick,
}
const METADATA_XML_ENTRIES = {
  metadata_xml: MetadataXml,
  entity_id: pick,
}
const TYPED_ENTRIES = {
  issuer: v.exactOptional(
    v.pipe(
      EntityID,
      v.description(
        'entityID of the identity provider. Absent: the first test that passes learns it, and an administrator approves it.',
      ),
      v.examples(['https://idp.example.com/saml']),
    ),
  ),
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

const ofCertificates = <Schema extends v.GenericSchema>(schema: Schema, message: string) =>
  v.exactOptional(
    v.pipe(schema, v.description(`${message} Only used if \`source\` is certificates.`)),
  )
const SOURCE_ENTRIES = {
  source: v.pipe(
    v.string(),
    v.minLength(1, 'must not be empty'),
    v.maxLength(METADATA_BODY_LIMIT, `must have at most ${METADATA_BODY_LIMIT} characters`),
    v.description(
      'Whatever the identity provider gave, at most 2 MiB: the address of its metadata, the metadata, or certificates. Certificates may be PEM, base64 alone, or a DER or P7B file in base64. Line ends may be missing or written out (`&#13;`, `\\n`).',
    ),
    v.examples(['https://idp.example.com/metadata.xml']),
  ),
  entity_id: pick,
  issuer: ofCertificates(
    EntityID,
    'entityID of the identity provider. Absent: the first test that passes learns it.',
  ),
  sso_url: ofCertificates(
    Url,
    'Sign-on URL. A new external IdP needs it; in a change, absent keeps issuer and endpoints and adds the certificates.',
  ),
  sso_binding: ofCertificates(Binding, 'Binding of both URLs. Absent: `redirect`.'),
  slo_url: ofCertificates(Url, 'Single logout URL.'),
}

/** The ways to describe an external IdP. */
export const IdpSourceShape = v.pipe(
  v.union([
    v.strictObject(SOURCE_ENTRIES),
    v.strictObject(METADATA_URL_ENTRIES),
    v.strictObject(METADATA_XML_ENTRIES),
    v.strictObject(TYPED_ENTRIES),
  ]),
  v.title('IdpSource'),
)
/** A source as a checked body carries it. */
export type IdpSourceBody = v.InferOutput<typeof IdpSourceShape>

/** A new external IdP: a name and one of these. */
export const NewExternalIdpShape = v.pipe(
  v.union([
    v.strictObject({ name: Name, ...SOURCE_ENTRIES }),
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
    v.strictObject({ name: v.exactOptional(Name), ...SOURCE_ENTRIES }),
    v.strictObject({ name: v.exactOptional(Name), ...METADATA_URL_ENTRIES }),
    v.strictObject({ name: v.exactOptional(Name), ...METADATA_XML_ENTRIES }),
    v.strictObject({ name: v.exactOptional(Name), ...TYPED_ENTRIES }),
  ]),
  v.title('ExternalIdpChange'),
)

/** A change as a checked body carries it. */
export type ExternalIdpChange = v.InferOutput<typeof ExternalIdpChangeShape>
