// Tests of connectors as the API reads them: one call to the tenant's gate.

import { reaching } from '../../outage.ts'
import type { TestRuns } from '../../tenants/connectors/test-run.ts'
import { gateStub } from '../gate-stub.ts'
import type { TenantGate } from '../tenant-gate.ts'

/**
 * Implements the port. Without `jurisdictions` (workerd alone has none) an address's jurisdiction
 * is not applied.
 */
export function createTestRuns(
  namespace: DurableObjectNamespace<TenantGate>,
  { jurisdictions }: { readonly jurisdictions: boolean },
): TestRuns {
  const stubOf = (gate: Parameters<TestRuns['list']>[0]) => gateStub(namespace, gate, jurisdictions)
  return {
    list: (gate, of, page) =>
      reaching('gate', async () => await stubOf(gate).listTestRuns(of, page)),
    find: (gate, tenantId, testId) =>
      reaching('gate', async () => await stubOf(gate).findTestRun(tenantId, testId)),
  }
}
