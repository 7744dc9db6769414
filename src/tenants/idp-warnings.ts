// What an administrator should know about an IdP before saving it.

import type { CertificateFacts } from '../protocol/x509/certificate.ts'
import { type DescribedIdp, urlsOf } from './describe-idp.ts'
import type { IdpDescription, IdpWarning, IdpWarningCode } from './external-idp.ts'

const DAY_MS = 86_400_000
const EXPIRING_DAYS = 30

const MESSAGES: Readonly<Record<IdpWarningCode, string>> = {
  certificate_expired:
    'This certificate has expired. Its key still verifies, but the identity provider probably signs with another one.',
  certificate_expiring: `This certificate expires within ${EXPIRING_DAYS} days.`,
  certificate_not_yet_valid: 'This certificate is not valid yet.',
  certificate_weak_key:
    'The RSA key has fewer than 2048 bits. Logins are refused unless the connector allows weak algorithms until a date.',
  certificate_sha1: 'This certificate is itself signed with SHA-1 or MD5, a sign of an old key.',
  only_post_binding: 'The identity provider takes requests by HTTP-POST only.',
  several_entities:
    'The metadata describes several identity providers. Choose the one to register by its entityID.',
  no_signing_certificate:
    'There is no signing certificate, so no response could be verified. It cannot be saved like this.',
  http_endpoint:
    'An endpoint is reached over http: anyone on the way can read and change messages.',
  metadata_expired: 'The metadata is past the end of its validity. Ask for the present one.',
  metadata_sha1_signature:
    'The metadata is signed with SHA-1. That signature is not relied upon: https is, or whoever pasted it.',
}

/** Facts about where a description came from. */
export interface DescriptionSource {
  readonly severalEntities: boolean
  readonly signedWithSha1: boolean
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Lists the warnings: on the document first, then on endpoints, then certificate by certificate. */
export function warningsOf(
  { description, certificates }: DescribedIdp,
  { severalEntities, signedWithSha1, now }: DescriptionSource,
): readonly IdpWarning[] {
  const codes: readonly (readonly [boolean, IdpWarningCode])[] = [
    [severalEntities, 'several_entities'],
    [(description.validUntil ?? Number.POSITIVE_INFINITY) <= now, 'metadata_expired'],
    [signedWithSha1, 'metadata_sha1_signature'],
    [hasHttpEndpoint(description), 'http_endpoint'],
    [description.sso.redirect === undefined, 'only_post_binding'],
    [certificates.length === 0, 'no_signing_certificate'],
  ]
  return [
    ...codes.flatMap(([holds, code]) => (holds ? [{ code, message: MESSAGES[code] }] : [])),
    ...certificates.flatMap((certificate) =>
      certificateWarnings(certificate, now).map((code) => ({
        code,
        message: MESSAGES[code],
        fingerprintSha256: certificate.fingerprintSha256,
      })),
    ),
  ]
}

const hasHttpEndpoint = ({ sso, slo }: IdpDescription): boolean =>
  [...urlsOf(sso), ...urlsOf(slo)].some((url) => new URL(url).protocol === 'http:')

function certificateWarnings(
  certificate: CertificateFacts,
  now: number,
): readonly IdpWarningCode[] {
  const { notBefore, notAfter, weakKey, weakHash } = certificate
  const codes: readonly (readonly [boolean, IdpWarningCode])[] = [
    [notAfter <= now, 'certificate_expired'],
    [notAfter > now && notAfter <= now + EXPIRING_DAYS * DAY_MS, 'certificate_expiring'],
    [notBefore > now, 'certificate_not_yet_valid'],
    [weakKey, 'certificate_weak_key'],
    [weakHash, 'certificate_sha1'],
  ]
  return codes.flatMap(([holds, code]) => (holds ? [code] : []))
}
