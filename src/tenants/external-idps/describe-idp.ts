// What somebody says about an IdP -> the description that can be stored: each URL and certificate
// looked at once, here. What can be used is taken; what cannot is left out and named, so that one
// bad certificate stops no rollover.

import { defined } from '../../defined.ts'
import type { IdpEntity, IdpRole } from '../../protocol/saml/idp-metadata/read-idp-metadata.ts'
import {
  type CertificateFacts,
  type ReadCertificates,
  readCertificateElement,
  readCertificates,
} from '../../protocol/x509/certificate.ts'
import type { CertificateRefusalCode } from '../../protocol/x509/certificate-refusals.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { chooseEndpoints, urlsOf } from './endpoints.ts'
import {
  type IdpCertificate,
  type IdpDescription,
  type ReadingNote,
  UNKNOWN_ISSUER,
} from './external-idp.ts'
import type { PreviewRefusalCode } from './preview-refusals.ts'

export interface DescriptionOptions {
  /** How the certificates come to be trusted. */
  readonly origin: IdpCertificate['origin']
  readonly maxCertificates?: number
  /** Nobody said what the issuer is: a test will learn it. */
  readonly issuerUnknown?: boolean
  /** Nobody said where people sign in: nothing can be saved yet. */
  readonly endpointsUnknown?: boolean
}

type DescriptionRefusal = Refusal<PreviewRefusalCode | CertificateRefusalCode>

const MAX_CERTIFICATES = 20
/**
 * As many as an IdP may name, and as many again that it named before: they stay on record until
 * each is removed.
 */
export const MAX_RECORDED_CERTIFICATES = 2 * MAX_CERTIFICATES
/** Texts that are looked at: reading a certificate costs more than reading the markup around it. */
const MAX_TEXTS = 200
const MAX_NAME_ID_FORMATS = 20
const MAX_ENTITY_ID = 1024
/** Notes are for people, who read no more. */
const MAX_NOTES = 50
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/

/**
 * Checks and describes an IdP by its first usable role: one with a certificate and an endpoint, or
 * else with an endpoint. Refuses it for what is wrong with the first role if there is no such role.
 */
export async function describeIdp(
  { entityID, roles }: IdpEntity,
  options: DescriptionOptions,
): Promise<Result<IdpDescription, DescriptionRefusal>> {
  const unknown = options.issuerUnknown === true && entityID === UNKNOWN_ISSUER
  const refusal = unknown ? undefined : checkEntityID(entityID)
  if (refusal !== undefined) return refuse(refusal)
  let fallback: Result<IdpDescription, DescriptionRefusal> | undefined
  for (const role of roles) {
    const described = await describeRole(entityID, role, options)
    if (described.ok && described.value.certificates.length > 0) return described
    if (fallback === undefined || (described.ok && !fallback.ok)) fallback = described
  }
  return fallback ?? refuse({ code: 'external_idp_endpoint_missing' })
}

/**
 * R47: an entityID is compared byte by byte, so it has to be visible. Blanks inside are part of it
 * (SAML Core §8.3.6 asks for a URI; some administrators typed a name).
 */
export function checkEntityID(entityID: string): DescriptionRefusal | undefined {
  const valid =
    entityID !== '' &&
    entityID.length <= MAX_ENTITY_ID &&
    entityID === entityID.trim() &&
    !CONTROL.test(entityID)
  return valid ? undefined : { code: 'external_idp_entity_id_invalid' }
}

