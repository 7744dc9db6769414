// Brings applications to the edge and to the gates that an outage, or their number, has kept from
// hearing of them.

import { propagateApplications as spread } from '../tenants/commands/propagate-applications.ts'
import { runCommand, type ScheduleDeps } from './schedule-deps.ts'

/** Works off what is behind; the rest is as much behind an hour later. */
export const propagateApplications = (deps: ScheduleDeps): Promise<void> =>
  spread({
    applications: deps.applications,
    refresh: (grant) => runCommand(deps, grant.tenantId, { kind: 'refresh_application', ...grant }),
  })
