// The configuration as guests of a link see it that is bound to one connector: this connector, its
// SSO key and its external IdP. Everything else is answered as if it were not there.

import type { ConfigurationReads } from '../commands/ports.ts'
import type { ConnectorId, TenantId } from '../ids.ts'

/** Narrows reads of a tenant to what belongs to one of its connectors. */
export function narrowReads(
  reads: ConfigurationReads,
  tenantId: TenantId,
  connectorId: ConnectorId,
): ConfigurationReads {
  const own = () => reads.findConnector(tenantId, connectorId)
  const isOwn = (id: ConnectorId) => id === connectorId
  return {
    ...reads,
    async listSsoKeys(of) {
      const { ssoId } = (await own()) ?? {}
      return (await reads.listSsoKeys(of)).filter(({ id }) => id === ssoId)
    },
    findSsoKey: async (of, id) =>
      (await own())?.ssoId === id ? reads.findSsoKey(of, id) : undefined,
    async listExternalIdps(of) {
      const connector = await own()
      const idp = connector && (await reads.findExternalIdp(of, connector.externalIdpId))
      return { items: idp ? [idp] : [] }
    },
    findExternalIdp: async (of, id) =>
      (await own())?.externalIdpId === id ? reads.findExternalIdp(of, id) : undefined,
    async listConnectors(of, page, filter) {
      const { items } = await reads.listConnectors(of, { limit: page.limit }, filter)
      return { items: items.filter(({ id }) => isOwn(id)) }
    },
    findConnector: async (of, id) => (isOwn(id) ? reads.findConnector(of, id) : undefined),
    findConnectorDetail: async (of, id) =>
      isOwn(id) ? reads.findConnectorDetail(of, id) : undefined,
    listVersions: async (of, id, page) =>
      isOwn(id) ? reads.listVersions(of, id, page) : { items: [] },
    findVersion: async (of, id, hash) => (isOwn(id) ? reads.findVersion(of, id, hash) : undefined),
  }
}
