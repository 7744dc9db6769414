// What an administrator should keep in mind for as long as a version says so: a loosened rule is
// easily forgotten (R13, R34).

import { parseDomain } from '../email-domain.ts'
import type { ExternalIdp, IdpWarningCode } from '../external-idps/external-idp.ts'
import { warningsOf } from '../external-idps/idp-warnings.ts'
import type { ConnectorSettings } from './connector.ts'

type VersionWarningCode =
  | 'weak_algorithms_allowed'
  | 'unauthenticated_encryption_allowed'
  | 'identity_is_transient'
  | 'identity_is_email'
  | 'people_joined_by_email'
  | 'email_domain_unverified'
  | 'requests_unsigned'
  | IdpWarningCode

/** A standing warning about the settings of a version. */
export interface VersionWarning {
  readonly code: VersionWarningCode
  readonly message: string
}

type Warned = Pick<
  ConnectorSettings,
  | 'allowWeakAlgorithmsUntil'
  | 'allowAesCbc'
  | 'identitySource'
  | 'nameIdFormat'
  | 'emailDomains'
  | 'linkByEmail'
>

/**
 * The standing warnings of a version's settings; none for most. `ownDomains` is absent where nobody
 * asked which are the tenant's.
 */
export function versionWarnings(
  settings: Warned,
  ownDomains?: readonly string[],
): readonly VersionWarning[] {
  const { allowWeakAlgorithmsUntil, allowAesCbc, identitySource, nameIdFormat } = settings
  const warnings: VersionWarning[] = []
  if (allowWeakAlgorithmsUntil !== undefined)
    warnings.push({
      code: 'weak_algorithms_allowed',
      message: `SHA-1 signatures and RSA keys under 2048 bits are accepted until ${allowWeakAlgorithmsUntil}. Have the identity provider sign with SHA-256 and a longer key, then unset the date.`,
    })
  if (allowAesCbc === true)
    warnings.push({
      code: 'unauthenticated_encryption_allowed',
      message:
        'Assertions encrypted with AES-CBC are accepted. Have the identity provider encrypt with AES-GCM, then switch this off.',
    })
  if (identitySource.kind === 'name_id' && nameIdFormat === 'transient')
    warnings.push({
      code: 'identity_is_transient',
      message:
        'A transient NameID names a person anew at every sign-in: everybody is refused. Ask for a persistent one, or identify people by an attribute that never changes.',
    })
  if (isEmail({ identitySource, nameIdFormat }))
    warnings.push({
      code: 'identity_is_email',
      message:
        'People are recognised by their e-mail address: who gets another is another user, and who gets one that was somebody else’s is taken for them. Ask for a persistent NameID, or identify people by an attribute that never changes.',
    })
  return [...warnings, ...joiningWarnings(settings, ownDomains)]
}

/**
 * What there is to know about the external IdP of a version at `now`; nothing if the version was
 * made with another one.
 */
export function idpWarningsOf(
  { externalIdpId, signRequests }: Pick<ConnectorSettings, 'externalIdpId' | 'signRequests'>,
  idp: ExternalIdp,
  now: number,
): readonly VersionWarning[] {
  if (externalIdpId !== idp.id) return []
  const known = warningsOf(idp, { now }).map(({ code, message }) => ({ code, message }))
  if (signRequests || !idp.wantAuthnRequestsSigned) return known
  const message =
    'The metadata of the identity provider wants signed requests, and this version signs none. Switch sign_requests on.'
  return [...known, { code: 'requests_unsigned', message }]
}

function joiningWarnings(
  { emailDomains = [], linkByEmail }: Warned,
  ownDomains: readonly string[] | undefined,
): readonly VersionWarning[] {
  if (linkByEmail !== true) return []
  const joined: VersionWarning = {
    code: 'people_joined_by_email',
    message:
      'Who is new here is taken for the user with their e-mail address, where its domain is verified. Keep this on only for an identity provider that gives an address to nobody but its owner.',
  }
  const unverified = emailDomains.filter(
    (domain) => !ownDomains?.includes(parseDomain(domain) ?? ''),
  )
  const nobody = emailDomains.length === 0 && ownDomains?.length === 0
  if (ownDomains === undefined || (unverified.length === 0 && !nobody)) return [joined]
  const message = nobody
    ? 'No domain of the tenant is verified, so nobody is joined by e-mail address yet.'
    : `Nobody is joined by e-mail addresses of ${unverified.join(', ')}: verify that the domain is the tenant’s.`
  return [joined, { code: 'email_domain_unverified', message }]
}

/**
 * The names that IdPs give to e-mail addresses: `mail`, `User.email`, `…/claims/emailaddress`, and
 * by OID.
 */
const EMAIL_ATTRIBUTE =
  /(?:^|[./:_-])e?mail(?:_?address)?$|^urn:oid:(?:0\.9\.2342\.19200300\.100\.1\.3|1\.2\.840\.113549\.1\.9\.1)$/i

const isEmail = ({
  identitySource,
  nameIdFormat,
}: Pick<ConnectorSettings, 'identitySource' | 'nameIdFormat'>): boolean =>
  identitySource.kind === 'attribute'
    ? EMAIL_ATTRIBUTE.test(identitySource.name)
    : nameIdFormat === 'email'
