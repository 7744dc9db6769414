// The sign-in policy as the API and documents write it.

import * as v from 'valibot'
import { SECOND_FACTOR_RULES, type SignInPolicy } from '../../../tenants/sign-in-policy.ts'
import { id } from '../engine/members.ts'

/** What a tenant asks of who signs in with a password. */
export const SignInRulesShape = v.strictObject({
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
})
export type SignInRules = v.InferOutput<typeof SignInRulesShape>

/** The same with the tenant. */
export const SignInPolicyShape = v.pipe(
  v.strictObject({ tenant_id: id('ten'), ...SignInRulesShape.entries }),
  v.title('SignInPolicy'),
)

/** Writes what a policy asks. */
export const writeRules = (policy: Omit<SignInPolicy, 'tenantId'>): SignInRules => ({
  second_factor: policy.secondFactor,
  enrolment_at_login: policy.enrolmentAtLogin,
})

/** Reads it again. */
export const readRules = (rules: SignInRules): Omit<SignInPolicy, 'tenantId'> => ({
  secondFactor: rules.second_factor,
  enrolmentAtLogin: rules.enrolment_at_login,
})
