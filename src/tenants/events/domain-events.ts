// What is told of a domain: that it became the tenant's, that its record is missing, that it no
// longer is the tenant's.

import { type Domain, type DomainState, lapsesAt, recordNameOf, recordValueOf } from '../domain.ts'
import { type DeploymentEvent, type EventType, eventIdOf } from './events.ts'

const TYPES = {
  verified: 'domain.verified',
  failing: 'domain.failing',
  lapsed: 'domain.lapsed',
} as const satisfies Partial<Record<DomainState, EventType>>

const SAYS = {
  verified: {},
  failing: {
    fixed_by: 'sp_admin',
    says: 'The TXT record is missing. Set it again, or the domain lapses.',
  },
  lapsed: {
    fixed_by: 'sp_admin',
    says: 'The TXT record has been missing for two weeks: nobody is found or joined by this domain any more. Set it again and verify the domain.',
  },
} as const
const NEVER_PROVEN =
  'The TXT record was not found within 30 days of the claim. Set it and verify the domain, or give the claim up.'

/** The event of a change of state; undefined where the state stays. */
export async function domainChanged(
  before: Domain,
  domain: Domain,
  at: number,
): Promise<DeploymentEvent | undefined> {
  const { id, tenantId, state } = domain
  if (state === before.state || state === 'pending') return undefined
  const lapses = state === 'failing' ? lapsesAt(domain) : undefined
  return {
    id: await eventIdOf(TYPES[state], id, String(at)),
    type: TYPES[state],
    tenantId,
    at,
    data: {
      domain_id: id,
      domain: domain.domain,
      state_before: before.state,
      record_name: recordNameOf(domain),
      record_value: recordValueOf(domain),
      ...(lapses === undefined ? {} : { lapses_at: new Date(lapses).toISOString() }),
      ...SAYS[state],
      ...(before.state === 'pending' && state === 'lapsed' ? { says: NEVER_PROVEN } : {}),
    },
  }
}
