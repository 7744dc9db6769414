// Webhooks as the API reads them: one call to the tenant's gate.

import { reaching } from '../../outage.ts'
import type { WebhookReads } from '../../tenants/webhook.ts'
import { gateStub } from './gates.ts'
import type { TenantGate } from './tenant-gate.ts'

/** Implements the reads over the gates. Without `jurisdictions` (workerd alone has none) an address's jurisdiction is not applied. */
export function createWebhookReads(
  namespace: DurableObjectNamespace<TenantGate>,
  { jurisdictions }: { readonly jurisdictions: boolean },
): WebhookReads {
  const stubOf = (gate: Parameters<WebhookReads['list']>[0]) =>
    gateStub(namespace, gate, jurisdictions)
  return {
    list: (gate, tenantId) =>
      reaching('gate', async () => await stubOf(gate).listWebhooks(tenantId)),
    listDeliveries: (gate, tenantId, id) =>
      reaching('gate', async () => await stubOf(gate).listDeliveries(tenantId, id)),
  }
}
