// What a tenant asks of who signs in with a password.

import * as v from 'valibot'
import { refuse } from '../../result.ts'
import { SECOND_FACTOR_RULES, type SignInPolicy } from '../../tenants/sign-in-policy.ts'
import { gateOf } from '../../tenants/tenant.ts'
import { WAY_IN_REFUSALS, WayInQuery, wayInOf } from './enforcement-shapes.ts'
import { id } from './members.ts'
import { operation, shown } from './operation.ts'
import { runCommand } from './run-command.ts'

const TAG = 'Sign-in policy'
const ONE = '/tenants/{tenant_id}/sign-in-policy'

const RULES = {
  second_factor: v.pipe(
    v.picklist(SECOND_FACTOR_RULES),
    v.description('Who signs in with a password and a second factor, never with a password alone.'),
  ),
  enrolment_at_login: v.pipe(
    v.boolean(),
    v.description(
      'Who needs a second factor and has none sets one up after the password, before the session begins. Without it they are refused, and set one up in a session that a connector began.',
    ),
  ),
}

const PolicyShape = v.pipe(
  v.strictObject({ tenant_id: id('ten'), ...RULES }),
  v.title('SignInPolicy'),
)
const ChangeShape = v.pipe(v.strictObject(RULES), v.title('SignInPolicyChange'))

const writePolicy = (policy: SignInPolicy): v.InferOutput<typeof PolicyShape> => ({
  tenant_id: policy.tenantId,
  second_factor: policy.secondFactor,
  enrolment_at_login: policy.enrolmentAtLogin,
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
    response: PolicyShape,
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
    description: 'It holds from the next login. Sessions that have begun go on.',
    access: 'configure',
    recentAuthentication: true,
    query: WayInQuery,
    body: ChangeShape,
    status: 200,
    response: PolicyShape,
    refusals: ['tenant_unknown', ...WAY_IN_REFUSALS],
    async run(deps, { params, query, body }) {
      const { second_factor: secondFactor, enrolment_at_login: enrolmentAtLogin } = body
      const tenantId = params.tenant_id
      const command = {
        kind: 'set_sign_in_policy',
        tenantId,
        secondFactor,
        enrolmentAtLogin,
        ...wayInOf(deps, query),
      } as const
      const set = await runCommand(deps, tenantId, command)
      return set.ok ? shown(set.value, writePolicy) : set
    },
  }),
]
