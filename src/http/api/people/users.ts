// The people of a tenant: listed and searched, read, edited, deactivated, deleted.

import * as v from 'valibot'
import { defined } from '../../../defined.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { WAY_IN_REFUSALS } from '../../../tenants/enforcement.ts'
import type { UserChange, UserFilter } from '../../../tenants/people.ts'
import { type GateAddress, gateOf } from '../../../tenants/tenant.ts'
import { USER_STATUSES, type User } from '../../../tenants/user.ts'
import type { AdministrationDeps } from '../../deps.ts'
import { WayInQuery, wayInOf } from '../enforcement/enforcement-shapes.ts'
import { catchUpWith } from '../engine/catch-up.ts'
import { toCamelNames } from '../engine/member-names.ts'
import { text } from '../engine/members.ts'
import { type ApiRefusal, operation, shown } from '../engine/operation.ts'
import { laggingPageOf, PageQuery, readPage, writeLaggingPage } from '../engine/page.ts'
import type { PathValues } from '../engine/path-parameters.ts'
import { runCommand } from '../engine/run-command.ts'
import { laggingPage } from '../examples/example.ts'
import * as people from '../examples/example-people.ts'
import { InvitationShape, UserChangeShape, UserShape, writeUser } from './user-shapes.ts'

const TAG = 'Users'
const ONE = '/tenants/{tenant_id}/users/{user_id}'

const UsersQuery = v.strictObject({
  ...PageQuery.entries,
  email_prefix: v.exactOptional(
    v.pipe(
      text(254),
      v.description('How the e-mail address begins, in any case. The list is in its order then.'),
      v.examples(['ada@']),
    ),
  ),
  external_id: v.exactOptional(text(256)),
  user_id: v.exactOptional(
    v.pipe(text(256), v.description('Your id of the person, as the IdP sends it.')),
  ),
  status: v.exactOptional(v.picklist(USER_STATUSES)),
})

