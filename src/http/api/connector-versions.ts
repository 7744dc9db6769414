// Versions of a connector: tested through a one-time link, then activated. Only a tested hash goes live (I6).

import * as v from 'valibot'
import { ok, refuse } from '../../result.ts'
import { VersionHashShape, VersionShape, writeVersion } from './connector-shapes.ts'
import { Time, Url, writeTime } from './members.ts'
import { operation } from './operation.ts'
import { PageQuery, pageOf, readPage, writePage } from './page.ts'
import { runCommand } from './run-command.ts'

/** A test that was started. */
export const StartedTestShape = v.pipe(
  v.strictObject({
    test_url: v.pipe(Url, v.description('Opens once, in the browser of who tests.')),
    version: VersionHashShape,
    expires_at: Time,
  }),
  v.title('StartedTest'),
)

/** From a draft to what governs logins: list, test, activate. */
export const connectorVersionOperations = [
  operation({
    id: 'listConnectorVersions',
    method: 'GET',
    path: '/tenants/{tenant_id}/connectors/{connector_id}/versions',
    tag: 'Connectors',
    summary: 'List the versions of a connector, the newest first',
    access: 'read',
    query: PageQuery,
    status: 200,
    response: pageOf(VersionShape),
    refusals: ['connector_unknown'],
    async run(deps, { params, query }) {
      const { tenant_id, connector_id } = params
      if (!(await deps.reads.findConnector(tenant_id, connector_id)))
        return refuse({ code: 'connector_unknown' })
      const listed = await deps.reads.listVersions(tenant_id, connector_id, readPage(query))
      return ok(writePage(listed, writeVersion))
    },
  }),
  operation({
    id: 'testConnector',
    method: 'POST',
    path: '/tenants/{tenant_id}/connectors/{connector_id}:test',
    tag: 'Connectors',
    summary: 'Start a test of a version: a link that opens once, within 15 minutes',
    description: 'Without `version` the latest is tested.',
    access: 'configure',
    body: v.strictObject({ version: v.exactOptional(VersionHashShape) }),
    status: 200,
    response: StartedTestShape,
    refusals: ['tenant_unknown', 'connector_unknown', 'version_unknown'],
    async run(deps, { params, body }) {
      const started = await runCommand(deps, params.tenant_id, {
        kind: 'start_test',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
        ...body,
      })
      if (!started.ok) return started
      const { testUrl, version, expiresAt } = started.value
      return ok({ test_url: testUrl, version, expires_at: writeTime(expiresAt) })
    },
  }),
  operation({
    id: 'activateConnector',
    method: 'POST',
    path: '/tenants/{tenant_id}/connectors/{connector_id}:activate',
    tag: 'Connectors',
    summary: 'Make a tested version govern logins everywhere, from the next one on',
    access: 'configure',
    body: v.strictObject({ version: VersionHashShape }),
    status: 200,
    response: VersionShape,
    refusals: ['tenant_unknown', 'connector_unknown', 'version_unknown', 'version_not_tested'],
    async run(deps, { params, body }) {
      const activated = await runCommand(deps, params.tenant_id, {
        kind: 'activate_version',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
        version: body.version,
      })
      if (!activated.ok) return activated
      const { tenant_id, connector_id } = params
      const resource = await deps.reads.findConnectorDetail(tenant_id, connector_id)
      return { ...ok(writeVersion(activated.value)), ...(resource && { resource }) }
    },
  }),
]
