// From rows of D1 to the nouns of tenants/: an optional member is absent, never null.

import type { Connector, ConnectorVersion } from '../../tenants/connectors/connector.ts'
import type { ExternalIdp } from '../../tenants/external-idps/external-idp.ts'
import type { SsoKey } from '../../tenants/sso-key.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import type {
  connectors,
  connectorVersions,
  externalIdps,
  RecordedCertificate,
  ssoKeys,
  tenants,
} from './schema/index.ts'

/** Reads a tenant. */
export function readTenant(row: typeof tenants.$inferSelect): Tenant {
  const { parentId, region, externalId, landing, roles, home, ...rest } = row
  return {
    ...rest,
    ...(parentId === null ? {} : { parentId }),
    ...(region === null ? {} : { region }),
    ...(externalId === null ? {} : { externalId }),
    ...(landing === null ? {} : { landing }),
    ...(roles === null ? {} : { roles }),
    ...(home === null ? {} : { home }),
  }
}

/** Reads an SSO key without its private key. */
export function readSsoKey(row: typeof ssoKeys.$inferSelect): SsoKey {
  const { slot: _slot, sealedPrivateKey: _sealed, nextNoticeAt: _due, ...key } = row
  return { ...key, furtherCertificates: row.furtherCertificates.map(withoutPrivateKey) }
}

const withoutPrivateKey = ({ sealedPrivateKey: _sealed, ...further }: RecordedCertificate) =>
  further

/** Reads an external IdP with its trust record. */
export function readExternalIdp(row: typeof externalIdps.$inferSelect): ExternalIdp {
  const {
    description,
    pendingChange,
    refreshFailure,
    nextRefreshAt: _read,
    nextNoticeAt: _due,
    ...rest
  } = row
  return {
    ...description,
    ...rest,
    ...(pendingChange === null ? {} : { pendingChange }),
    ...(refreshFailure === null ? {} : { refreshFailure }),
  }
}

/** Reads a connector. */
export function readConnector(row: typeof connectors.$inferSelect): Connector {
  const {
    activeVersion,
    lastUsedAt: _used,
    lastTestAt: _tested,
    lastTestPassed: _passed,
    ...rest
  } = row
  return { ...rest, ...(activeVersion === null ? {} : { activeVersion }) }
}

/** Reads a version of a connector. */
export function readVersion(row: typeof connectorVersions.$inferSelect): ConnectorVersion {
  const { tenantId: _tenant, testedAt, activatedAt, createdBy, ...rest } = row
  return {
    ...rest,
    ...(testedAt === null ? {} : { testedAt }),
    ...(activatedAt === null ? {} : { activatedAt }),
    ...(createdBy === null ? {} : { createdBy }),
  }
}
