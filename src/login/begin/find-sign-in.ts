// E-mail first: from the address that a person types to the connectors that they may sign in with.
// What comes of it follows from the domain alone. Who has an account is never looked up, so nobody
// can learn it here.

import { ok, type Result, refuse } from '../../result.ts'
import { domainOfEmail } from '../../tenants/email-domain.ts'
import type { SsoId } from '../../tenants/ids.ts'

/** A connector that people of a domain sign in with. */
export interface SignIn {
  readonly ssoId: SsoId
  readonly connectorName: string
  readonly tenantName: string
}

/**
 * The connectors that govern production logins of a tenant that owns the domain, and of its
 * children.
 */
export interface SignIns {
  /**
   * For a domain as `parseDomain` writes it. May be behind by seconds: the gate decides at
   * admission.
   */
  findByDomain(domain: string): Promise<readonly SignIn[]>
}

/** Counts what is tried with addresses that lead nowhere. */
export interface AddressAttempts {
  /**
   * Counts an attempt; until when the address has to wait, milliseconds since the epoch, when there
   * were too many.
   */
  countUnresolved(email: string): Promise<number | undefined>
}

export interface FindSignInDeps {
  readonly signIns: SignIns
  readonly addressAttempts: AddressAttempts
}

/** Why there is nothing to sign in with. */
export type FindSignInRefusal =
  | { readonly code: 'login_address_invalid' }
  | { readonly code: 'login_address_unknown' }
  /** `until`: milliseconds since the epoch. */
  | { readonly code: 'login_address_limited'; readonly until: number }

/** The person has one connector, or several to choose from. */
export type FoundSignIns = readonly [SignIn, ...SignIn[]]

/**
 * Finds what somebody with this address signs in with. Refuses what is no address, and domains that
 * lead nowhere.
 */
export async function findSignIns(
  { signIns, addressAttempts }: FindSignInDeps,
  email: string,
): Promise<Result<FoundSignIns, FindSignInRefusal>> {
  const domain = /[\s\p{Cc}]/u.test(email) ? undefined : domainOfEmail(email)
  if (domain === undefined) return refuse({ code: 'login_address_invalid' })
  const [first, ...others] = await signIns.findByDomain(domain)
  if (first !== undefined) return ok([first, ...others])
  const until = await addressAttempts.countUnresolved(email)
  return refuse(
    until === undefined
      ? { code: 'login_address_unknown' }
      : { code: 'login_address_limited', until },
  )
}
