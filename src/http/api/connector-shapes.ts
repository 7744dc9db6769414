// How the API shows connectors and their versions, and what an administrator may set on one.

import * as v from 'valibot'
import { differenceOf } from '../../tenants/audit.ts'
import type {
  Connector,
  ConnectorDetail,
  ConnectorSettings,
  ConnectorVersion,
  NameIdFormat,
  VersionInHistory,
} from '../../tenants/connector.ts'
import { IDP_INITIATED_MODES, PROVISIONINGS } from '../../tenants/connector.ts'
import { foldEmail } from '../../tenants/people.ts'
import { versionWarnings } from '../../tenants/version-warnings.ts'
import { ActorShape, writeActor } from './audit.ts'
import {
  EndpointsShape,
  LogoutEndpointsShape,
  writeEndpoints,
  writeLogoutEndpoints,
} from './external-idp-shapes.ts'
import { LandingShape, writeLanding } from './landing-shapes.ts'
import {
  MappingShape,
  RolesShape,
  TenantRulesShape,
  writeMapping,
  writeRoles,
  writeTenantRules,
} from './mapping-shapes.ts'
import { toSnakeNames } from './member-names.ts'
import { id, Name, Time, text, Url, writeOptionalTime, writeTime } from './members.ts'

const Reference = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_.+@-]{1,64}$/, 'must be 1 to 64 letters, digits, or any of _ . + - @'),
  v.description('Unique in the tenant.'),
  v.examples(['acme-okta']),
)
/** The NameID formats that can be asked for. */
export const NAME_ID_FORMAT_NAMES = [
  'unspecified',
  'email',
  'persistent',
  'transient',
] as const satisfies readonly NameIdFormat[]
const Binding = v.picklist(['redirect', 'post'])

/** The hash that names a version. */
export const VersionHashShape = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits'),
  v.description('SHA-256 of the settings: the name of a version.'),
)

const IdentitySource = v.pipe(
  v.variant('kind', [
    v.strictObject({ kind: v.literal('name_id') }),
    v.strictObject({ kind: v.literal('attribute'), name: text(256) }),
  ]),
  v.description('What identifies a person: the NameID, or one attribute that never changes.'),
)

const AuthnContext = v.pipe(
  text(1024),
  v.description('Asked of the identity provider, and required to come back.'),
)
const WeakUntil = v.pipe(
  v.string(),
  v.isoDate('must be a date as in 2027-01-31'),
  v.check((date) => isCalendarDate(date), 'must be a day of the calendar'),
  v.description('SHA-1 signatures and RSA keys under 2048 bits are accepted until this day.'),
)

const EmailDomain = v.pipe(
  text(253),
  v.transform(foldEmail),
  v.regex(/^[^\s@.]+(?:\.[^\s@.]+)+$/u, 'must be a domain as in example.com'),
)
const EmailDomains = v.pipe(
  v.array(EmailDomain),
  v.maxLength(50, 'must name at most 50 domains'),
  v.description(
    'Who comes with an e-mail address of another domain is refused. Empty: any domain.',
  ),
)
const ProvisioningName = v.pipe(
  v.picklist(PROVISIONINGS),
  v.description(
    'Who may come in: everybody (`create`), users that are linked to the connector, of new people only those who were invited.',
  ),
)

const CHOICES = {
  request_binding: v.exactOptional(Binding),
  sign_requests: v.exactOptional(v.boolean()),
  name_id_format: v.exactOptional(v.picklist(NAME_ID_FORMAT_NAMES)),
  identity_source: v.exactOptional(IdentitySource),
  mapping: v.exactOptional(MappingShape),
  email_domains: v.exactOptional(EmailDomains),
  provisioning: v.exactOptional(ProvisioningName),
  force_authn: v.exactOptional(v.boolean()),
  clock_skew_seconds: v.exactOptional(
    v.pipe(
      v.number(),
      v.integer('must be a whole number'),
      v.minValue(0, 'must not be negative'),
      v.maxValue(300, 'must be at most 300'),
    ),
  ),
  allow_aes_cbc: v.exactOptional(
    v.pipe(
      v.boolean(),
      v.description(
        'Assertions encrypted with AES-CBC are accepted, for identity providers that have no AES-GCM.',
      ),
    ),
  ),
  idp_initiated: v.exactOptional(
    v.pipe(
      v.picklist(IDP_INITIATED_MODES),
      v.description(
        'Sign-ins that the identity provider begins: `off` refuses them, `convert` begins one here in their place, `accept` takes them.',
      ),
    ),
  ),
  ignore_unsolicited_in_response_to: v.exactOptional(
    v.pipe(
      v.boolean(),
      v.description(
        'Accepted sign-ins that the identity provider began may name a request that nobody made.',
      ),
    ),
  ),
}

