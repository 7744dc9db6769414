// Which connectors a user may use. It keeps people out where a connector lets only linked ones in.

import * as v from 'valibot'
import { ok } from '../../../result.ts'
import { WayInQuery, wayInOf } from '../enforcement/enforcement-shapes.ts'
import { operation } from '../engine/operation.ts'
import { runCommand } from '../engine/run-command.ts'
import * as people from '../examples/example-people.ts'
import { UserLinkShape, writeUserLink } from './user-shapes.ts'
import { findUser, idsOf } from './users.ts'

const TAG = 'Users'
const LINKS = '/tenants/{tenant_id}/users/{user_id}/links'

/** Linking users to connectors. A first login links by itself. */
export const userLinkOperations = [
  operation({
    id: 'listUserLinks',
    method: 'GET',
    path: LINKS,
    tag: TAG,
    summary: 'List the connectors that a user is linked to',
    access: 'users',
    status: 200,
    response: v.strictObject({ data: v.array(UserLinkShape) }),
    example: { response: { data: [people.userLink] } },
    refusals: ['tenant_unknown', 'user_unknown'],
    async run(deps, { params }) {
      const found = await findUser(deps, params)
      if (!found.ok) return found
      const { gate, user } = found.value
      const links = await deps.people.listLinks(gate, user.tenantId, user.id)
      return ok({ data: links.map(writeUserLink) })
    },
  }),
  operation({
    id: 'linkUser',
    method: 'PUT',
    path: `${LINKS}/{connector_id}`,
    tag: TAG,
    summary: 'Link a user to a connector of the tenant, or of its parent',
    access: 'users',
    recentAuthentication: true,
    status: 200,
    response: UserLinkShape,
    example: { response: people.userLink },
    command: 'link_user',
    async run(deps, { params }) {
      const connectorId = params.connector_id
      const command = { kind: 'link_user', ...idsOf(params), connectorId } as const
      const linked = await runCommand(deps, params.tenant_id, command)
      return linked.ok ? ok(writeUserLink(linked.value)) : linked
    },
  }),
  operation({
    id: 'unlinkUser',
    method: 'DELETE',
    path: `${LINKS}/{connector_id}`,
    tag: TAG,
    summary: 'Take the link of a user to a connector away; the sessions that came through it end',
    access: 'users',
    recentAuthentication: true,
    query: WayInQuery,
    status: 204,
    command: 'unlink_user',
    async run(deps, { params, query }) {
      const connectorId = params.connector_id
      const command = {
        kind: 'unlink_user',
        ...idsOf(params),
        ...wayInOf(deps, query),
        connectorId,
      } as const
      const unlinked = await runCommand(deps, params.tenant_id, command)
      return unlinked.ok ? ok(undefined) : unlinked
    },
  }),
]
