// How the API shows the versions of a connector: the settings that an administrator chose, and
// those of the external IdP.

import * as v from 'valibot'
import { differenceOf } from '../../../tenants/commands/audit.ts'
import {
  allSettings,
  type ConnectorSettings,
  type ConnectorVersion,
  type VersionInHistory,
} from '../../../tenants/connectors/connector.ts'
import { versionWarnings } from '../../../tenants/connectors/version-warnings.ts'
import { ActorShape, writeActor } from '../deployment/audit.ts'
import { toSnakeNames } from '../engine/member-names.ts'
import { id, Time, writeOptionalTime, writeTime } from '../engine/members.ts'
import {
  EndpointsShape,
  LogoutEndpointsShape,
  writeEndpoints,
  writeIssuer,
  writeLogoutEndpoints,
} from '../external-idps/external-idp-shapes.ts'
import { type ActivationOf, ActivationShape, writeActivation } from './connector-activation.ts'
import { writeLanding } from './landing-shapes.ts'
import { writeMapping, writeRoles, writeTenantRules } from './mapping-shapes.ts'
import { SHOWN_SETTINGS } from './setting-members.ts'

/** The hash that names a version. */
export const VersionHashShape = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits'),
  v.description('SHA-256 of the settings: the name of a version.'),
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
  ...SHOWN_SETTINGS,
})

const VERSION_ENTRIES = {
  version: VersionHashShape,
  number: v.number(),
  state: v.picklist(['draft', 'tested', 'active', 'superseded']),
  activation: v.pipe(
    ActivationShape,
    v.description('Whether this version needs a test login before it can go live, and why.'),
  ),
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

/**
 * Writes a version. With the domains that are the tenant's, it warns of those that would have to
 * be.
 */
export const writeVersion = (
  version: ConnectorVersion,
  activationOf: ActivationOf,
  ownDomains?: readonly string[],
): v.InferOutput<typeof VersionShape> => ({
  version: version.hash,
  number: version.number,
  state: version.state,
  activation: writeActivation(activationOf(version)),
  settings: writeSettings(version.settings),
  warnings: [...versionWarnings(version.settings, ownDomains)],
  created_at: writeTime(version.createdAt),
  tested_at: writeOptionalTime(version.testedAt),
  activated_at: writeOptionalTime(version.activatedAt),
  created_by: version.createdBy === undefined ? null : writeActor(version.createdBy),
})

/** Writes a version with what it changed. */
export function writeVersionInHistory(
  { previous, ...version }: VersionInHistory,
  activationOf: ActivationOf,
): v.InferOutput<typeof VersionInHistoryShape> {
  const written = writeVersion(version, activationOf)
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

/** Writes the settings of a version. */
export function writeSettings(settings: ConnectorSettings): v.InferOutput<typeof SettingsShape> {
  const { idpEntityID, sso, slo, mapping, roles, tenants, landing, emailDomains, ...others } =
    allSettings(settings)
  return {
    ...toSnakeNames(others),
    idp_entity_id: writeIssuer(idpEntityID),
    sso: writeEndpoints(sso),
    slo: writeLogoutEndpoints(slo),
    mapping: writeMapping(mapping),
    roles: roles && writeRoles(roles),
    tenants: tenants && writeTenantRules(tenants),
    landing: landing && writeLanding(landing),
    email_domains: [...emailDomains],
  }
}
