// What every refusal looks like, whichever part of the house says it. Each area keeps one table of
// its codes (code -> meaning); docs/refusals.md is written from those tables, and a test holds them
// together.

/** Who has to act so that the next attempt works. */
export type FixedBy = 'idp_admin' | 'sp_admin' | 'developer' | 'user'

/** What a code means, once for all its occurrences. */
export interface Meaning {
  /** One sentence for an administrator, without jargon where possible. */
  readonly message: string
  readonly fixedBy: FixedBy
  /** Rule numbers (R1-R55) and the clause of the standard, as in `R43, SAML Core §2.5.1.4`. */
  readonly rule: string
}

/**
 * Why the configuration stays as it is. `unknown`: something that is named does not exist.
 * `conflict`: the present state forbids it. `invalid`: the request can never be accepted.
 * `forbidden`: not by this caller. `limited`: too often. `stale`: the caller has not seen the
 * present state. `gone`: what is named has ended for good.
 */
export type RefusalKind =
  | 'unknown'
  | 'conflict'
  | 'invalid'
  | 'forbidden'
  | 'limited'
  | 'stale'
  | 'gone'

/**
 * The meaning of a refusal of a command. Its kind decides the status with which the API answers it.
 */
export interface CommandMeaning extends Meaning {
  readonly kind: RefusalKind
}

/** The codes of commands of one area. */
export type CommandMeaningTable = Readonly<Record<string, CommandMeaning>>

/** The codes of one area. Codes are stable: renaming one is a breaking change. */
export type MeaningTable = Readonly<Record<string, Meaning>>

/**
 * Something that a refusal may say about what was wanted or received. Never a secret, an assertion
 * or an attribute value.
 */
export type Fact = string | number | boolean | readonly string[]

/** An expected "no": a stable code and its facts. */
export interface Refusal<Code extends string = string> {
  readonly code: Code
  readonly expected?: Fact
  readonly got?: Fact
  /**
   * What the other side wrote about it, cleaned and cut. For administrators: it stands on no public
   * page.
   */
  readonly message?: string
}

const MAX_FACT_LENGTH = 256
const MAX_FACTS = 8

/** Cuts a fact that comes from a message to what a page can show. */
export function shortFact(fact: Fact): Fact {
  if (typeof fact === 'string') return fact.slice(0, MAX_FACT_LENGTH)
  if (typeof fact === 'object')
    return fact.slice(0, MAX_FACTS).map((f) => f.slice(0, MAX_FACT_LENGTH))
  return fact
}
