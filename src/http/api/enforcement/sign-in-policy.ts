// What a tenant asks of who signs in with a password.

import * as v from 'valibot'
import { refuse } from '../../../result.ts'
import type { SignInPolicy } from '../../../tenants/sign-in-policy.ts'
import { gateOf } from '../../../tenants/tenant.ts'
import { operation, shown } from '../engine/operation.ts'
import { runCommand } from '../engine/run-command.ts'
import * as people from '../examples/example-people.ts'
import { WayInQuery, wayInOf } from './enforcement-shapes.ts'
import {
  readRules,
  SignInPolicyShape,
  SignInRulesShape,
  writeRules,
} from './sign-in-policy-shapes.ts'

const TAG = 'Sign-in policy'
const ONE = '/tenants/{tenant_id}/sign-in-policy'

const ChangeShape = v.pipe(SignInRulesShape, v.title('SignInPolicyChange'))

const writePolicy = (policy: SignInPolicy): v.InferOutput<typeof SignInPolicyShape> => ({
  tenant_id: policy.tenantId,
  ...writeRules(policy),
})

/** Reading and setting it. */
export const signInPolicyOperations = [
  operation({
    id: 'getSignInPolicy',
    method: 'GET',
    path: ONE,
    tag: TAG,
    summary: 'Read what a tenant asks of who signs in with a password',
    description: 'A child tenant follows its root until it has a policy of its own.',
    access: 'read',
    status: 200,
    response: SignInPolicyShape,
    example: { response: people.signInPolicy },
    refusals: ['tenant_unknown'],
    async run({ reads, findSignInPolicy }, { params }) {
      const tenant = await reads.findTenant(params.tenant_id)
      if (tenant === undefined) return refuse({ code: 'tenant_unknown' })
      return shown(await findSignInPolicy(gateOf(tenant), tenant.id), writePolicy)
    },
  }),
  operation({
    id: 'setSignInPolicy',
    method: 'PUT',
    path: ONE,
    tag: TAG,
    summary: 'Set what a tenant asks of who signs in with a password',
    description:
      'It holds at once: a session that a password alone began opens nothing while the policy asks for more, and its person signs in anew. Others go on.',
    access: 'configure',
    recentAuthentication: true,
    query: WayInQuery,
    body: ChangeShape,
    status: 200,
    response: SignInPolicyShape,
    example: {
      request: { second_factor: 'admins', enrolment_at_login: true },
      response: people.signInPolicy,
    },
    command: 'set_sign_in_policy',
    async run(deps, { params, query, body }) {
      const tenantId = params.tenant_id
      const command = {
        kind: 'set_sign_in_policy',
        tenantId,
        ...readRules(body),
        ...wayInOf(deps, query),
      } as const
      const set = await runCommand(deps, tenantId, command)
      return set.ok ? shown(set.value, writePolicy) : set
    },
  }),
]