/** A new connector. What is left out follows the metadata of the external IdP, or the usual choice. */
export const NewConnectorShape = v.pipe(
  v.strictObject({
    name: Name,
    reference: Reference,
    type: v.literal('saml'),
    sso_id: id('sso'),
    external_idp_id: id('idp'),
    ...CHOICES,
    roles: v.exactOptional(RolesShape),
    tenants: v.exactOptional(TenantRulesShape),
    landing: v.exactOptional(LandingShape),
    authn_context_class_ref: v.exactOptional(AuthnContext),
    allow_weak_algorithms_until: v.exactOptional(WeakUntil),
  }),
  v.title('NewConnector'),
)

/** A change of a connector: what is left out stays, null unsets. */
export const ConnectorChangeShape = v.pipe(
  v.strictObject({
    name: v.exactOptional(Name),
    reference: v.exactOptional(Reference),
    external_idp_id: v.exactOptional(id('idp')),
    ...CHOICES,
    roles: v.exactOptional(v.nullable(RolesShape)),
    tenants: v.exactOptional(v.nullable(TenantRulesShape)),
    landing: v.exactOptional(v.nullable(LandingShape)),
    authn_context_class_ref: v.exactOptional(v.nullable(AuthnContext)),
    allow_weak_algorithms_until: v.exactOptional(v.nullable(WeakUntil)),
  }),
  v.title('ConnectorChange'),
)

const SettingsShape = v.strictObject({
  sso_id: id('sso'),
  external_idp_id: id('idp'),
  idp_entity_id: v.string(),
  sso: EndpointsShape,
  slo: LogoutEndpointsShape,
  request_binding: Binding,
  sign_requests: v.boolean(),
  name_id_format: v.picklist(NAME_ID_FORMAT_NAMES),
  identity_source: IdentitySource,
  mapping: MappingShape,
  roles: v.pipe(v.nullable(RolesShape), v.description('Null: as sent, without the role admin.')),
  tenants: v.pipe(
    v.nullable(TenantRulesShape),
    v.description('Null: everybody enters the tenant of the connector.'),
  ),
  landing: v.nullable(LandingShape),
  email_domains: v.array(v.string()),
  provisioning: ProvisioningName,
  authn_context_class_ref: v.nullable(v.string()),
  force_authn: v.boolean(),
  clock_skew_seconds: v.number(),
  allow_weak_algorithms_until: v.nullable(v.string()),
  allow_aes_cbc: v.boolean(),
  idp_initiated: v.picklist(IDP_INITIATED_MODES),
  ignore_unsolicited_in_response_to: v.boolean(),
})

const VERSION_ENTRIES = {
  version: VersionHashShape,
  number: v.number(),
  state: v.picklist(['draft', 'tested', 'active', 'superseded']),
  settings: SettingsShape,
  warnings: v.pipe(
    v.array(v.strictObject({ code: v.string(), message: v.string() })),
    v.description('Rules that this version loosens, for as long as it does.'),
  ),
  created_at: Time,
  tested_at: v.nullable(Time),
  activated_at: v.nullable(Time),
  created_by: v.pipe(v.nullable(ActorShape), v.description('Who wrote it first.')),
}

/** A version: an immutable snapshot of settings. */
export const VersionShape = v.pipe(v.strictObject(VERSION_ENTRIES), v.title('ConnectorVersion'))

/** A version in the history of its connector: what it changed of the one before. */
export const VersionInHistoryShape = v.pipe(
  v.strictObject({
    ...VERSION_ENTRIES,
    changes: v.pipe(
      v.nullable(
        v.array(v.strictObject({ member: v.string(), before: v.unknown(), after: v.unknown() })),
      ),
      v.description('Settings that differ from the version before; null for the first.'),
    ),
  }),
  v.title('ConnectorVersionInHistory'),
)

