// Every setting of a version in words: its label, and its value as a text that can be compared.

import type { ConnectorVersion } from '../../api/schema.d.ts'

export type Settings = ConnectorVersion['settings']
export type Setting = keyof Settings

/** What an id stands for, if it is known here. */
export type NameOf = (id: string) => string

export const NAME_ID_FORMATS = {
  unspecified: 'Unspecified',
  email: 'E-mail address',
  persistent: 'Persistent',
  transient: 'Transient',
} as const satisfies Record<Settings['name_id_format'], string>

const IDP_INITIATED = {
  off: 'Refused',
  convert: 'Started again from here',
  accept: 'Accepted',
} as const satisfies Record<Settings['idp_initiated'], string>

export const PROVISIONING = {
  create: 'Everybody, newcomers too',
  only_linked: 'Only people who are linked to this connector',
  only_invited: 'People who are known, and newcomers who were invited',
} as const satisfies Record<Settings['provisioning'], string>

const yes = (value: boolean): string => (value ? 'Yes' : 'No')

type Endpoints = Settings['sso']
const sayEndpoints = ({ redirect, post }: Endpoints): string => {
  const lines = [redirect && `HTTP-Redirect: ${redirect}`, post && `HTTP-POST: ${post}`]
  return lines.filter((line) => line !== null).join('\n') || 'None'
}

/** The end of the class of an authentication context, which is what people know it by. */
export const sayAuthnContext = (asked: string | null): string =>
  asked === null ? 'Left to the IdP' : (asked.split(/[:/]/).at(-1) ?? asked)

type Mapping = Settings['mapping']
function sayMapping(mapping: Mapping): string {
  const { custom, ...fields } = mapping
  const all = Object.entries({ ...fields, ...custom })
  if (all.length === 0) return 'The well-known names'
  return all.map(([field, rule]) => `${field} ← ${saySource(rule)}`).join('\n')
}

function saySource(rule: unknown): string {
  if (Array.isArray(rule)) return rule.join(', ')
  if (typeof rule !== 'object' || rule === null) return String(rule)
  const {
    from = [],
    transforms = [],
    required,
  } = rule as {
    readonly from?: readonly string[]
    readonly transforms?: readonly { readonly kind: string }[]
    readonly required?: boolean
  }
  return [
    from.join(', ') || 'the well-known names',
    ...transforms.map(({ kind }) => kind),
    ...(required === undefined ? [] : [required ? 'required' : 'not required']),
  ].join('; ')
}

type Rule = { readonly match: string; readonly value: string; readonly label?: string | undefined }
const MATCHES: Readonly<Record<string, string>> = {
  prefix: 'begins with ',
  group_id: 'group ',
}
const sayRule = ({ match, value, label }: Rule, result: string): string =>
  `${MATCHES[match] ?? ''}${value}${label ? ` (${label})` : ''} → ${result}`

function sayRoles(roles: Settings['roles']): string {
  if (roles === null) return 'As the IdP sends them'
  const { attribute, rules = [], unmatched, default_role } = roles
  return (
    [
      ...(attribute ? [`from ${attribute}`] : []),
      ...rules.map((rule) => sayRule(rule, rule.role)),
      ...(unmatched ? [`otherwise: ${unmatched}${default_role ? ` ${default_role}` : ''}`] : []),
    ].join('\n') || 'As the IdP sends them'
  )
}

function sayTenants(tenants: Settings['tenants'], nameOf: NameOf): string {
  if (tenants === null) return 'The tenant of the connector'
  const rules = tenants.rules.map((rule) => sayRule(rule, nameOf(rule.tenant_id)))
  return [`from ${tenants.attribute}`, ...rules].join('\n')
}

/** Where people land, rule by rule. */
function sayLanding(landing: Settings['landing'], nameOf: NameOf): string {
  if (landing === null) return 'The only application, else a choice'
  const { rules, default_application_id: usual } = landing
  return (
    [
      ...rules.map(
        ({ match, attribute, value, application_id }) =>
          `${attribute ?? match} is ${value} → ${nameOf(application_id)}`,
      ),
      ...(usual ? [`otherwise → ${nameOf(usual)}`] : []),
    ].join('\n') || 'The only application, else a choice'
  )
}

type Words = {
  readonly [Name in Setting]: readonly [string, (value: Settings[Name], nameOf: NameOf) => string]
}

const WORDS: Words = {
  sso_id: ['SSO key', (id, nameOf) => nameOf(id)],
  external_idp_id: ['External IdP', (id, nameOf) => nameOf(id)],
  idp_entity_id: ['Issuer', (issuer) => issuer ?? 'Not known yet'],
  sso: ['Sign-on endpoints', sayEndpoints],
  slo: ['Logout endpoints', sayEndpoints],
  request_binding: [
    'Request binding',
    (binding) => `HTTP-${binding === 'post' ? 'POST' : 'Redirect'}`,
  ],
  sign_requests: ['Requests are signed', yes],
  name_id_format: ['NameID format', (format) => NAME_ID_FORMATS[format]],
  identity_source: [
    'People are recognised by',
    (source) => (source.kind === 'name_id' ? 'NameID' : `attribute ${source.name}`),
  ],
  mapping: ['Attribute mapping', sayMapping],
  roles: ['Roles', sayRoles],
  tenants: ['Tenants', sayTenants],
  landing: ['Landing', sayLanding],
  email_domains: ['E-mail domains', (domains) => domains.join('\n') || 'Any'],
  provisioning: ['Who may come in', (value) => PROVISIONING[value]],
  link_by_email: ['Linked by e-mail address', yes],
  force_authn: ['Always sign in anew', yes],
  clock_skew_seconds: ['Clock difference', (seconds) => `${seconds} s`],
  authn_context_class_ref: ['Authentication method', sayAuthnContext],
  allow_weak_algorithms_until: [
    'Weak algorithms',
    (day) => (day === null ? 'Refused' : `Until ${day}`),
  ],
  allow_aes_cbc: ['AES-CBC', (value) => (value ? 'Accepted' : 'Refused')],
  idp_initiated: ['Sign-ins that the IdP begins', (mode) => IDP_INITIATED[mode]],
  ignore_unsolicited_in_response_to: ['May name an unknown request', yes],
  max_session_hours: ['Session length', (hours) => `${hours} h`],
}

/** All settings, in the order in which they are shown. */
export const SETTINGS = Object.keys(WORDS) as readonly Setting[]

/** What a setting is called. */
export const labelOf = (name: Setting): string => WORDS[name][0]

/** A setting's value as a text. */
export function sayValue<Name extends Setting>(
  name: Name,
  settings: Settings,
  nameOf: NameOf,
): string {
  return WORDS[name][1](settings[name], nameOf)
}
