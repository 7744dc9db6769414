// Tests of a connector as a resource: the history, and one with its report, which can be read again
// and sent on.

import { openReport } from '../../../login/complete/test-report.ts'
import { ok, refuse } from '../../../result.ts'
import { SSO_OR_CERTIFICATE } from '../../../tenants/setup-links/guest-rights.ts'
import { gateOf } from '../../../tenants/tenant.ts'
import { operation, shown } from '../engine/operation.ts'
import { PageQuery, pageOf, readPage, writePage } from '../engine/page.ts'
import { page } from '../examples/example.ts'
import * as examples from '../examples/example-tests.ts'
import { TestRunShape, TestShape, writeReport, writeTestRun } from './connector-test-shapes.ts'

const TESTS = '/tenants/{tenant_id}/connectors/{connector_id}/tests'

/** Reading tests. `:test` starts one. */
export const connectorTestOperations = [
  operation({
    id: 'listConnectorTests',
    method: 'GET',
    path: TESTS,
    tag: 'Connectors',
    summary: 'List the tests of a connector, the newest first',
    description: 'The last 100. Each says who started it, how it stands and how it ended.',
    access: 'read',
    guests: SSO_OR_CERTIFICATE,
    query: PageQuery,
    status: 200,
    response: pageOf(TestRunShape),
    example: { response: page(examples.testRun) },
    refusals: ['connector_unknown'],
    async run({ reads, tests }, { params, query }) {
      const { tenant_id: tenantId, connector_id: connectorId } = params
      const [tenant, connector] = await Promise.all([
        reads.findTenant(tenantId),
        reads.findConnector(tenantId, connectorId),
      ])
      if (!tenant || !connector) return refuse({ code: 'connector_unknown' })
      const listed = await tests.list(gateOf(tenant), { tenantId, connectorId }, readPage(query))
      return ok(writePage(listed, writeTestRun))
    },
  }),
  operation({
    id: 'getConnectorTest',
    method: 'GET',
    path: `${TESTS}/{test_id}`,
    tag: 'Connectors',
    summary: 'Show a test and what it found, rule by rule',
    description:
      'Ask it while the test runs to follow its `state`: it costs one call to the gate. The report names a person, so a viewer cannot read it. It is kept for 7 days.',
    access: 'configure',
    guests: SSO_OR_CERTIFICATE,
    forAdministrators: true,
    status: 200,
    response: TestShape,
    example: { response: { ...examples.testRun, report: examples.testReport } },
    refusals: ['test_unknown'],
    async run({ reads, tests, keyring }, { params }) {
      const { tenant_id: tenantId, connector_id: connectorId, test_id: testId } = params
      const tenant = await reads.findTenant(tenantId)
      const found = tenant && (await tests.find(gateOf(tenant), tenantId, testId))
      if (found?.run.connectorId !== connectorId) return refuse({ code: 'test_unknown' })
      const report = await openReport(keyring, testId, found.sealedReport)
      const body = { ...writeTestRun(found.run), report: report ? writeReport(report) : null }
      return shown(found, () => body)
    },
  }),
]