async function describeRole(
  entityID: string,
  role: IdpRole,
  { origin, maxCertificates = MAX_CERTIFICATES, endpointsUnknown = false }: DescriptionOptions,
): Promise<Result<IdpDescription, DescriptionRefusal>> {
  const [sso, slo] = [chooseEndpoints(role.sso), chooseEndpoints(role.slo)]
  if (urlsOf(sso.endpoints).length === 0 && !endpointsUnknown) {
    const unusable = sso.notes.find(({ code }) => code === 'endpoint_unusable')
    return refuse(
      unusable === undefined
        ? { code: 'external_idp_endpoint_missing' }
        : { code: 'external_idp_endpoint_forbidden', got: unusable.endpoint ?? '' },
    )
  }
  const read = await readAll(role.signingCertificates, origin, maxCertificates)
  if (!read.ok) return read
  const { certificates, notes } = read.value
  const sha1: readonly ReadingNote[] = role.signedWithSha1
    ? [{ code: 'metadata_sha1_signature' }]
    : []
  const readingNotes = [...sha1, ...sso.notes, ...slo.notes, ...notes].slice(0, MAX_NOTES)
  return ok({
    entityID,
    sso: sso.endpoints,
    slo: slo.endpoints,
    wantAuthnRequestsSigned: role.wantAuthnRequestsSigned,
    nameIdFormats: [...new Set(role.nameIdFormats)].slice(0, MAX_NAME_ID_FORMATS),
    ...defined({ validUntil: role.validUntil }),
    certificates: certificates.map(({ weakKey: _key, weakHash: _hash, ...certificate }) => ({
      ...certificate,
      origin,
    })),
    ...(readingNotes.length > 0 ? { readingNotes } : {}),
  })
}

interface TakenCertificates {
  readonly certificates: readonly CertificateFacts[]
  readonly notes: readonly ReadingNote[]
}

/**
 * Every usable certificate once, and a note of each other one. Refuses texts of which none is
 * usable.
 */
async function readAll(
  texts: readonly string[],
  origin: IdpCertificate['origin'],
  max: number,
): Promise<Result<TakenCertificates, DescriptionRefusal>> {
  if (texts.length > MAX_TEXTS)
    return refuse({ code: 'external_idp_too_many_certificates', expected: MAX_TEXTS })
  const byFingerprint = new Map<string, CertificateFacts>()
  const notes: ReadingNote[] = []
  let first: DescriptionRefusal | undefined
  for (const [at, text] of texts.entries()) {
    const read = await readText(text, origin)
    if (read.ok) {
      for (const one of read.value.usable) byFingerprint.set(one.fingerprintSha256, one)
      notes.push(...read.value.unusable.map((one) => noteOf(one, origin, at)))
    } else {
      first ??= read.refusal
      const { code: reason, got: subject } = read.refusal
      notes.push(noteOf({ position: at + 1, reason, ...textFact(subject) }, origin, at))
    }
  }
  if (byFingerprint.size === 0 && first !== undefined) return refuse(first)
  return ok(atMost(max, [...byFingerprint.values()], notes))
}

/** Whoever types certificates means several by several blocks; an element of metadata holds one. */
const readText = (
  text: string,
  origin: IdpCertificate['origin'],
): ReturnType<typeof readCertificates> =>
  origin === 'typed' ? readCertificates(text) : readCertificateElement(text)

const textFact = (subject: Refusal['got']) => (typeof subject === 'string' ? { subject } : {})

function noteOf(
  { position, subject, reason }: ReadCertificates['unusable'][number],
  origin: IdpCertificate['origin'],
  at: number,
): ReadingNote {
  return {
    code: 'certificate_unusable',
    position: origin === 'typed' ? position : at + 1,
    ...defined({ subject }),
    reason,
  }
}

/**
 * Of more certificates than anyone can look after those that end last; an IdP signs with none that
 * has ended.
 */
function atMost(
  max: number,
  certificates: readonly CertificateFacts[],
  notes: readonly ReadingNote[],
): TakenCertificates {
  if (certificates.length <= max) return { certificates, notes }
  const kept = [...certificates].sort((a, b) => b.notAfter - a.notAfter).slice(0, max)
  const left = certificates.flatMap((one, at): readonly ReadingNote[] =>
    kept.includes(one)
      ? []
      : [
          {
            code: 'certificate_unusable',
            position: at + 1,
            subject: one.subject,
            reason: 'external_idp_too_many_certificates',
          },
        ],
  )
  return {
    certificates: certificates.filter((one) => kept.includes(one)),
    notes: [...notes, ...left],
  }
}
