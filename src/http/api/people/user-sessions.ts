// The sessions of a person: listed, and ended one by one or all at once.

import * as v from 'valibot'
import { ok } from '../../../result.ts'
import { operation } from '../engine/operation.ts'
import { runCommand } from '../engine/run-command.ts'
import * as people from '../examples/example-people.ts'
import { UserSessionShape, writeUserSession } from './user-shapes.ts'
import { findUser, idsOf } from './users.ts'

const TAG = 'Users'
const USER = '/tenants/{tenant_id}/users/{user_id}'

/** Who is signed in, and signing them out. It holds from the next request that reaches us. */
export const userSessionOperations = [
  operation({
    id: 'listUserSessions',
    method: 'GET',
    path: `${USER}/sessions`,
    tag: TAG,
    summary: 'List the live sessions of a user, the newest first',
    access: 'users',
    status: 200,
    response: v.strictObject({ data: v.array(UserSessionShape) }),
    example: { response: { data: [people.userSession] } },
    refusals: ['tenant_unknown', 'user_unknown'],
    async run(deps, { params }) {
      const found = await findUser(deps, params)
      if (!found.ok) return found
      const { gate, user } = found.value
      const sessions = await deps.people.listSessions(gate, user.tenantId, user.id)
      return ok({ data: sessions.map(writeUserSession) })
    },
  }),
  operation({
    id: 'endUserSession',
    method: 'DELETE',
    path: `${USER}/sessions/{session_id}`,
    tag: TAG,
    summary: 'End a session of a user',
    description: 'The identity provider is not told, and may sign the person in again unasked.',
    access: 'users',
    status: 204,
    command: 'end_user_sessions',
    async run(deps, { params }) {
      const command = {
        kind: 'end_user_sessions',
        ...idsOf(params),
        sid: params.session_id,
      } as const
      const ended = await runCommand(deps, params.tenant_id, command)
      return ended.ok ? ok(undefined) : ended
    },
  }),
  operation({
    id: 'endUserSessions',
    method: 'POST',
    path: `${USER}:end_sessions`,
    tag: TAG,
    summary: 'End every session of a user',
    description: 'The identity provider is not told, and may sign the person in again unasked.',
    access: 'users',
    status: 200,
    response: v.strictObject({ ended: v.pipe(v.number(), v.integer()) }),
    example: { response: { ended: 2 } },
    command: 'end_user_sessions',
    never: ['session_unknown'],
    async run(deps, { params }) {
      const command = { kind: 'end_user_sessions', ...idsOf(params) } as const
      const ended = await runCommand(deps, params.tenant_id, command)
      return ended.ok ? ok({ ended: ended.value.ended }) : ended
    },
  }),
]
