// Passwords of people: who has one was sent a link, and set it there.

import * as v from 'valibot'
import { ok } from '../../../result.ts'
import { LINK_DELIVERIES } from '../../../tenants/commands/accounts.ts'
import { WayInQuery, wayInOf } from '../enforcement/enforcement-shapes.ts'
import { Time, writeTime } from '../engine/members.ts'
import { operation, shown } from '../engine/operation.ts'
import { runCommand } from '../engine/run-command.ts'
import * as people from '../examples/example-people.ts'
import { UserShape, writeUser } from './user-shapes.ts'
import { idsOf } from './users.ts'

const TAG = 'Users'
const USER = '/tenants/{tenant_id}/users/{user_id}'

const LinkRequest = v.pipe(
  v.strictObject({
    deliver: v.pipe(
      v.picklist(LINK_DELIVERIES),
      v.description('To the mailbox of the person, or to you: for API keys alone.'),
    ),
  }),
  v.title('PasswordLinkRequest'),
)

const SentLink = v.pipe(
  v.strictObject({
    purpose: v.pipe(
      v.picklist(['invitation', 'reset']),
      v.description('A first password, or another one.'),
    ),
    expires_at: Time,
    url: v.pipe(v.nullable(v.string()), v.description('Only with `deliver` `answer`.')),
  }),
  v.title('PasswordLink'),
)

/** Inviting people to a password, and taking it away. */
export const userPasswordOperations = [
  operation({
    id: 'inviteToPassword',
    method: 'POST',
    path: `${USER}:invite_password`,
    tag: TAG,
    summary: 'Send a user a one-time link that sets a password',
    description:
      'An invitation lives seven days, the reset of a password half an hour. What a second factor protects stays protected.',
    access: 'users',
    recentAuthentication: true,
    body: LinkRequest,
    status: 200,
    response: SentLink,
    example: {
      request: { deliver: 'mail' },
      response: { purpose: 'invitation', expires_at: '2026-11-28T10:00:00.000Z', url: null },
    },
    command: 'send_password_link',
    async run(deps, { params, body: { deliver } }) {
      const command = { kind: 'send_password_link', ...idsOf(params), deliver } as const
      const sent = await runCommand(deps, params.tenant_id, command)
      if (!sent.ok) return sent
      const { purpose, expiresAt, url = null } = sent.value
      return ok({ purpose, expires_at: writeTime(expiresAt), url })
    },
  }),
  operation({
    id: 'removePassword',
    method: 'POST',
    path: `${USER}:remove_password`,
    tag: TAG,
    summary: 'Take the password of a user away; sessions that it began end',
    access: 'users',
    recentAuthentication: true,
    query: WayInQuery,
    status: 200,
    response: UserShape,
    example: { response: people.user },
    command: 'remove_password',
    async run(deps, { params, query }) {
      const command = {
        kind: 'remove_password',
        ...idsOf(params),
        ...wayInOf(deps, query),
      } as const
      const removed = await runCommand(deps, params.tenant_id, command)
      return removed.ok ? shown(removed.value, writeUser) : removed
    },
  }),
]
