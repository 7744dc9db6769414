// Versions of a connector: tested through a one-time link, then activated. Only a tested hash goes
// live (I6).

import * as v from 'valibot'
import { ok, type Result, refuse } from '../../../result.ts'
import type { ConnectorVersion } from '../../../tenants/connectors/connector.ts'
import type { TenantId } from '../../../tenants/ids.ts'
import { SSO_OR_CERTIFICATE } from '../../../tenants/setup-links/guest-rights.ts'
import { verifierOf, WayInQuery } from '../enforcement/enforcement-shapes.ts'
import { catchUpWith } from '../engine/catch-up.ts'
import { toCamelNames } from '../engine/member-names.ts'
import { id, Time, text, Url, writeTime } from '../engine/members.ts'
import { type ApiDeps, type ApiRefusal, operation } from '../engine/operation.ts'
import { PageQuery, pageOf, readPage, writePage } from '../engine/page.ts'
import { runCommand } from '../engine/run-command.ts'
import { page } from '../examples/example.ts'
import * as examples from '../examples/example-resources.ts'
import { readActivations } from './connector-activation.ts'
import { ConnectorDetailShape } from './connector-shapes.ts'
import {
  VersionHashShape,
  VersionInHistoryShape,
  VersionShape,
  writeVersion,
  writeVersionInHistory,
} from './connector-version-shapes.ts'
import { showConnector } from './show-connector.ts'

