// Second factors of people as administrators see them: which there are, never what they are made
// of.

import * as v from 'valibot'
import { ok } from '../../../result.ts'
import { FACTOR_KINDS, type Factor } from '../../../tenants/second-factor.ts'
import { WayInQuery, wayInOf } from '../enforcement/enforcement-shapes.ts'
import { id, Time, writeTime } from '../engine/members.ts'
import { operation, shown } from '../engine/operation.ts'
import { runCommand } from '../engine/run-command.ts'
import * as people from '../examples/example-people.ts'
import * as examples from '../examples/example-resources.ts'
import { UserShape, writeUser } from './user-shapes.ts'
import { findUser, idsOf } from './users.ts'

const TAG = 'Users'
const USER = '/tenants/{tenant_id}/users/{user_id}'

const SecondFactorShape = v.pipe(
  v.strictObject({
    id: id('fac'),
    kind: v.pipe(v.picklist(FACTOR_KINDS), v.description('The codes of an app, or a passkey.')),
    name: v.pipe(v.string(), v.description('What its owner calls it.')),
    created_at: Time,
    used_at: v.nullable(Time),
  }),
  v.title('SecondFactor'),
)

const writeFactor = (factor: Factor): v.InferOutput<typeof SecondFactorShape> => ({
  id: factor.id,
  kind: factor.kind,
  name: factor.name,
  created_at: writeTime(factor.createdAt),
  used_at: factor.usedAt === undefined ? null : writeTime(factor.usedAt),
})

/** Listing second factors, and taking them away. Only their owners set them up. */
export const userSecondFactorOperations = [
  operation({
    id: 'listUserSecondFactors',
    method: 'GET',
    path: `${USER}/second_factors`,
    tag: TAG,
    summary: 'List the second factors of a user, the oldest first',
    access: 'users',
    status: 200,
    response: v.strictObject({ data: v.array(SecondFactorShape) }),
    example: {
      response: {
        data: [
          {
            id: 'fac_3kq7xw2mn9pr5tv8yb1df4hj',
            kind: 'totp',
            name: 'My telephone',
            created_at: examples.AT,
            used_at: null,
          },
        ],
      },
    },
    refusals: ['tenant_unknown', 'user_unknown'],
    async run(deps, { params }) {
      const found = await findUser(deps, params)
      if (!found.ok) return found
      const { gate, user } = found.value
      const factors = await deps.people.listFactors(gate, user.tenantId, user.id)
      return ok({ data: factors.map(writeFactor) })
    },
  }),
  operation({
    id: 'resetUserSecondFactors',
    method: 'POST',
    path: `${USER}:reset_second_factors`,
    tag: TAG,
    summary: 'Take every second factor and recovery code of a user away',
    description:
      'Every session of the user ends, and they are told by mail. Until they set up others, their password is enough, unless the tenant requires a second factor.',
    access: 'users',
    recentAuthentication: true,
    query: WayInQuery,
    status: 200,
    response: UserShape,
    example: { response: people.user },
    command: 'reset_second_factors',
    async run(deps, { params, query }) {
      const command = {
        kind: 'reset_second_factors',
        ...idsOf(params),
        ...wayInOf(deps, query),
      } as const
      const reset = await runCommand(deps, params.tenant_id, command)
      return reset.ok ? shown(reset.value, writeUser) : reset
    },
  }),
]