/** Inviting, finding and administering people. */
export const userOperations = [
  operation({
    id: 'inviteUser',
    method: 'POST',
    path: '/tenants/{tenant_id}/users',
    tag: TAG,
    summary: 'Invite somebody: make a user whom no login has made yet',
    description:
      'The first login with this e-mail address through one of the connectors becomes this user. Nothing is sent to the person.',
    access: 'users',
    recentAuthentication: true,
    body: InvitationShape,
    status: 201,
    response: UserShape,
    example: {
      request: { email: people.user.email, connector_ids: [people.userLink.connector_id] },
      response: { ...people.user, status: 'invited', roles: [], groups: [], custom: {} },
    },
    command: 'invite_user',
    async run(deps, { params, body }) {
      const command = {
        kind: 'invite_user',
        tenantId: params.tenant_id,
        invitation: toCamelNames(body),
      } as const
      const invited = await runCommand(deps, params.tenant_id, command)
      return invited.ok ? shown(invited.value, writeUser) : invited
    },
  }),
  operation({
    id: 'listUsers',
    method: 'GET',
    path: '/tenants/{tenant_id}/users',
    tag: TAG,
    summary: 'List the users of a tenant, or search them',
    description:
      'The list holds every login and change until `complete_until`, which is now unless a part of the service is out of reach.',
    access: 'users',
    query: UsersQuery,
    status: 200,
    response: laggingPageOf(UserShape),
    example: { response: laggingPage(people.user) },
    refusals: ['tenant_unknown'],
    async run(deps, { params, query }) {
      const tenantId = params.tenant_id
      const known = await catchUpWith(deps, tenantId)
      if (known === undefined) return refuse({ code: 'tenant_unknown' })
      const listed = await deps.people.list(tenantId, filterOf(query), readPage(query))
      return ok(writeLaggingPage(listed, writeUser, known.completeUntil))
    },
  }),
  operation({
    id: 'getUser',
    method: 'GET',
    path: ONE,
    tag: TAG,
    summary: 'Read a user',
    access: 'users',
    status: 200,
    response: UserShape,
    example: { response: people.user },
    refusals: ['tenant_unknown', 'user_unknown'],
    async run(deps, { params }) {
      const found = await findUser(deps, params)
      return found.ok ? shown(found.value.user, writeUser) : found
    },
  }),
  operation({
    id: 'updateUser',
    method: 'PATCH',
    path: ONE,
    tag: TAG,
    summary: 'Edit a user',
    access: 'users',
    recentAuthentication: true,
    query: WayInQuery,
    body: UserChangeShape,
    status: 200,
    response: UserShape,
    example: {
      request: { external_id: 'hr-0815', concurrency: 3 },
      response: { ...people.user, external_id: 'hr-0815', concurrency: 3 },
    },
    command: 'update_user',
    async run(deps, { params, query, body }) {
      const command = {
        kind: 'update_user',
        ...idsOf(params),
        ...wayInOf(deps, query),
        change: readChange(body),
      } as const
      const updated = await runCommand(deps, params.tenant_id, command)
      return updated.ok ? shown(updated.value, writeUser) : updated
    },
  }),
  operation({
    id: 'deactivateUser',
    method: 'POST',
    path: `${ONE}:deactivate`,
    tag: TAG,
    summary: 'Deactivate a user: every session ends at once, and no login brings one back',
    access: 'users',
    recentAuthentication: true,
    query: WayInQuery,
    status: 200,
    response: UserShape,
    example: { response: { ...people.user, status: 'inactive' } },
    command: 'set_user_active',
    async run(deps, { params, query }) {
      const command = {
        kind: 'set_user_active',
        ...idsOf(params),
        ...wayInOf(deps, query),
        active: false,
      } as const
      const changed = await runCommand(deps, params.tenant_id, command)
      return changed.ok ? shown(changed.value, writeUser) : changed
    },
  }),
  operation({
    id: 'reactivateUser',
    method: 'POST',
    path: `${ONE}:reactivate`,
    tag: TAG,
    summary: 'Let a user sign in again; sessions of before stay ended',
    access: 'users',
    recentAuthentication: true,
    status: 200,
    response: UserShape,
    example: { response: people.user },
    command: 'set_user_active',
    never: ['user_last_admin', ...WAY_IN_REFUSALS],
    async run(deps, { params }) {
      const command = { kind: 'set_user_active', ...idsOf(params), active: true } as const
      const changed = await runCommand(deps, params.tenant_id, command)
      return changed.ok ? shown(changed.value, writeUser) : changed
    },
  }),
  operation({
    id: 'deleteUser',
    method: 'DELETE',
    path: ONE,
    tag: TAG,
    summary: 'Delete a user with every identity and session; a later login makes another user',
    access: 'users',
    recentAuthentication: true,
    query: WayInQuery,
    status: 204,
    command: 'delete_user',
    async run(deps, { params, query }) {
      const command = {
        kind: 'delete_user',
        ...idsOf(params),
        ...wayInOf(deps, query),
      } as const
      const deleted = await runCommand(deps, params.tenant_id, command)
      return deleted.ok ? ok(undefined) : deleted
    },
  }),
]

type UserParams = Pick<PathValues, 'tenant_id' | 'user_id'>

/** A user of a tenant, as the gate has them at this moment, and where that gate is. */
export async function findUser(
  { reads, people }: AdministrationDeps,
  { tenant_id: tenantId, user_id: userId }: UserParams,
): Promise<Result<{ readonly gate: GateAddress; readonly user: User }, ApiRefusal>> {
  const tenant = await reads.findTenant(tenantId)
  if (tenant === undefined) return refuse({ code: 'tenant_unknown' })
  const gate = gateOf(tenant)
  const user = await people.find(gate, tenantId, userId)
  return user ? ok({ gate, user }) : refuse({ code: 'user_unknown' })
}

/** The two ids that every command on a person carries. */
export const idsOf = (params: UserParams) => ({
  tenantId: params.tenant_id,
  userId: params.user_id,
})

const filterOf = (query: v.InferOutput<typeof UsersQuery>): UserFilter => ({
  ...defined({
    emailPrefix: query.email_prefix,
    externalId: query.external_id,
    userId: query.user_id,
    status: query.status,
  }),
})

const readChange = (body: v.InferOutput<typeof UserChangeShape>): UserChange => ({
  ...defined({
    firstName: body.first_name,
    lastName: body.last_name,
    nameAlias: body.name_alias,
    concurrency: body.concurrency,
    givenRoles: body.given_roles,
    externalId: body.external_id,
  }),
})
