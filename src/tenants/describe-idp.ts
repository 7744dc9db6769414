// What somebody says about an IdP -> the description that can be stored: each URL and certificate looked at once, here.

import type {
  IdpEntity,
  IdpLogoutEndpoints,
} from '../protocol/saml/idp-metadata/read-idp-metadata.ts'
import { type CertificateFacts, readCertificates } from '../protocol/x509/certificate.ts'
import type { CertificateRefusalCode } from '../protocol/x509/refusals.ts'
import type { Refusal } from '../refusal.ts'
import { ok, type Result, refuse } from '../result.ts'
import type { IdpCertificate, IdpDescription } from './external-idp.ts'
import type { PreviewRefusalCode } from './preview-refusals.ts'

export interface DescribedIdp {
  readonly description: IdpDescription
  /** The certificates of the description, with what only warnings need. */
  readonly certificates: readonly CertificateFacts[]
}

type DescriptionRefusal = Refusal<PreviewRefusalCode | CertificateRefusalCode>

const MAX_CERTIFICATES = 20
/** As many as an IdP may name, and as many again that it named before: they stay on record until each is removed. */
export const MAX_RECORDED_CERTIFICATES = 2 * MAX_CERTIFICATES
const MAX_NAME_ID_FORMATS = 20
const MAX_ENTITY_ID = 1024
const MAX_URL = 2048
/** What may stand in a URL (RFC 3986 §2) but for `#`: a query is added to it. */
const URL_CHARACTERS = /^[A-Za-z0-9\-._~:/?[\]@!$&'()*+,;=%]+$/
const SPACE_OR_CONTROL = /[\s\u0000-\u001f\u007f]/

/** Checks and describes an IdP. `origin` says how its certificates come to be trusted. */
export function describeIdp(
  entity: IdpEntity,
  origin: IdpCertificate['origin'],
  maxCertificates = MAX_CERTIFICATES,
): Result<DescribedIdp, DescriptionRefusal> {
  const refusal = checkEntityID(entity.entityID) ?? checkEndpoints(entity)
  if (refusal !== undefined) return refuse(refusal)
  const certificates = readAll(entity.signingCertificates, maxCertificates)
  if (!certificates.ok) return certificates
  return ok({
    certificates: certificates.value,
    description: {
      entityID: entity.entityID,
      sso: entity.sso,
      slo: entity.slo,
      wantAuthnRequestsSigned: entity.wantAuthnRequestsSigned,
      nameIdFormats: [...new Set(entity.nameIdFormats)].slice(0, MAX_NAME_ID_FORMATS),
      ...(entity.validUntil === undefined ? {} : { validUntil: entity.validUntil }),
      certificates: certificates.value.map(
        ({ der, fingerprintSha256, subject, notBefore, notAfter, key }) => ({
          der,
          fingerprintSha256,
          subject,
          notBefore,
          notAfter,
          key,
          origin,
        }),
      ),
    },
  })
}

/** R47: an entityID is compared byte by byte, so one that nobody could copy faithfully is refused. */
function checkEntityID(entityID: string): DescriptionRefusal | undefined {
  const valid =
    entityID !== '' && entityID.length <= MAX_ENTITY_ID && !SPACE_OR_CONTROL.test(entityID)
  return valid ? undefined : { code: 'external_idp_entity_id_invalid' }
}

function checkEndpoints({ sso, slo }: IdpEntity): DescriptionRefusal | undefined {
  if (urlsOf(sso).length === 0) return { code: 'external_idp_endpoint_missing' }
  const forbidden = [...urlsOf(sso), ...urlsOf(slo)].find((url) => !isEndpoint(url))
  if (forbidden === undefined) return undefined
  return { code: 'external_idp_endpoint_forbidden', got: forbidden.slice(0, 200) }
}

/** The URLs among the endpoints. */
export const urlsOf = ({ redirect, post, responses }: IdpLogoutEndpoints): readonly string[] =>
  [redirect, post, responses?.redirect, responses?.post].filter((url) => url !== undefined)

/** A browser is sent there: http or https, never `javascript:`; used as written, since IdPs compare Destination exactly. */
function isEndpoint(text: string): boolean {
  if (text.length > MAX_URL || !URL_CHARACTERS.test(text) || !URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
}

/** Every certificate once. One that cannot be read refuses all: leaving it out would end logins on the day it is used. */
function readAll(
  texts: readonly string[],
  max: number,
): Result<readonly CertificateFacts[], DescriptionRefusal> {
  const byFingerprint = new Map<string, CertificateFacts>()
  for (const text of texts) {
    const read = readCertificates(text)
    if (!read.ok) return read
    for (const certificate of read.value)
      byFingerprint.set(certificate.fingerprintSha256, certificate)
    if (byFingerprint.size > max)
      return refuse({ code: 'external_idp_too_many_certificates', expected: max })
  }
  return ok([...byFingerprint.values()])
}
