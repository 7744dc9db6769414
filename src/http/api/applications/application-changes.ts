// Changing an application and what is known of it elsewhere. No gate queues these changes: of two
// at once the record lets one through, and the other decides again by what that one left.

import { Outage } from '../../../outage.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import type { ApplicationGrant, RecordedApplication } from '../../../tenants/application.ts'
import type { APPLICATION_COMMANDS } from '../../../tenants/commands/application-commands.ts'
import { checkPrecondition } from '../../../tenants/commands/entity-tag.ts'
import type { ChangeRecord } from '../../../tenants/commands/ports.ts'
import { propagateApplications } from '../../../tenants/commands/propagate-applications.ts'
import { snapshotOf } from '../../../tenants/commands/snapshot.ts'
import type { ApplicationId } from '../../../tenants/ids.ts'
import { auditEntryOf, type Change } from '../deployment/deployment-changes.ts'
import type { ApiDeps, ApiRefusal } from '../engine/operation.ts'
import { runCommand, toApi } from '../engine/run-command.ts'
import { writeApplication } from './application-shapes.ts'

/** How often somebody else may come first. */
const ATTEMPTS = 5

interface Decided<T> {
  readonly value: T
  /** Absent: everything is as it should be already. */
  readonly change?: Change
  write(record: ChangeRecord): Promise<boolean>
}

/** Finds an application that is still as `If-Match` says. */
export async function findUnchanged(
  deps: ApiDeps,
  id: ApplicationId,
): Promise<Result<RecordedApplication, ApiRefusal>> {
  const application = await deps.applications.read(id)
  if (application === undefined) return refuse({ code: 'application_unknown' })
  const snapshot = snapshotOf(writeApplication(application))
  const stale = await checkPrecondition(snapshot, deps.envelope.ifMatch)
  return stale ? toApi(refuse(stale)) : ok(application)
}

/**
 * Changes an application that is still as `If-Match` says, and answers what `decide` says of it.
 */
export async function changeApplication<T>(
  deps: ApiDeps,
  id: ApplicationId,
  decide: (application: RecordedApplication) => Result<Decided<T>, ApiRefusal>,
): Promise<Result<T, ApiRefusal>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const application = await findUnchanged(deps, id)
    if (!application.ok) return application
    const decided = decide(application.value)
    if (!decided.ok) return decided
    const { value, change, write } = decided.value
    if (change === undefined || deps.envelope.validateOnly) return ok(value)
    if (await write({ audit: auditEntryOf(deps, change) })) return ok(value)
  }
  throw new Outage('the record', new Error('Others were quicker each time'))
}

/** Has the edge and the gates of its tenants learn what the record says. */
export const spread = (deps: ApiDeps, id: ApplicationId): Promise<void> =>
  propagateApplications(
    {
      applications: deps.applications,
      refresh: (grant) => runGrant(deps, 'refresh_application', grant),
    },
    id,
  )

/** Tries to: what is out of reach now hears of it by the schedule. */
export async function propagateInTime(deps: ApiDeps, id: ApplicationId): Promise<void> {
  try {
    await spread(deps, id)
  } catch (fault) {
    if (!(fault instanceof Outage)) throw fault
  }
}

/** Runs a command on a grant. The conditions of the request are those of the application. */
export const runGrant = (
  deps: ApiDeps,
  kind: keyof typeof APPLICATION_COMMANDS,
  { tenantId, applicationId }: ApplicationGrant,
): Promise<Result<ApplicationGrant, ApiRefusal>> => {
  const { origin, validateOnly } = deps.envelope
  const envelope = { origin, ...(validateOnly ? { validateOnly } : {}) }
  return runCommand({ ...deps, envelope }, tenantId, { kind, tenantId, applicationId })
}
