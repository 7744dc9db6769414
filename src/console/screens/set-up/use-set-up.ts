// Everything that a step of the set-up needs to know: the SSO key, the connector and the external
// IdP as far as they exist, and the guide that follows from their names.

import type { ApiProblem } from '../../api/problem.ts'
import { useLoaded, useResource } from '../../api/queries.ts'
import type { ConnectorDetail, ExternalIdp, SsoKey } from '../../api/schema.d.ts'
import type { Guide } from '../../guides/guide.ts'
import { loadGuide } from '../../guides/load-guide.ts'
import type { Product } from '../../guides/products.ts'
import { useFilter, useRoute } from '../../parts/route-values.ts'
import { NEW_CONNECTOR } from './begun.tsx'
import { findProduct, recogniseProduct } from './find-guides.ts'

/** A set-up in progress. */
export interface SetUp {
  readonly tenantId: string
  readonly ssoKey: SsoKey
  readonly guide: Guide
  readonly connector: ConnectorDetail | undefined
  readonly idp: ExternalIdp | undefined
  /** Reads the connector again: a test that passed changes what it needs to go live. */
  refresh(): void
}

/** A set-up whose connector exists. */
export interface KnownSetUp extends SetUp {
  readonly connector: ConnectorDetail
}

/** A set-up, or why it is not there. */
export interface LoadedSetUp {
  readonly setUp: SetUp | undefined
  readonly isPending: boolean
  readonly problem: ApiProblem | undefined
  retry(): void
}

/** Reads the set-up that the address names. */
export function useSetUp(): LoadedSetUp {
  const { tenantId, connectorId } = useRoute('tenantId', 'connectorId')
  const [guideId] = useFilter('guide')
  const [keyId] = useFilter('key')
  const isNew = connectorId === NEW_CONNECTOR
  const connector = useResource(
    'GET /tenants/{tenant_id}/connectors/{connector_id}',
    { path: { tenant_id: tenantId, connector_id: connectorId } },
    { enabled: !isNew },
  )
  const ssoId = isNew ? keyId : (connector.data?.sso_id ?? '')
  const key = useResource(
    'GET /tenants/{tenant_id}/sso-keys/{sso_id}',
    { path: { tenant_id: tenantId, sso_id: ssoId } },
    { enabled: ssoId !== '' },
  )
  const idpId = connector.data?.external_idp_id ?? ''
  const idp = useResource(
    'GET /tenants/{tenant_id}/external-idps/{external_idp_id}',
    { path: { tenant_id: tenantId, external_idp_id: idpId } },
    { enabled: idpId !== '' },
  )
  const product = findProduct(guideId) ?? (key.data && guess(key.data, connector.data))
  const guide = useLoaded(['guide', product?.id], product && (() => loadGuide(product.id)))
  const isComplete = key.data && guide.data && (isNew || (connector.data && idp.data))
  return {
    setUp: isComplete
      ? {
          tenantId,
          ssoKey: key.data,
          connector: connector.data,
          idp: idp.data,
          guide: guide.data,
          refresh: connector.retry,
        }
      : undefined,
    isPending: [connector, key, idp, guide].some((part) => part.isPending),
    problem: connector.problem ?? key.problem ?? idp.problem ?? guide.problem,
    retry() {
      for (const part of [connector, key, idp, guide]) if (part.problem) part.retry()
    },
  }
}

const guess = ({ name }: SsoKey, connector: ConnectorDetail | undefined): Product =>
  recogniseProduct({
    names: connector ? [connector.reference, connector.name, name] : [name],
    issuer: connector?.latest.settings.idp_entity_id ?? null,
  })
