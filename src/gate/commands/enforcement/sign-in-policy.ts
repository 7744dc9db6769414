// The sign-in policy: set whole. Sessions are held against it with each request.

import { ok } from '../../../result.ts'
import type { CommandOf } from '../../../tenants/commands/commands.ts'
import { policyStatement } from '../../enforcement/enforcement-changes.ts'
import type { Planned, Scope } from '../../intents/plan.ts'

/** Sets it. */
export async function setSignInPolicy(
  { tenant }: Scope,
  { secondFactor, enrolmentAtLogin }: CommandOf<'set_sign_in_policy'>,
): Planned<'set_sign_in_policy'> {
  const policy = { secondFactor, enrolmentAtLogin }
  return ok({
    result: { tenantId: tenant.id, ...policy },
    commit: [policyStatement(tenant.id, 'signIn', policy)],
  })
}
