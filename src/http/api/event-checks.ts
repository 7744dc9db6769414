// The event of one attempt with the check that refused it: what was wanted, what came, and who
// mends it. A test has every check in its report.

import * as v from 'valibot'
import { meaningOf } from '../../login/meanings.ts'
import type { DeploymentEvent } from '../../tenants/events/events.ts'
import { describeEvent } from '../../tenants/messages/webhook-message.ts'
import { FixedByShape } from './engine/members.ts'

/** Events of attempts, whose codes all have a meaning. */
const ATTEMPTS: readonly DeploymentEvent['type'][] = [
  'login.refused',
  'test.failed',
  'logout.refused',
]

/** What one event has beside the members of every event. */
export const CHECK_ENTRIES = {
  checks: v.pipe(
    v.array(
      v.strictObject({
        rule: v.string(),
        title: v.pipe(v.string(), v.description('What the check found, in one sentence.')),
        outcome: v.literal('failed'),
        code: v.string(),
        expected: v.unknown(),
        got: v.unknown(),
        fixed_by: FixedByShape,
      }),
    ),
    v.description(
      'The check that refused the attempt. Empty for any other event. `test_id` in `data` leads to every check of a test.',
    ),
  ),
}

/** Writes one event with its checks. */
export const describeWithChecks = (event: DeploymentEvent) => ({
  ...describeEvent(event),
  checks: checksOf(event),
})

function checksOf({ type, code, data }: DeploymentEvent) {
  if (code === undefined || !ATTEMPTS.includes(type)) return []
  const { rule, message: title, fixedBy: fixed_by } = meaningOf(code)
  const { expected = null, got = null } = data
  return [{ rule, title, outcome: 'failed' as const, code, expected, got, fixed_by }]
}
