// What an administrator should know about an IdP, before it is saved and for as long as it is on
// record.

import { decodeBase64 } from '../../protocol/bytes/base64.ts'
import { isWeaklySigned } from '../../protocol/x509/certificate.ts'
import { CERTIFICATE_REFUSALS } from '../../protocol/x509/certificate-refusals.ts'
import type { Meaning } from '../../refusal.ts'
import { urlsOf } from './endpoints.ts'
import {
  type IdpCertificate,
  type IdpDescription,
  type IdpWarning,
  type IdpWarningCode,
  type ReadingNote,
  UNKNOWN_ISSUER,
} from './external-idp.ts'
import { FETCH_REFUSALS } from './fetch-metadata.ts'
import { PREVIEW_REFUSALS } from './preview-refusals.ts'

const DAY_MS = 86_400_000
const EXPIRING_DAYS = 30

const MIN_RSA_BITS = 2048

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
  issuer_unknown:
    'The issuer is not known yet. The first test that passes learns it, and an administrator approves it before anything goes live.',
  entity_id_has_blanks:
    'The entityID contains blanks. It is compared with the Issuer of each message character by character.',
  metadata_sha1_signature:
    'The metadata is signed with SHA-1. That signature is not relied upon: https is, or whoever pasted it.',
  metadata_url_unreachable:
    'The metadata URL could not be read, so the document that was given beside it was used. Its certificates need a passed test.',
  certificate_unusable: 'This certificate is left out.',
  endpoint_unusable:
    'This endpoint is left out: it is not an https URL that a browser can be sent to.',
  endpoint_adapted:
    'This endpoint has characters that no URL may have. They are escaped, and a fragment is left out.',
}

/**
 * Lists the warnings: on the document first, then on endpoints, then certificate by certificate.
 */
export function warningsOf(
  description: IdpDescription,
  { now, severalEntities = false }: { readonly now: number; readonly severalEntities?: boolean },
): readonly IdpWarning[] {
  const { certificates, readingNotes = [] } = description
  const codes: readonly (readonly [boolean, IdpWarningCode])[] = [
    [severalEntities, 'several_entities'],
    [(description.validUntil ?? Number.POSITIVE_INFINITY) <= now, 'metadata_expired'],
    [description.entityID === UNKNOWN_ISSUER, 'issuer_unknown'],
    [/\s/.test(description.entityID), 'entity_id_has_blanks'],
    [hasHttpEndpoint(description), 'http_endpoint'],
    [isPostOnly(description), 'only_post_binding'],
    [certificates.length === 0, 'no_signing_certificate'],
  ]
  return [
    ...codes.flatMap(([holds, code]) => (holds ? [{ code, message: MESSAGES[code] }] : [])),
    ...readingNotes.map((note) => ({ ...note, message: messageOf(note) })),
    ...certificates.flatMap((certificate) =>
      certificateWarnings(certificate, now).map((code) => ({
        code,
        message: MESSAGES[code],
        fingerprintSha256: certificate.fingerprintSha256,
      })),
    ),
  ]
}

const REASONS: Readonly<Record<NonNullable<ReadingNote['reason']>, Meaning>> = {
  ...CERTIFICATE_REFUSALS,
  ...PREVIEW_REFUSALS,
  ...FETCH_REFUSALS,
}

/** A note in words: which one, and why. */
function messageOf({ code, position, subject, reason, endpoint }: ReadingNote): string {
  const why = reason === undefined ? '' : ` ${REASONS[reason].message}`
  if (code === 'certificate_unusable')
    return `Certificate ${position}${subject ? ` (${subject})` : ''} is left out.${why}`
  return `${MESSAGES[code]}${why}${endpoint === undefined ? '' : ` It says: ${endpoint}`}`
}

/** Certificates alone name no endpoint at all. */
const isPostOnly = ({ sso }: IdpDescription): boolean =>
  sso.redirect === undefined && sso.post !== undefined

const hasHttpEndpoint = ({ sso, slo }: IdpDescription): boolean =>
  [...urlsOf(sso), ...urlsOf(slo)].some((url) => new URL(url).protocol === 'http:')

function certificateWarnings(
  { notBefore, notAfter, key, der }: IdpCertificate,
  now: number,
): readonly IdpWarningCode[] {
  const bits = Number(/^RSA(?:-PSS)? (\d+)$/.exec(key)?.[1] ?? MIN_RSA_BITS)
  const bytes = decodeBase64(der)
  const codes: readonly (readonly [boolean, IdpWarningCode])[] = [
    [notAfter <= now, 'certificate_expired'],
    [notAfter > now && notAfter <= now + EXPIRING_DAYS * DAY_MS, 'certificate_expiring'],
    [notBefore > now, 'certificate_not_yet_valid'],
    [bits < MIN_RSA_BITS, 'certificate_weak_key'],
    [bytes !== undefined && isWeaklySigned(bytes), 'certificate_sha1'],
  ]
  return codes.flatMap(([holds, code]) => (holds ? [code] : []))
}
