// The values of the last test that the IdP answered, or of another one that somebody chose.

import { useList, useResource } from '../../api/queries.ts'
import type { ConnectorTest, ConnectorTestReport } from '../../api/schema.d.ts'
import { useFilter } from '../../parts/route-values.ts'

/** What tests say of the values of a connector. */
export interface LastTest {
  readonly report: ConnectorTestReport | undefined
  readonly test: ConnectorTest | undefined
  /** Tests that may be chosen, the newest first. */
  readonly tests: readonly ConnectorTest[]
  readonly choose: (testId: string) => void
  readonly isPending: boolean
}

/** Reads the test that the address names (`?test=`), or the last one that ended. */
export function useLastTest(tenantId: string, connectorId: string): LastTest {
  const path = { tenant_id: tenantId, connector_id: connectorId }
  const [chosen, choose] = useFilter('test')
  const list = useList('GET /tenants/{tenant_id}/connectors/{connector_id}/tests', { path })
  const tests = list.items.filter(({ ended_at }) => ended_at !== null)
  const test = tests.find(({ id }) => id === chosen) ?? tests[0]
  const found = useResource(
    'GET /tenants/{tenant_id}/connectors/{connector_id}/tests/{test_id}',
    { path: { ...path, test_id: test?.id ?? '' } },
    { enabled: test !== undefined },
  )
  return {
    report: found.data?.report ?? undefined,
    test,
    tests,
    choose,
    isPending: list.isPending || found.isPending,
  }
}
