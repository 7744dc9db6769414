// The rotation of an SSO key's certificate, with overlap: the next one is published, IdPs learn of
// it, it becomes the current one, and the one before decrypts for as long as it is listed. No URL
// changes, and no version.

import { ok, refuse } from '../../../result.ts'
import { certificateFingerprint } from '../../../tenants/certificate-fingerprint.ts'
import type { CommandOf } from '../../../tenants/commands/commands.ts'
import { firstNoticeAt } from '../../../tenants/events/certificate-notices.ts'
import { CERTIFICATES_PER_SSO_KEY } from '../../../tenants/sso-key.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { findSsoKeyRecord, type SsoKeyRecord } from '../connectors/live.ts'
import { issuePair } from './sso-key-pair.ts'
import { republishKey } from './sso-keys.ts'

/** The planners of the commands of this file. */
export const ssoKeyCertificatePlanners: Planners<
  'activate_sso_key_certificate' | 'delete_sso_key_certificate' | 'issue_sso_key_certificate'
> = {
  activate_sso_key_certificate: activateSsoKeyCertificate,
  delete_sso_key_certificate: deleteSsoKeyCertificate,
  issue_sso_key_certificate: issueSsoKeyCertificate,
}

/**
 * Issues the next certificate, with a key pair of its own. Refuses a second one, and a fourth in
 * all.
 */
async function issueSsoKeyCertificate(
  scope: Scope,
  { ssoId }: CommandOf<'issue_sso_key_certificate'>,
): Planned<'issue_sso_key_certificate'> {
  const key = await findSsoKeyRecord(scope, ssoId)
  if (key === undefined) return refuse({ code: 'sso_key_unknown' })
  const { furtherCertificates: further } = key
  const full = further.length + 1 >= CERTIFICATES_PER_SSO_KEY
  if (full || further.some(({ state }) => state === 'next'))
    return refuse({ code: 'sso_key_certificate_limit_reached', expected: CERTIFICATES_PER_SSO_KEY })
  const next = { state: 'next', ...(await issuePair(scope, ssoId)) } as const
  return ok(await republishKey(scope, { ...key, furtherCertificates: [...further, next] }))
}

/** Makes the next certificate the current one: it signs from now on. */
async function activateSsoKeyCertificate(
  scope: Scope,
  { ssoId, fingerprintSha256 }: CommandOf<'activate_sso_key_certificate'>,
): Planned<'activate_sso_key_certificate'> {
  const key = await findSsoKeyRecord(scope, ssoId)
  if (key === undefined) return refuse({ code: 'sso_key_unknown' })
  const named = findNamed(key, fingerprintSha256)
  if (named === undefined && !isCurrent(key, fingerprintSha256))
    return refuse({ code: 'certificate_unknown', got: fingerprintSha256 })
  if (named?.state !== 'next') return refuse({ code: 'sso_key_certificate_not_next' })
  const { state: _next, ...pair } = named
  const { certificatePem, certificateNotAfter, sealedPrivateKey } = key
  const before = {
    state: 'retired',
    certificatePem,
    certificateNotAfter,
    sealedPrivateKey,
  } as const
  const others = key.furtherCertificates.filter((one) => one !== named)
  const nextNoticeAt = firstNoticeAt([pair.certificateNotAfter], scope.clock()) ?? null
  const furtherCertificates = [...others, before]
  return ok(await republishKey(scope, { ...key, ...pair, furtherCertificates, nextNoticeAt }))
}

/**
 * Deletes a certificate with its private key; what is still encrypted for it can then be read no
 * more.
 */
async function deleteSsoKeyCertificate(
  scope: Scope,
  { ssoId, fingerprintSha256 }: CommandOf<'delete_sso_key_certificate'>,
): Planned<'delete_sso_key_certificate'> {
  const key = await findSsoKeyRecord(scope, ssoId)
  if (key === undefined) return refuse({ code: 'sso_key_unknown' })
  if (isCurrent(key, fingerprintSha256)) return refuse({ code: 'sso_key_certificate_current' })
  const named = findNamed(key, fingerprintSha256)
  if (named === undefined) return refuse({ code: 'certificate_unknown', got: fingerprintSha256 })
  const furtherCertificates = key.furtherCertificates.filter((one) => one !== named)
  return ok(await republishKey(scope, { ...key, furtherCertificates }))
}

const isCurrent = ({ certificatePem }: SsoKeyRecord, fingerprint: string): boolean =>
  certificateFingerprint(certificatePem) === fingerprint

const findNamed = ({ furtherCertificates }: SsoKeyRecord, fingerprint: string) =>
  furtherCertificates.find(
    ({ certificatePem }) => certificateFingerprint(certificatePem) === fingerprint,
  )
