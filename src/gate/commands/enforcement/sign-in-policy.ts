// The sign-in policy: set whole. Sessions are held against it with each request.

import { ok } from '../../../result.ts'
import type { CommandOf } from '../../../tenants/commands/commands.ts'
import { policyStatement } from '../../enforcement/enforcement-changes.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'

/** The planners of the commands of this file. */
export const signInPolicyPlanners: Planners<'set_sign_in_policy'> = {
  set_sign_in_policy: setSignInPolicy,
}

/** Sets it. */
async function setSignInPolicy(
  { tenant }: Scope,
  { secondFactor, enrolmentAtLogin }: CommandOf<'set_sign_in_policy'>,
): Planned<'set_sign_in_policy'> {
  const policy = { secondFactor, enrolmentAtLogin }
  return ok({
    result: { tenantId: tenant.id, ...policy },
    commit: [policyStatement(tenant.id, 'signIn', policy)],
  })
}
