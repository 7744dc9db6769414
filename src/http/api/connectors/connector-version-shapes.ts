// How the API shows the versions of a connector: the settings that an administrator chose, and those of the external IdP.

import * as v from 'valibot'
import { differenceOf } from '../../../tenants/commands/audit.ts'
import type {
  ConnectorSettings,
  ConnectorVersion,
  NameIdFormat,
  VersionInHistory,
} from '../../../tenants/connectors/connector.ts'
import {
  IDP_INITIATED_MODES,
  NAME_ID_FORMATS,
  PROVISIONINGS,
} from '../../../tenants/connectors/connector.ts'
import { versionWarnings } from '../../../tenants/connectors/version-warnings.ts'
import { ActorShape, writeActor } from '../deployment/audit.ts'
import { toSnakeNames } from '../engine/member-names.ts'
import { id, Time, text, writeOptionalTime, writeTime } from '../engine/members.ts'
import {
  EndpointsShape,
  LogoutEndpointsShape,
  writeEndpoints,
  writeIssuer,
  writeLogoutEndpoints,
} from '../external-idps/external-idp-shapes.ts'
import { LandingShape, writeLanding } from './landing-shapes.ts'
import {
  MappingShape,
  RolesShape,
  TenantRulesShape,
  writeMapping,
  writeRoles,
  writeTenantRules,
} from './mapping-shapes.ts'

/** The NameID formats that can be asked for. */
export const NAME_ID_FORMAT_NAMES = [
  'unspecified',
  'email',
  'persistent',
  'transient',
] as const satisfies readonly NameIdFormat[]
/** A NameID format as an administrator names it: by the short name or by its URN. */
export const NameIdFormatShape = v.pipe(
  v.picklist([
    ...NAME_ID_FORMAT_NAMES,
    ...NAME_ID_FORMAT_NAMES.map((name) => NAME_ID_FORMATS[name]),
  ]),
  v.transform(
    (written) =>
      NAME_ID_FORMAT_NAMES.find((name) => [name, NAME_ID_FORMATS[name]].includes(written)) ??
      'unspecified',
  ),
  v.description(
    'The format of NameIDs that requests ask for: `unspecified`, `email`, `persistent` or `transient`, or its URN. Answers have the short name. `transient` names a person anew at every sign-in, so people are recognised by an attribute: unless `identity_source` is given, by the first one of `mapping.user_id`, by the object identifier of Microsoft Entra ID, by `id` of Okta, else by `userId`. Absent: `unspecified`.',
  ),
  v.examples(['persistent']),
)

/** A binding of requests. */
export const BindingShape = v.picklist(['redirect', 'post'])

/** The hash that names a version. */
export const VersionHashShape = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits'),
  v.description('SHA-256 of the settings: the name of a version.'),
)

/** What identifies a person. */
export const IdentitySourceShape = v.pipe(
  v.variant('kind', [
    v.strictObject({ kind: v.literal('name_id') }),
    v.strictObject({ kind: v.literal('attribute'), name: text(256) }),
  ]),
  v.description(
    'What recognises a person: the NameID, or one attribute that never changes. With an attribute the NameID may be absent or transient. Absent: the NameID, or for `transient` an attribute, which the answer names.',
  ),
)

/** Whom a login lets in. */
export const ProvisioningShape = v.pipe(
  v.picklist(PROVISIONINGS),
  v.description(
    'Who may come in: everybody (`create`), users that are linked to the connector, of new people only those who were invited.',
  ),
)

const SettingsShape = v.strictObject({
  sso_id: id('sso'),
  external_idp_id: id('idp'),
  idp_entity_id: v.pipe(
    v.nullable(v.string()),
    v.description('Null: not known yet. Approve what a test learned before activating.'),
  ),
  sso: EndpointsShape,
  slo: LogoutEndpointsShape,
  request_binding: BindingShape,
  sign_requests: v.boolean(),
  name_id_format: v.picklist(NAME_ID_FORMAT_NAMES),
  identity_source: IdentitySourceShape,
  mapping: MappingShape,
  roles: v.pipe(v.nullable(RolesShape), v.description('Null: as sent, without the role admin.')),
  tenants: v.pipe(
    v.nullable(TenantRulesShape),
    v.description('Null: everybody enters the tenant of the connector.'),
  ),
  landing: v.nullable(LandingShape),
  email_domains: v.array(v.string()),
  provisioning: ProvisioningShape,
  link_by_email: v.boolean(),
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
    v.description(
      'Rules that this version loosens, for as long as it does. With a connector also what there is to know about its external IdP.',
    ),
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

/** Writes a version. With the domains that are the tenant's, it warns of those that would have to be. */
export const writeVersion = (
  version: ConnectorVersion,
  ownDomains?: readonly string[],
): v.InferOutput<typeof VersionShape> => ({
  version: version.hash,
  number: version.number,
  state: version.state,
  settings: writeSettings(version.settings),
  warnings: [...versionWarnings(version.settings, ownDomains)],
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
    idp_entity_id: writeIssuer(idpEntityID),
    sso: writeEndpoints(settings.sso),
    slo: writeLogoutEndpoints(settings.slo),
    mapping: writeMapping(mapping),
    roles: roles === undefined ? null : writeRoles(roles),
    tenants: tenants === undefined ? null : writeTenantRules(tenants),
    landing: landing === undefined ? null : writeLanding(landing),
    email_domains: [...(settings.emailDomains ?? [])],
    provisioning: settings.provisioning ?? 'create',
    link_by_email: settings.linkByEmail ?? false,
    authn_context_class_ref: settings.authnContextClassRef ?? null,
    allow_weak_algorithms_until: settings.allowWeakAlgorithmsUntil ?? null,
    allow_aes_cbc: settings.allowAesCbc ?? false,
    idp_initiated: settings.idpInitiated ?? 'off',
    ignore_unsolicited_in_response_to: settings.ignoreUnsolicitedInResponseTo ?? false,
  }
}
