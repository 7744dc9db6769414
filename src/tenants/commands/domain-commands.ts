// The commands on domains; all of it in the gate of a root tenant.

import type { Domain } from '../domain.ts'
import type { DomainId, TenantId } from '../ids.ts'
import { command } from './command.ts'

interface OneDomain {
  readonly tenantId: TenantId
  readonly domainId: DomainId
}

/** The commands on domains. */
export const DOMAIN_COMMANDS = {
  /** Makes a claim. Others may have claimed the domain, or have it. */
  claim_domain: command<{ readonly tenantId: TenantId; readonly domain: string }, Domain>({
    target: 'domain',
    audit: 'domain.claimed',
    refusals: ['domain_of_child', 'domain_claimed', 'domain_limit_reached'],
  }),
  /**
   * Records the result of a look at the claim's record. Only a resolver that answered gives a
   * result.
   */
  check_domain: command<OneDomain & { readonly found: boolean }, Domain>({
    target: 'domain',
    audit: 'domain.checked',
    rivals: true,
    refusals: ['domain_unknown', 'domain_record_missing', 'domain_taken'],
  }),
  /** Gives a domain up at once. */
  delete_domain: command<OneDomain, Domain>({
    target: 'domain',
    audit: 'domain.deleted',
    deletes: true,
    refusals: ['domain_unknown'],
  }),
} as const