/** A test that was started. */
const StartedTestShape = v.pipe(
  v.strictObject({
    id: v.pipe(id('tst'), v.description('Read it under `…/tests/{test_id}`.')),
    test_url: v.pipe(
      Url,
      v.description('Shows a page; its button begins the test, once, in that browser.'),
    ),
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
    summary:
      'List the versions of a connector, the newest first: who wrote each, and what it changed',
    access: 'read',
    guests: SSO_OR_CERTIFICATE,
    query: PageQuery,
    status: 200,
    response: pageOf(VersionInHistoryShape),
    example: { response: page({ ...examples.activeVersion, changes: null }) },
    refusals: ['connector_unknown'],
    async run(deps, { params, query }) {
      const { tenant_id, connector_id } = params
      await catchUpWith(deps, tenant_id)
      const connector = await deps.reads.findConnector(tenant_id, connector_id)
      if (connector === undefined) return refuse({ code: 'connector_unknown' })
      const listed = await deps.reads.listVersions(tenant_id, connector_id, readPage(query))
      const activationOf = await readActivations(deps, connector, listed.items)
      return ok(writePage(listed, (version) => writeVersionInHistory(version, activationOf)))
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
    guests: SSO_OR_CERTIFICATE,
    body: v.strictObject({ version: v.exactOptional(VersionHashShape) }),
    status: 200,
    response: StartedTestShape,
    example: {
      request: { version: examples.VERSION },
      response: {
        id: examples.TEST,
        test_url: `${examples.spBase}/test?t=…`,
        version: examples.VERSION,
        expires_at: examples.LATER,
      },
    },
    command: 'start_test',
    async run(deps, { params, body }) {
      const started = await runCommand(deps, params.tenant_id, {
        kind: 'start_test',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
        ...body,
      })
      if (!started.ok) return started
      const { testId, testUrl, version, expiresAt } = started.value
      return ok({ id: testId, test_url: testUrl, version, expires_at: writeTime(expiresAt) })
    },
  }),
  operation({
    id: 'approveIssuer',
    method: 'POST',
    path: '/tenants/{tenant_id}/connectors/{connector_id}:approve',
    tag: 'Connectors',
    summary: 'Approve the issuer that a test learned',
    description:
      'For an external IdP that was typed without `issuer`. The issuer becomes its `entity_id`, and each connector that uses it gets a draft. The draft of this connector counts as tested, by the test that verified exactly this issuer. It goes live with `:activate`.',
    access: 'configure',
    guests: SSO_OR_CERTIFICATE,
    activates: true,
    recentAuthentication: true,
    body: v.strictObject({
      version: v.pipe(VersionHashShape, v.description('The version that was tested: the latest.')),
      issuer: v.pipe(text(1024), v.description('The issuer that the test page shows.')),
    }),
    status: 200,
    response: ConnectorDetailShape,
    example: {
      request: { version: examples.VERSION, issuer: 'https://idp.example.com/saml' },
      response: examples.connectorDetail,
    },
    command: 'approve_issuer',
    async run(deps, { params, body }) {
      const approved = await runCommand(deps, params.tenant_id, {
        kind: 'approve_issuer',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
        ...body,
      })
      return approved.ok ? showConnector(deps, approved.value) : approved
    },
  }),
  operation({
    id: 'activateConnector',
    method: 'POST',
    path: '/tenants/{tenant_id}/connectors/{connector_id}:activate',
    tag: 'Connectors',
    summary: 'Make a tested version govern logins everywhere, from the next one on',
    description:
      'A version whose `activation.needs_test` is false goes live without a test. The audit entry then says so: `activated_without_test` names the reason.',
    access: 'configure',
    guests: SSO_OR_CERTIFICATE,
    activates: true,
    recentAuthentication: true,
    query: WayInQuery,
    body: v.strictObject({ version: VersionHashShape }),
    status: 200,
    response: VersionShape,
    example: { request: { version: examples.VERSION }, response: examples.activeVersion },
    command: 'activate_version',
    async run(deps, { params, query, body }) {
      const activated = await runCommand(deps, params.tenant_id, {
        kind: 'activate_version',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
        ...verifierOf(query),
        version: body.version,
      })
      return showActive(deps, params.tenant_id, activated)
    },
  }),
  operation({
    id: 'rollBackConnector',
    method: 'POST',
    path: '/tenants/{tenant_id}/connectors/{connector_id}:rollback',
    tag: 'Connectors',
    summary: 'Make an earlier version govern logins again',
    description:
      'Without `version`: the version that governed last before the present one. A version that never governed is refused. The rules are those of an activation; drafts stay.',
    access: 'configure',
    guests: SSO_OR_CERTIFICATE,
    activates: true,
    recentAuthentication: true,
    query: WayInQuery,
    body: v.strictObject({ version: v.exactOptional(VersionHashShape) }),
    status: 200,
    response: VersionShape,
    example: { request: { version: examples.VERSION }, response: examples.activeVersion },
    command: 'roll_back_connector',
    async run(deps, { params, query, body }) {
      const rolledBack = await runCommand(deps, params.tenant_id, {
        kind: 'roll_back_connector',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
        ...verifierOf(query),
        ...body,
      })
      return showActive(deps, params.tenant_id, rolledBack)
    },
  }),
  operation({
    id: 'promoteConnector',
    method: 'POST',
    path: '/tenants/{tenant_id}/connectors/{connector_id}:promote',
    tag: 'Connectors',
    summary: 'Copy a configuration to a connector of the other environment, as a draft',
    description:
      'SSO key and external IdP of the target stay, unless `external_idp_id` names another. The draft is tested and activated there. Without `version` the latest is copied.',
    access: 'configure',
    body: v.strictObject({
      target_id: id('con'),
      version: v.exactOptional(VersionHashShape),
      external_idp_id: v.exactOptional(id('idp')),
    }),
    status: 200,
    response: ConnectorDetailShape,
    example: { request: { target_id: examples.CONNECTOR }, response: examples.connectorDetail },
    command: 'promote_version',
    async run(deps, { params, body }) {
      const promoted = await runCommand(deps, params.tenant_id, {
        kind: 'promote_version',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
        ...toCamelNames(body),
      })
      return promoted.ok ? showConnector(deps, promoted.value) : promoted
    },
  }),
]

/** Answers with the version that governs now, under the tag of its connector. */
async function showActive(
  deps: ApiDeps,
  tenantId: TenantId,
  result: Result<ConnectorVersion, ApiRefusal>,
) {
  if (!result.ok) return result
  const { connectorId: id } = result.value
  const resource = await deps.reads.findConnectorDetail(tenantId, id)
  const activationOf = await readActivations(deps, { id, tenantId }, [result.value])
  return { ...ok(writeVersion(result.value, activationOf)), ...(resource && { resource }) }
}
