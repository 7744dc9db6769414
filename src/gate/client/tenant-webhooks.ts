// Webhooks as the API sees them: one call to the tenant's gate.

import { reaching } from '../../outage.ts'
import type { Webhooks } from '../../tenants/messages/webhook.ts'
import { gateStub } from '../gate-stub.ts'
import type { TenantGate } from '../tenant-gate.ts'

/**
 * Implements the port over the gates. Without `jurisdictions` (workerd alone has none) an address's
 * jurisdiction is not applied.
 */
export function createWebhooks(
  namespace: DurableObjectNamespace<TenantGate>,
  { jurisdictions }: { readonly jurisdictions: boolean },
): Webhooks {
  const stubOf = (gate: Parameters<Webhooks['list']>[0]) => gateStub(namespace, gate, jurisdictions)
  return {
    tell: (gate, entry) => reaching('gate', async () => await stubOf(gate).notifyWebhooks(entry)),
    list: (gate, tenantId) =>
      reaching('gate', async () => await stubOf(gate).listWebhooks(tenantId)),
    listDeliveries: (gate, tenantId, id) =>
      reaching('gate', async () => await stubOf(gate).listDeliveries(tenantId, id)),
  }
}
