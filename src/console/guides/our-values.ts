// The values of ours that a guide may name: a closed list, so that no guide sends anybody looking
// for something that we do not have.

/** The members of an SSO key that values are taken from, as the API names them. */
export interface SsoKeyValues {
  readonly entity_id: string
  readonly sign_on_url: string
  readonly login_url: string
  readonly metadata_url: string
  readonly certificate_url: string
  readonly certificate_pem: string
}

interface OurValue {
  /** What we call it. */
  readonly title: string
  readonly from: keyof SsoKeyValues
  /** What the value is for, in one sentence. */
  readonly about: string
  /** Some products want a regular expression that matches the value and nothing else. */
  readonly as?: 'pattern'
}

const VALUES = {
  entity_id: {
    title: 'EntityID',
    from: 'entity_id',
    about: 'The name under which the identity provider knows us.',
  },
  sign_on_url: {
    title: 'Sign-On URL',
    from: 'sign_on_url',
    about: 'The address to which the identity provider sends people back.',
  },
  sign_on_url_pattern: {
    title: 'Sign-On URL as a regular expression',
    from: 'sign_on_url',
    about: 'Matches the Sign-On URL and no other address.',
    as: 'pattern',
  },
  login_url: {
    title: 'Login address',
    from: 'login_url',
    about: 'The address at which people begin to sign in.',
  },
  metadata_url: {
    title: 'Metadata URL',
    from: 'metadata_url',
    about: 'The address of a document that holds EntityID, Sign-On URL and certificate.',
  },
  certificate_url: {
    title: 'Certificate address',
    from: 'certificate_url',
    about: 'Downloads the certificate that our requests are signed with.',
  },
  certificate_pem: {
    title: 'Certificate',
    from: 'certificate_pem',
    about: 'The certificate that our requests are signed with, as PEM text.',
  },
} as const satisfies Record<string, OurValue>

/** The name of a value of ours. */
export type ValueName = keyof typeof VALUES

/** Every value that a guide may name, by its name. */
export const OUR_VALUES: Readonly<Record<ValueName, OurValue>> = VALUES

/** The value, taken from an SSO key. */
export function fillIn(name: ValueName, key: SsoKeyValues): string {
  const { from, as } = OUR_VALUES[name]
  return as === 'pattern' ? patternOf(key[from]) : key[from]
}

const patternOf = (text: string): string => `^${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`
