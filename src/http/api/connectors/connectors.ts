// Connectors: one SSO key joined to one external IdP. Every write makes a draft version; none goes
// live by itself (I6).

import * as v from 'valibot'
import { defined } from '../../../defined.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { CONNECTOR_STATES, type ConnectorDetail } from '../../../tenants/connectors/connector.ts'
import { SSO, SSO_OR_CERTIFICATE } from '../../../tenants/setup-links/guest-rights.ts'
import { ENVIRONMENTS } from '../../../tenants/sso-key.ts'
import { verifierOf, WayInQuery } from '../enforcement/enforcement-shapes.ts'
import { catchUpWith } from '../engine/catch-up.ts'
import { Name, text } from '../engine/members.ts'
import { type ApiDeps, type ApiRefusal, operation } from '../engine/operation.ts'
import { PageQuery, pageOf, readPage, writePage } from '../engine/page.ts'
import { runCommand } from '../engine/run-command.ts'
import { page } from '../examples/example.ts'
import * as examples from '../examples/example-resources.ts'
import {
  ConnectorChangeShape,
  ConnectorDetailShape,
  NewConnectorShape,
} from './connector-shapes.ts'
import { ConnectorSummaryShape, writeSummary } from './connector-summary.ts'
import { readChoices } from './mapping-shapes.ts'
import { showConnector } from './show-connector.ts'

const ConnectorsQuery = v.strictObject({
  ...PageQuery.entries,
  name: v.exactOptional(Name),
  reference: v.exactOptional(text(64)),
  environment: v.exactOptional(v.picklist(ENVIRONMENTS)),
  state: v.exactOptional(v.picklist(CONNECTOR_STATES)),
  enabled: v.exactOptional(v.picklist(['true', 'false'])),
})

const DeletionQuery = v.strictObject({
  confirm: v.exactOptional(
    v.pipe(
      text(100),
      v.description(
        'The exact name of the connector, if it has an active version. `last_admin` confirms that the tenant may be left without an administrator who gets in, and the deletion with it.',
      ),
    ),
  ),
  enforcement: WayInQuery.entries.enforcement,
})

/**
 * Creating, changing and switching connectors. The gate decides about conflicts, so that two calls
 * at once cannot both win.
 */