/** The members of every connector. */
export const CONNECTOR_ENTRIES = {
  id: id('con'),
  tenant_id: id('ten'),
  name: Name,
  reference: Reference,
  type: v.literal('saml'),
  sso_id: id('sso'),
  external_idp_id: id('idp'),
  enabled: v.boolean(),
  login_url: v.pipe(Url, v.description('Where a login starts.')),
  latest_version: VersionHashShape,
  active_version: v.nullable(VersionHashShape),
  created_at: Time,
  updated_at: Time,
}

/** A connector with its latest version, which may be a draft, and the one that governs logins. */
export const ConnectorDetailShape = v.pipe(
  v.strictObject({
    ...CONNECTOR_ENTRIES,
    latest: VersionShape,
    active: v.nullable(VersionShape),
  }),
  v.title('ConnectorDetail'),
)

/** Writes the members of every connector. */
export const writeConnector = (connector: Connector, loginUrl: string) => ({
  id: connector.id,
  tenant_id: connector.tenantId,
  name: connector.name,
  reference: connector.reference,
  type: connector.type,
  sso_id: connector.ssoId,
  external_idp_id: connector.externalIdpId,
  enabled: connector.enabled,
  login_url: loginUrl,
  latest_version: connector.latestVersion,
  active_version: connector.activeVersion ?? null,
  created_at: writeTime(connector.createdAt),
  updated_at: writeTime(connector.updatedAt),
})

/** Writes a connector with its versions. */
export const writeDetail = (
  detail: ConnectorDetail,
): v.InferOutput<typeof ConnectorDetailShape> => ({
  ...writeConnector(detail, detail.loginUrl),
  latest: writeVersion(detail.latest),
  active: detail.active === undefined ? null : writeVersion(detail.active),
})

/** Writes a version. */
export const writeVersion = (version: ConnectorVersion): v.InferOutput<typeof VersionShape> => ({
  version: version.hash,
  number: version.number,
  state: version.state,
  settings: writeSettings(version.settings),
  warnings: [...versionWarnings(version.settings)],
  created_at: writeTime(version.createdAt),
  tested_at: writeOptionalTime(version.testedAt),
  activated_at: writeOptionalTime(version.activatedAt),
  created_by: version.createdBy === undefined ? null : writeActor(version.createdBy),
})

/** Writes a version with what it changed. */
export function writeVersionInHistory({
  previous,
  ...version
}: VersionInHistory): v.InferOutput<typeof VersionInHistoryShape> {
  const written = writeVersion(version)
  if (previous === undefined) return { ...written, changes: null }
  const change = differenceOf(writeSettings(previous), written.settings)
  const { before = {}, after = {} } = change ?? {}
  const changes = Object.keys(after).map((name) => ({
    member: `/${name}`,
    before: before[name],
    after: after[name],
  }))
  return { ...written, changes }
}

function writeSettings(settings: ConnectorSettings): v.InferOutput<typeof SettingsShape> {
  const { idpEntityID, mapping, roles, tenants, landing, ...others } = settings
  return {
    ...toSnakeNames(others),
    idp_entity_id: idpEntityID,
    sso: writeEndpoints(settings.sso),
    slo: writeLogoutEndpoints(settings.slo),
    mapping: writeMapping(mapping),
    roles: roles === undefined ? null : writeRoles(roles),
    tenants: tenants === undefined ? null : writeTenantRules(tenants),
    landing: landing === undefined ? null : writeLanding(landing),
    email_domains: [...(settings.emailDomains ?? [])],
    provisioning: settings.provisioning ?? 'create',
    authn_context_class_ref: settings.authnContextClassRef ?? null,
    allow_weak_algorithms_until: settings.allowWeakAlgorithmsUntil ?? null,
    allow_aes_cbc: settings.allowAesCbc ?? false,
    idp_initiated: settings.idpInitiated ?? 'off',
    ignore_unsolicited_in_response_to: settings.ignoreUnsolicitedInResponseTo ?? false,
  }
}

/** `2026-02-30` has the form of a date and is none: it comes back as another day. */
const isCalendarDate = (date: string): boolean =>
  !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date)
