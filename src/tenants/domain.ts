// A claim of a tenant to an e-mail domain, and its proof: a TXT record that only who runs the
// domain can set. A claim alone means nothing and blocks nobody; who proves first has the domain.

import type { DomainId, TenantId } from './ids.ts'

/**
 * `failing`: the record was missing when it was looked for last, and the domain is still the
 * tenant's. `lapsed`: it was missing for so long that it no longer is, or that the claim counts for
 * nothing any more.
 */
export const DOMAIN_STATES = ['pending', 'verified', 'failing', 'lapsed'] as const
export type DomainState = (typeof DOMAIN_STATES)[number]

export const MAX_DOMAINS_OF_A_TENANT = 50
/** Between two looks at the record of a verified domain, milliseconds. */
export const DOMAIN_CHECK_INTERVAL = 7 * 86_400_000
/** How long a claim waits for its proof, milliseconds. */
export const CLAIM_LIFETIME = 30 * 86_400_000
/** For how long a record may be missing, milliseconds: the look that missed it and two more. */
const GRACE = 14 * 86_400_000

export interface Domain {
  readonly id: DomainId
  /** A root tenant. */
  readonly tenantId: TenantId
  /** A-labels in lower case (`parseDomain`). */
  readonly domain: string
  /** What the record has to say. Random, no secret, and of this claim alone. */
  readonly token: string
  readonly state: DomainState
  /** Milliseconds since the epoch: when it last became the tenant's. */
  readonly verifiedAt?: number
  /** When a resolver last answered for the record. */
  readonly checkedAt?: number
  /** While the record is missing. */
  readonly failingSince?: number
  readonly createdAt: number
}

/** The name under which the proof is looked for. */
export const recordNameOf = ({ domain }: Pick<Domain, 'domain'>): string => `_edge-sso.${domain}`

/** What the TXT record under that name has to say, exactly. */
export const recordValueOf = ({ token }: Pick<Domain, 'token'>): string => `edge-sso=${token}`

/** Tells whether the domain is the tenant's: people are found and joined by it. */
export const isOwned = ({ state }: Pick<Domain, 'state'>): boolean =>
  state === 'verified' || state === 'failing'

/**
 * The texts of the TXT records of a name. Throws an outage when no resolver answered: that says
 * nothing of the records.
 */
export type FindTxtRecords = (name: string) => Promise<readonly string[]>

/** Looks for the proof of a claim in the DNS. */
export const findProof = async (
  findTxtRecords: FindTxtRecords,
  claim: Pick<Domain, 'domain' | 'token'>,
): Promise<boolean> => (await findTxtRecords(recordNameOf(claim))).includes(recordValueOf(claim))

/** The domain after its record was found. */
export function afterProof({ failingSince: _past, ...domain }: Domain, now: number): Domain {
  const verifiedAt = (isOwned(domain) ? domain.verifiedAt : undefined) ?? now
  return { ...domain, state: 'verified', verifiedAt, checkedAt: now }
}

/**
 * A domain of the tenant after its record was missing: failing, and lapsed at the third time and
 * after two weeks.
 */
export function afterMiss(domain: Domain, now: number): Domain {
  const { failingSince = now, checkedAt = now } = domain
  const missedTwice = checkedAt > failingSince
  const lapses = missedTwice && now - failingSince >= GRACE
  return { ...domain, state: lapses ? 'lapsed' : 'failing', failingSince, checkedAt: now }
}

/** Tells whether a claim has waited for its proof in vain. */
export const isOverdue = ({ state, createdAt }: Domain, now: number): boolean =>
  state === 'pending' && now - createdAt >= CLAIM_LIFETIME

/** When a domain that goes on failing lapses, milliseconds since the epoch. */
export const lapsesAt = ({ failingSince }: Domain): number | undefined =>
  failingSince === undefined ? undefined : failingSince + GRACE
