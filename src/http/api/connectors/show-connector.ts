// A connector as every operation answers with it: its versions, what there is to know about its
// external IdP, and what an activation takes.

import type { ConnectorDetail, ConnectorVersion } from '../../../tenants/connectors/connector.ts'
import { idpWarningsOf } from '../../../tenants/connectors/version-warnings.ts'
import { isOwned } from '../../../tenants/domain.ts'
import { type ApiDeps, shown } from '../engine/operation.ts'
import { readActivations } from './connector-activation.ts'
import { writeDetail } from './connector-shapes.ts'

/**
 * Answers with a connector and what there is to know about its external IdP; where it joins people
 * by e-mail address, as far as the domains allow that.
 */
export async function showConnector(deps: ApiDeps, connector: ConnectorDetail) {
  const { reads, clock } = deps
  const { latest, active, tenantId } = connector
  const idp = await reads.findExternalIdp(tenantId, connector.externalIdpId)
  const joins = latest.settings.linkByEmail || active?.settings.linkByEmail
  const tenant = joins ? await reads.findTenant(tenantId) : undefined
  const domains = tenant && (await reads.listDomains(tenant.parentId ?? tenant.id))
  const own = domains?.filter(isOwned).map(({ domain }) => domain)
  const of = (version: ConnectorVersion) =>
    idp ? idpWarningsOf(version.settings, idp, clock()) : []
  const versions = active ? [latest, active] : [latest]
  const activationOf = await readActivations(deps, connector, versions)
  return shown(connector, (detail) => writeDetail(detail, activationOf, own, of))
}
