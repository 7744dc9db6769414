// Claims to e-mail domains. The record in the DNS was looked up by whoever gives the command, so
// that a slow resolver holds nothing up; what it means is decided here, one command at a time.

import { eq } from 'drizzle-orm'
import { ok, refuse } from '../../result.ts'
import { findDomainOwner } from '../../storage/d1/domains.ts'
import { domains } from '../../storage/d1/schema/index.ts'
import { toStatement } from '../../storage/statement.ts'
import type { CommandOf } from '../../tenants/commands/commands.ts'
import {
  afterMiss,
  afterProof,
  CLAIM_LIFETIME,
  DOMAIN_CHECK_INTERVAL,
  type Domain,
  isOverdue,
  isOwned,
  MAX_DOMAINS_OF_A_TENANT,
  recordValueOf,
} from '../../tenants/domain.ts'
import { domainChanged } from '../../tenants/events/domain-events.ts'
import { newId } from '../../tenants/ids.ts'
import type { Plan, Planned, Planners, Scope } from '../intents/plan.ts'
import { eventStatement } from '../outbox/events.ts'
import { gainDomain, loseDomain } from '../tables/verified-domains.ts'

/** The planners of the commands of this file. */
export const domainPlanners: Planners<'check_domain' | 'claim_domain' | 'delete_domain'> = {
  check_domain: checkDomain,
  claim_domain: claimDomain,
  delete_domain: deleteDomain,
}

/** 128 bits: nobody sets another's record by chance. */
const TOKEN_BYTES = 16

/**
 * Claims a domain: says what its record has to be. Whoever else claims it, or has it, makes no
 * difference yet.
 */
async function claimDomain(
  { db, reads, tenant, clock, random }: Scope,
  { domain }: CommandOf<'claim_domain'>,
): Planned<'claim_domain'> {
  if (tenant.parentId !== undefined) return refuse({ code: 'domain_of_child' })
  const claimed = await reads.listDomains(tenant.id)
  if (claimed.some((one) => one.domain === domain))
    return refuse({ code: 'domain_claimed', pointer: '/domain' })
  if (claimed.length >= MAX_DOMAINS_OF_A_TENANT)
    return refuse({ code: 'domain_limit_reached', expected: MAX_DOMAINS_OF_A_TENANT })
  const claim: Domain = {
    id: newId('dom', random),
    tenantId: tenant.id,
    domain,
    token: random(TOKEN_BYTES).toHex(),
    state: 'pending',
    createdAt: clock(),
  }
  const nextCheckAt = claim.createdAt + CLAIM_LIFETIME
  const row = { ...claim, nextCheckAt }
  return ok({ result: claim, record: [toStatement(db.insert(domains).values(row))] })
}

/** Records what a look at the record came to. */
async function checkDomain(
  scope: Scope,
  { domainId, found }: CommandOf<'check_domain'>,
): Planned<'check_domain'> {
  const { d1, reads, tenant, clock } = scope
  const before = await reads.findDomain(tenant.id, domainId)
  if (before === undefined) return refuse({ code: 'domain_unknown' })
  if (!found) {
    const now = clock()
    if (isOwned(before)) return ok(await change(scope, before, afterMiss(before, now)))
    if (isOverdue(before, now))
      return ok(await change(scope, before, { ...before, state: 'lapsed', checkedAt: now }))
    return refuse({ code: 'domain_record_missing', expected: recordValueOf(before) })
  }
  const owner = await findDomainOwner(d1, before.domain)
  if (owner !== undefined && owner !== tenant.id) return refuse({ code: 'domain_taken' })
  return ok(await change(scope, before, afterProof(before, clock())))
}

/** Gives a domain up, proven or not: no login goes by it from the first transaction on. */
async function deleteDomain(
  { db, reads, tenant }: Scope,
  { domainId }: CommandOf<'delete_domain'>,
): Planned<'delete_domain'> {
  const known = await reads.findDomain(tenant.id, domainId)
  if (known === undefined) return refuse({ code: 'domain_unknown' })
  return ok({
    result: known,
    removal: true,
    record: [toStatement(db.delete(domains).where(eq(domains.id, domainId)))],
    commit: [loseDomain(tenant.id, known.domain)],
  })
}

async function change({ db, clock }: Scope, before: Domain, domain: Domain): Promise<Plan<Domain>> {
  const now = clock()
  const { state, verifiedAt = null, checkedAt = null, failingSince = null } = domain
  const owned = isOwned(domain)
  const nextCheckAt = owned ? now + DOMAIN_CHECK_INTERVAL : null
  const event = await domainChanged(before, domain, now)
  return {
    result: domain,
    // The gate comes first when a domain is lost: another gate may gain it as soon as D1 says so.
    removal: !owned,
    // That a record was looked at and found as before is no change.
    audit: { before: { state: before.state }, after: { state } },
    record: [
      toStatement(
        db
          .update(domains)
          .set({ state, verifiedAt, checkedAt, failingSince, nextCheckAt })
          .where(eq(domains.id, domain.id)),
      ),
    ],
    commit: [
      owned
        ? gainDomain(domain.tenantId, domain.domain)
        : loseDomain(domain.tenantId, domain.domain),
      ...(event ? [eventStatement(event)] : []),
    ],
  }
}