export const connectorOperations = [
  operation({
    id: 'createConnector',
    method: 'POST',
    path: '/tenants/{tenant_id}/connectors',
    tag: 'Connectors',
    summary: 'Join an SSO key to an external IdP; the first version is a draft',
    access: 'configure',
    guests: SSO,
    body: NewConnectorShape,
    status: 201,
    response: ConnectorDetailShape,
    example: {
      request: {
        name: 'Okta',
        reference: 'acme-okta',
        type: 'saml',
        sso_id: examples.SSO,
        external_idp_id: examples.IDP,
        mapping: examples.version.settings.mapping,
        roles: examples.version.settings.roles,
      },
      response: {
        ...examples.connectorDetail,
        active_version: null,
        latest: {
          ...examples.version,
          state: 'draft',
          activation: { needs_test: true, reason: 'never_live', changes: [] },
          tested_at: null,
        },
        active: null,
      },
    },
    command: 'create_connector',
    async run(deps, { params, body }) {
      const { type, ...members } = body
      const input = readChoices(members)
      const tenantId = params.tenant_id
      const command = { kind: 'create_connector', tenantId, input } as const
      return detailed(deps, await runCommand(deps, tenantId, command))
    },
  }),
  operation({
    id: 'listConnectors',
    method: 'GET',
    path: '/tenants/{tenant_id}/connectors',
    tag: 'Connectors',
    summary: 'List the connectors of a tenant',
    access: 'read',
    guests: SSO_OR_CERTIFICATE,
    query: ConnectorsQuery,
    status: 200,
    response: pageOf(ConnectorSummaryShape),
    example: { response: page(examples.connectorSummary) },
    refusals: ['tenant_unknown'],
    async run(deps, { params, query }) {
      const tenantId = params.tenant_id
      if (!(await catchUpWith(deps, tenantId))) return refuse({ code: 'tenant_unknown' })
      const { limit: _limit, cursor: _cursor, enabled, ...exact } = query
      const filter = { ...exact, ...(enabled === undefined ? {} : { enabled: enabled === 'true' }) }
      const listed = await deps.reads.listConnectors(tenantId, readPage(query), filter)
      return ok(writePage(listed, writeSummary))
    },
  }),
  operation({
    id: 'getConnector',
    method: 'GET',
    path: '/tenants/{tenant_id}/connectors/{connector_id}',
    tag: 'Connectors',
    summary: 'Read a connector with its latest and its active version',
    access: 'read',
    guests: SSO_OR_CERTIFICATE,
    status: 200,
    response: ConnectorDetailShape,
    example: { response: examples.connectorDetail },
    refusals: ['connector_unknown'],
    async run(deps, { params }) {
      const { tenant_id, connector_id } = params
      await catchUpWith(deps, tenant_id)
      const connector = await deps.reads.findConnectorDetail(tenant_id, connector_id)
      return connector ? showConnector(deps, connector) : refuse({ code: 'connector_unknown' })
    },
  }),
  operation({
    id: 'updateConnector',
    method: 'PATCH',
    path: '/tenants/{tenant_id}/connectors/{connector_id}',
    tag: 'Connectors',
    summary: 'Change a connector; changed settings make a new draft',
    description: 'What is live stays live until the draft is tested and activated.',
    access: 'configure',
    guests: SSO,
    body: ConnectorChangeShape,
    status: 200,
    response: ConnectorDetailShape,
    example: { request: { force_authn: true }, response: examples.connectorDetail },
    command: 'update_connector',
    async run(deps, { params, body }) {
      const command = {
        kind: 'update_connector',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
        change: readChoices(body),
      } as const
      return detailed(deps, await runCommand(deps, params.tenant_id, command))
    },
  }),
  operation({
    id: 'deleteConnector',
    method: 'DELETE',
    path: '/tenants/{tenant_id}/connectors/{connector_id}',
    tag: 'Connectors',
    summary: 'Delete a connector; logins through it end at once',
    description: 'A connector with an active version is deleted only if `confirm` is its name.',
    access: 'configure',
    recentAuthentication: true,
    query: DeletionQuery,
    status: 204,
    command: 'delete_connector',
    async run(deps, { params, query }) {
      const deleted = await runCommand(deps, params.tenant_id, {
        kind: 'delete_connector',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
        ...verifierOf(query),
        ...defined({ confirm: query.confirm }),
      })
      return deleted.ok ? ok(undefined) : deleted
    },
  }),
  switchOperation('enable', 'Let people log in through a connector, from the next login on'),
  switchOperation('disable', 'Stop logins through a connector at once'),
]

/** `:enable` and `:disable` differ in one word. */
function switchOperation(verb: 'enable' | 'disable', summary: string) {
  return operation({
    id: `${verb}Connector`,
    method: 'POST',
    path: `/tenants/{tenant_id}/connectors/{connector_id}:${verb}`,
    tag: 'Connectors',
    summary,
    access: 'configure',
    recentAuthentication: true,
    query: WayInQuery,
    status: 200,
    response: ConnectorDetailShape,
    example: { response: { ...examples.connectorDetail, enabled: verb === 'enable' } },
    command: 'set_connector_enabled',
    async run(deps, { params, query }) {
      const command = {
        kind: 'set_connector_enabled',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
        enabled: verb === 'enable',
        ...verifierOf(query),
      } as const
      return detailed(deps, await runCommand(deps, params.tenant_id, command))
    },
  })
}

const detailed = async (deps: ApiDeps, result: Result<ConnectorDetail, ApiRefusal>) =>
  result.ok ? showConnector(deps, result.value) : result
