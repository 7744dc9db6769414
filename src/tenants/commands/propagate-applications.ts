// What the record says of applications is brought to where logins learn it: a copy at the edge, and
// the gates of the tenants that are granted them. What an outage leaves undone stays on the list of
// what is behind, so repeating it ends it.

import type { ApplicationGrant } from '../application.ts'
import type { ApplicationId } from '../ids.ts'
import type { Applications } from './ports.ts'

/**
 * What one request or one run of the schedule takes on: two calls for each gate, and the platform
 * counts them.
 */
export const MAX_GATES = 400
const AT_ONCE = 6

export interface PropagateDeps {
  readonly applications: Pick<Applications, 'publish' | 'listUnpublished' | 'listBehind'>
  /** Runs `refresh_application` in the tenant's gate. */
  refresh(grant: ApplicationGrant): Promise<unknown>
}

/**
 * Spreads one application, or all that are behind. Throws when a part is out of reach, after
 * everything else was tried.
 */
export async function propagateApplications(
  { applications, refresh }: PropagateDeps,
  id?: ApplicationId,
): Promise<void> {
  const unpublished = id === undefined ? await applications.listUnpublished(MAX_GATES) : [id]
  for (const one of unpublished) await applications.publish(one)
  await inEachGate(await applications.listBehind(MAX_GATES, id), refresh)
}

/**
 * Runs something in gate after gate, a few at a time. One that is out of reach keeps none of the
 * others.
 */
export async function inEachGate(
  grants: readonly ApplicationGrant[],
  run: PropagateDeps['refresh'],
): Promise<void> {
  const faults: unknown[] = []
  for (let at = 0; at < grants.length; at += AT_ONCE) {
    const settled = await Promise.allSettled(grants.slice(at, at + AT_ONCE).map(run))
    faults.push(...settled.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])))
  }
  if (faults.length > 0) throw faults[0]
}
