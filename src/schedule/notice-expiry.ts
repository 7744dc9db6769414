// Has a notice appended for every certificate whose threshold has passed. A run that was missed
// makes no difference: what is due stays due.

import { logFault } from './log-fault.ts'
import { runCommand, type ScheduleDeps } from './schedule-deps.ts'

const AT_ONCE = 5
/** Bounds a run: what is left is as due an hour later. */
const ROUNDS = 100
/** After this long a notice that failed is tried again, milliseconds. */
const LEASE_MS = 3_600_000

/** Works off what is due, a few owners at a time. */
export async function noticeExpiry(deps: ScheduleDeps): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const now = deps.clock()
    const leased = await deps.due.leaseNotices({ now, until: now + LEASE_MS, limit: AT_ONCE })
    await Promise.all(
      leased.map(({ tenantId, ownerId }) =>
        runCommand(deps, tenantId, { kind: 'notice_expiry', tenantId, ownerId }).catch(
          (fault: unknown) => logFault('notice_expiry', fault, ownerId),
        ),
      ),
    )
    if (leased.length === 0) return
  }
}
