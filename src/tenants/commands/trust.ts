// The trust record: how certificates of an external IdP come and go, and what of it a test has to
// have seen (I6).

import { defined } from '../../defined.ts'
import { decodeBase64 } from '../../protocol/bytes/base64.ts'
import type { ActiveConnector, LoginConfiguration } from '../connectors/login-configuration.ts'
import type { ExternalIdp, IdpCertificate } from '../external-idps/external-idp.ts'
import type { ExternalIdpChange } from './external-idp-commands.ts'

/**
 * The certificates known and the ones just read, each once. What the IdP's own URL vouches for
 * stays vouched for.
 */
export function mergeCertificates(
  known: readonly IdpCertificate[],
  read: readonly IdpCertificate[],
): readonly IdpCertificate[] {
  const merged = new Map<string, IdpCertificate>()
  for (const certificate of [...known, ...read]) {
    const before = merged.get(certificate.fingerprintSha256)
    if (before?.origin !== 'metadata_url') merged.set(certificate.fingerprintSha256, certificate)
  }
  return [...merged.values()]
}

/**
 * The certificates of a description that may be trusted: a removed one comes back only when an
 * administrator enters it, never because a document at the metadata URL still has it.
 */
export const withoutRemoved = (
  { removedCertificates }: Pick<ExternalIdp, 'removedCertificates'>,
  certificates: readonly IdpCertificate[],
  mayReturn = true,
): readonly IdpCertificate[] =>
  certificates.filter(
    ({ origin, fingerprintSha256 }) =>
      (mayReturn && origin !== 'metadata_url') || !removedCertificates.includes(fingerprintSha256),
  )

/**
 * An external IdP after an update. Certificates of the same entityID are kept: only naming one
 * removes it, so that pasting the next certificate early shuts nobody out. Another entityID is
 * another IdP, and starts with its own certificates.
 */
export function updateIdp(
  idp: ExternalIdp,
  { name, source, description, added }: ExternalIdpChange,
  now: number,
): ExternalIdp {
  const { validUntil: _expired, readingNotes: _read, ...lasting } = idp
  const { pendingChange: _settled, refreshFailure: _past, ...kept } = lasting
  // Who types another certificate and leaves the issuer out means the same IdP.
  const entityID = description?.entityID || idp.entityID
  const known = entityID === idp.entityID
  // A document beside a URL only stands in for what the URL would have said: it brings back nothing
  // either.
  const mayReturn = (source ?? idp.source).kind !== 'metadata_url'
  const entered = [
    ...withoutRemoved(idp, description?.certificates ?? [], mayReturn),
    ...(added?.certificates ?? []),
  ]
  return withCertificates(
    {
      ...(description === undefined ? idp : { ...kept, ...description, entityID }),
      ...defined({ readingNotes: added?.readingNotes }),
      name: name ?? idp.name,
      source: source ?? idp.source,
      certificates: idp.certificates,
      removedCertificates: idp.removedCertificates.filter(
        (removed) => !entered.some(({ fingerprintSha256 }) => fingerprintSha256 === removed),
      ),
      updatedAt: now,
    },
    mergeCertificates(known ? idp.certificates : [], entered),
  )
}

/** The IdP with other certificates; the trust revision grows if they differ. */
export function withCertificates(
  idp: ExternalIdp,
  certificates: readonly IdpCertificate[],
): ExternalIdp {
  const same = names(idp.certificates) === names(certificates)
  return { ...idp, certificates, trustRevision: idp.trustRevision + (same ? 0 : 1) }
}

/**
 * What a test must have seen before this IdP is trusted as it stands: every certificate that an
 * administrator entered, and the URL that may add certificates without one.
 */
export function trustUnderTest(idp: ExternalIdp): readonly string[] {
  const entered = idp.certificates.filter(({ origin }) => origin !== 'metadata_url')
  return [
    ...entered.map((certificate) => certificate.fingerprintSha256),
    ...(idp.source.kind === 'metadata_url' ? [idp.source.url] : []),
  ]
}

/**
 * What a live connector trusts after a refresh: what it trusted, as far as it is still on record,
 * and what the URL vouches for.
 */
export const trustedAfterRefresh = (idp: ExternalIdp, live: readonly string[]): readonly string[] =>
  idp.certificates
    .filter(
      (certificate) => certificate.origin === 'metadata_url' || live.includes(certificate.der),
    )
    .map((certificate) => certificate.der)

/**
 * A live configuration with other certificates. The revision grows, so that no login verified under
 * the old ones is let in.
 */
export function withTrust<C extends LoginConfiguration & { readonly connector: ActiveConnector }>(
  configuration: C,
  certificates: readonly string[],
): C {
  const { connector } = configuration
  const trust = { revision: connector.trust.revision + 1, certificates }
  return { ...configuration, connector: { ...connector, trust } }
}

/** SHA-256 of a certificate, lower-case hex. The DER is base64 from our own records. */
export async function fingerprint(der: string): Promise<string> {
  const bytes = decodeBase64(der)
  if (bytes === undefined) throw new Error('A stored certificate is not base64')
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).toHex()
}

const names = (certificates: readonly IdpCertificate[]): string =>
  certificates.map((certificate) => certificate.fingerprintSha256 + certificate.origin).join()
