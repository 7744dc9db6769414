// What the refusals of commands on domains mean.

import type { CommandMeaningTable } from '../../refusal.ts'

export const DOMAIN_REFUSALS = {
  domain_unknown: {
    kind: 'unknown',
    message: 'The tenant has no such domain.',
    fixedBy: 'sp_admin',
    rule: 'I5',
  },
  domain_claimed: {
    kind: 'conflict',
    message: 'The tenant has claimed this domain already.',
    fixedBy: 'sp_admin',
    rule: 'I9',
  },
  domain_limit_reached: {
    kind: 'conflict',
    message: 'The tenant has all the domains it may have. Delete one first.',
    fixedBy: 'sp_admin',
    rule: 'I9',
  },
  domain_of_child: {
    kind: 'invalid',
    message: 'Domains belong to the root tenant: claim it there. Its child tenants profit from it.',
    fixedBy: 'sp_admin',
    rule: 'R52',
  },
  domain_record_missing: {
    kind: 'conflict',
    message:
      'There is no such TXT record in the DNS yet. A new one may take a while to be seen everywhere.',
    fixedBy: 'sp_admin',
    rule: 'R52',
  },
  domain_taken: {
    kind: 'conflict',
    message:
      'Another tenant has proven that this domain is its own. It has to give the domain up first.',
    fixedBy: 'sp_admin',
    rule: 'R52',
  },
} as const satisfies CommandMeaningTable
