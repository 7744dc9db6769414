// Looks again for the records of domains that are due. What a look means is decided in the tenant's
// gate; a resolver that does not answer is no evidence, and is asked again by the next run.

import type { LeasedDomain } from '../tenants/commands/ports.ts'
import { findProof } from '../tenants/domain.ts'
import { logFault } from './log-fault.ts'
import { runCommand, type ScheduleDeps } from './schedule-deps.ts'

/** Fewer than the six connections that a Worker may have open. */
const AT_ONCE = 5
/** Bounds a run: 500 records. What is left is as due an hour later. */
const ROUNDS = 100
/** After this long a look that failed is taken again, milliseconds. */
const LEASE_MS = 3_600_000

/** Works off what is due, a few domains at a time. The command says when each is due again. */
export async function checkDomains(deps: ScheduleDeps): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const now = deps.clock()
    const leased = await deps.due.leaseDomains({ now, until: now + LEASE_MS, limit: AT_ONCE })
    await Promise.all(
      leased.map((domain) =>
        checkOne(deps, domain).catch((fault: unknown) =>
          logFault('check_domains', fault, domain.domainId),
        ),
      ),
    )
    if (leased.length < AT_ONCE) return
  }
}

async function checkOne(deps: ScheduleDeps, { tenantId, domainId }: LeasedDomain): Promise<void> {
  const domain = await deps.reads.findDomain(tenantId, domainId)
  if (domain === undefined) return
  const found = await findProof(deps.findTxtRecords, domain)
  await runCommand(deps, tenantId, { kind: 'check_domain', tenantId, domainId, found })
}
