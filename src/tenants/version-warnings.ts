// What an administrator should keep in mind for as long as a version says so: a loosened rule is easily forgotten (R13, R34).

import type { ConnectorSettings } from './connector.ts'

export type VersionWarningCode =
  | 'weak_algorithms_allowed'
  | 'unauthenticated_encryption_allowed'
  | 'identity_is_transient'
  | 'identity_is_email'

/** A standing warning about the settings of a version. */
export interface VersionWarning {
  readonly code: VersionWarningCode
  readonly message: string
}

/** The standing warnings of a version's settings; none for most. */
export function versionWarnings({
  allowWeakAlgorithmsUntil,
  allowAesCbc,
  identitySource,
  nameIdFormat,
}: Pick<
  ConnectorSettings,
  'allowWeakAlgorithmsUntil' | 'allowAesCbc' | 'identitySource' | 'nameIdFormat'
>): readonly VersionWarning[] {
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
  return warnings
}

/** The names that IdPs give to e-mail addresses: `mail`, `User.email`, `…/claims/emailaddress`, and by OID. */
const EMAIL_ATTRIBUTE =
  /(?:^|[./:_-])e?mail(?:_?address)?$|^urn:oid:(?:0\.9\.2342\.19200300\.100\.1\.3|1\.2\.840\.113549\.1\.9\.1)$/i

const isEmail = ({
  identitySource,
  nameIdFormat,
}: Pick<ConnectorSettings, 'identitySource' | 'nameIdFormat'>): boolean =>
  identitySource.kind === 'attribute'
    ? EMAIL_ATTRIBUTE.test(identitySource.name)
    : nameIdFormat === 'email'
