// The settings of a version in words, for people who compare what is live with what goes live.

import type { ConnectorDetail } from '../../api/schema.d.ts'

/** The settings of a version. */
export type Settings = ConnectorDetail['latest']['settings']

/** What is shown of a version, in this order. */
export const SHOWN_SETTINGS: readonly (readonly [string, (settings: Settings) => string])[] = [
  ['Issuer', ({ idp_entity_id }) => idp_entity_id ?? 'Not known'],
  ['Sign-on URL', ({ sso }) => sso.redirect ?? sso.post ?? '–'],
  ['NameID format', ({ name_id_format }) => name_id_format],
  [
    'Recognises people by',
    ({ identity_source: source }) =>
      source.kind === 'name_id' ? 'NameID' : `Attribute ${source.name}`,
  ],
  ['Attributes', ({ mapping }) => sayMapping(mapping)],
  ['Roles', ({ roles }) => sayRoles(roles)],
  ['Tenants', ({ tenants }) => sayTenants(tenants)],
  ['E-mail domains', ({ email_domains }) => email_domains.join(', ') || 'Any'],
  ['Landing', ({ landing }) => (landing === null ? 'The person chooses' : 'By rules')],
  ['Sign-ins begun at the IdP', ({ idp_initiated }) => IDP_INITIATED[idp_initiated]],
]

const IDP_INITIATED: Readonly<Record<Settings['idp_initiated'], string>> = {
  off: 'Refused',
  convert: 'Begun again here',
  accept: 'Accepted',
}

/** "email from mail", or that the well-known names count. */
function sayMapping({ custom = {}, ...fields }: Settings['mapping']): string {
  const rules = [...Object.entries(fields), ...Object.entries(custom)]
  const said = rules.map(([field, rule]) => `${field} from ${namesOf(rule).join(', ')}`)
  return said.length === 0 ? 'By their well-known names' : said.join('\n')
}

function namesOf(rule: unknown): readonly string[] {
  if (Array.isArray(rule)) return rule.map(String)
  const from = typeof rule === 'object' && rule !== null && 'from' in rule ? rule.from : undefined
  return Array.isArray(from) ? from.map(String) : ['its well-known names']
}

function sayRoles(roles: Settings['roles']): string {
  if (roles === null) return 'As they are sent'
  const rules = (roles.rules ?? []).map(({ value, role }) => `${value} gives ${role}`)
  return [...rules, sayUnmatched(roles)].join('\n')
}

function sayUnmatched({ unmatched, default_role }: NonNullable<Settings['roles']>): string {
  if (unmatched === 'deny') return 'Nobody else gets in'
  return unmatched === 'default' && default_role
    ? `Everybody else gets ${default_role}`
    : 'Everybody else gets no role'
}

const sayTenants = (tenants: Settings['tenants']): string =>
  tenants === null
    ? 'This one'
    : tenants.rules.map(({ value, tenant_id }) => `${value} opens ${tenant_id}`).join('\n')
