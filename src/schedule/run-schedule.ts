// What happens by the clock and by nobody's request: metadata is read again, domains are looked up,
// people are told of certificates that expire, applications reach gates that missed a change, and
// old events and answers go. A shell like http: it hears the hour, and lets commands decide. Two
// runs at once do no harm.

import { checkDomains } from './check-domains.ts'
import { logFault } from './log-fault.ts'
import { noticeExpiry } from './notice-expiry.ts'
import { propagateApplications } from './propagate-applications.ts'
import { refreshMetadata } from './refresh-metadata.ts'
import { removeEvents } from './remove-events.ts'
import type { ScheduleDeps } from './schedule-deps.ts'

const JOBS: Readonly<Record<string, (deps: ScheduleDeps) => Promise<void>>> = {
  // First: a certificate that arrives in time needs no notice of the one before.
  refresh_metadata: refreshMetadata,
  notice_expiry: noticeExpiry,
  check_domains: checkDomains,
  spread_applications: propagateApplications,
  remove_events: removeEvents,
  forget_answers: ({ answers, clock }) => answers.forgetOld(clock()),
}

/**
 * Runs every job once, one after the other. One that fails keeps none of the others, and is tried
 * again by the next run.
 */
export async function runSchedule(deps: ScheduleDeps): Promise<void> {
  for (const [job, run] of Object.entries(JOBS)) {
    await run(deps).catch((fault: unknown) => logFault(job, fault))
  }
}
