// How the API shows connectors, and what an administrator may set on one.

import * as v from 'valibot'
import type {
  Connector,
  ConnectorDetail,
  ConnectorVersion,
} from '../../../tenants/connectors/connector.ts'
import type { VersionWarning } from '../../../tenants/connectors/version-warnings.ts'
import { id, Name, Time, Url, writeTime } from '../engine/members.ts'
import type { ActivationOf } from './connector-activation.ts'
import { VersionHashShape, VersionShape, writeVersion } from './connector-version-shapes.ts'
import { CHANGED_SETTINGS, NEW_SETTINGS } from './setting-members.ts'

const Reference = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_.+@-]{1,64}$/, 'must be 1 to 64 letters, digits, or any of _ . + - @'),
  v.description(
    'Unique in the tenant. Letter case makes no difference: `okta` and `OKTA` are the same.',
  ),
  v.examples(['acme-okta']),
)

/**
 * A new connector. What is left out follows the metadata of the external IdP, or the usual choice.
 */
export const NewConnectorShape = v.pipe(
  v.strictObject({
    name: Name,
    reference: Reference,
    type: v.literal('saml', 'must be "saml", which stands for SAML 2.0'),
    sso_id: id('sso'),
    external_idp_id: id('idp'),
    ...NEW_SETTINGS,
  }),
  v.title('NewConnector'),
)

/** A change of a connector: what is left out stays, null unsets. */
export const ConnectorChangeShape = v.pipe(
  v.strictObject({
    name: v.exactOptional(Name),
    reference: v.exactOptional(Reference),
    external_idp_id: v.exactOptional(id('idp')),
    ...CHANGED_SETTINGS,
  }),
  v.title('ConnectorChange'),
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

/**
 * Writes a connector with its versions. `ofIdp` says what there is to know about the external IdP
 * of a version.
 */
export const writeDetail = (
  detail: ConnectorDetail,
  activationOf: ActivationOf,
  ownDomains?: readonly string[],
  ofIdp: (version: ConnectorVersion) => readonly VersionWarning[] = () => [],
): v.InferOutput<typeof ConnectorDetailShape> => {
  const write = (version: ConnectorVersion) => {
    const written = writeVersion(version, activationOf, ownDomains)
    return { ...written, warnings: [...written.warnings, ...ofIdp(version)] }
  }
  return {
    ...writeConnector(detail, detail.loginUrl),
    latest: write(detail.latest),
    active: detail.active === undefined ? null : write(detail.active),
  }
}
