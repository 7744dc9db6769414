// Connectors: one SSO key joined to one external IdP. Every write makes a draft version; none goes live by itself (I6).

import type * as v from 'valibot'
import { ok, type Result, refuse } from '../../result.ts'
import type { ConnectorDetail } from '../../tenants/connector.ts'
import { ssoKeyUrls } from '../../tenants/sso-key.ts'
import {
  ConnectorChangeShape,
  ConnectorDetailShape,
  ConnectorShape,
  NewConnectorShape,
  writeConnector,
  writeDetail,
} from './connector-shapes.ts'
import { toCamelNames } from './member-names.ts'
import { type ApiRefusal, operation, shown } from './operation.ts'
import { PageQuery, pageOf, readPage, writePage } from './page.ts'
import { runCommand } from './run-command.ts'

/** Creating, changing and switching connectors. The gate decides about conflicts, so that two calls at once cannot both win. */
export const connectorOperations = [
  operation({
    id: 'createConnector',
    method: 'POST',
    path: '/tenants/{tenant_id}/connectors',
    tag: 'Connectors',
    summary: 'Join an SSO key to an external IdP; the first version is a draft',
    access: 'configure',
    body: NewConnectorShape,
    status: 201,
    response: ConnectorDetailShape,
    refusals: [
      'tenant_unknown',
      'sso_key_unknown',
      'external_idp_unknown',
      'connector_name_taken',
      'connector_reference_taken',
      'connector_binding_not_offered',
      'connector_sso_key_taken',
    ],
    async run(deps, { params, body }) {
      const { type, mapping, ...members } = body
      const input = { ...toCamelNames(members), ...mappingOf(mapping) }
      const tenantId = params.tenant_id
      const command = { kind: 'create_connector', tenantId, input } as const
      return detailed(await runCommand(deps, tenantId, command))
    },
  }),
  operation({
    id: 'listConnectors',
    method: 'GET',
    path: '/tenants/{tenant_id}/connectors',
    tag: 'Connectors',
    summary: 'List the connectors of a tenant',
    access: 'read',
    query: PageQuery,
    status: 200,
    response: pageOf(ConnectorShape),
    refusals: ['tenant_unknown'],
    async run(deps, { params, query }) {
      const tenantId = params.tenant_id
      if (!(await deps.reads.findTenant(tenantId))) return refuse({ code: 'tenant_unknown' })
      const [listed, keys] = await Promise.all([
        deps.reads.listConnectors(tenantId, readPage(query)),
        deps.reads.listSsoKeys(tenantId),
      ])
      const loginUrls = new Map(keys.map((key) => [key.id, ssoKeyUrls(key).loginUrl]))
      return ok(writePage(listed, (c) => writeConnector(c, loginUrls.get(c.ssoId) ?? '')))
    },
  }),
  operation({
    id: 'getConnector',
    method: 'GET',
    path: '/tenants/{tenant_id}/connectors/{connector_id}',
    tag: 'Connectors',
    summary: 'Read a connector with its latest and its active version',
    access: 'read',
    status: 200,
    response: ConnectorDetailShape,
    refusals: ['connector_unknown'],
    async run(deps, { params }) {
      const { tenant_id, connector_id } = params
      const connector = await deps.reads.findConnectorDetail(tenant_id, connector_id)
      return connector ? shown(connector, writeDetail) : refuse({ code: 'connector_unknown' })
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
    body: ConnectorChangeShape,
    status: 200,
    response: ConnectorDetailShape,
    refusals: [
      'tenant_unknown',
      'connector_unknown',
      'external_idp_unknown',
      'connector_name_taken',
      'connector_reference_taken',
      'connector_binding_not_offered',
    ],
    async run(deps, { params, body }) {
      const { mapping, ...members } = body
      const command = {
        kind: 'update_connector',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
        change: { ...toCamelNames(members), ...mappingOf(mapping) },
      } as const
      return detailed(await runCommand(deps, params.tenant_id, command))
    },
  }),
  operation({
    id: 'deleteConnector',
    method: 'DELETE',
    path: '/tenants/{tenant_id}/connectors/{connector_id}',
    tag: 'Connectors',
    summary: 'Delete a connector; logins through it end at once',
    access: 'configure',
    status: 204,
    refusals: ['tenant_unknown', 'connector_unknown'],
    async run(deps, { params }) {
      const deleted = await runCommand(deps, params.tenant_id, {
        kind: 'delete_connector',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
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
    status: 200,
    response: ConnectorDetailShape,
    refusals: ['tenant_unknown', 'connector_unknown'],
    async run(deps, { params }) {
      const command = {
        kind: 'set_connector_enabled',
        tenantId: params.tenant_id,
        connectorId: params.connector_id,
        enabled: verb === 'enable',
      } as const
      return detailed(await runCommand(deps, params.tenant_id, command))
    },
  })
}

const mappingOf = (mapping: v.InferOutput<typeof NewConnectorShape>['mapping']) =>
  mapping === undefined ? {} : { mapping: toCamelNames(mapping) }

const detailed = (result: Result<ConnectorDetail, ApiRefusal>) =>
  result.ok ? shown(result.value, writeDetail) : result
