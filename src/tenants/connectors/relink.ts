// Re-linking: users whom nobody recognises any more, because their identities are of another IdP or
// source than the one that governs. Who confirms it trusts the IdP to say whose an e-mail address
// is, for as long as the confirmation holds.

import type { EventId, UserId } from '../ids.ts'
import type { IdentitySource } from './choices.ts'

/** How long a confirmation holds, milliseconds. */
export const RELINK_LIFETIME = 7 * 86_400_000

/** An identity without its value. */
export interface IdentityKey {
  readonly idpEntityID: string
  /** `name_id:{format}` or `attribute:{name}`. */
  readonly source: string
}

/** A user of a connector who has but old identities there. */
export interface RelinkCandidate {
  readonly userId: UserId
  readonly email?: string
  readonly old: readonly IdentityKey[]
  /** The last login that was refused under what governs, which may have been the user’s. */
  readonly attempt?: IdentityKey & {
    readonly eventId: EventId
    /** Milliseconds since the epoch. */
    readonly at: number
    /**
     * More than one identity came with the e-mail address, or the user has one of that IdP in
     * another format.
     */
    readonly disputed: boolean
    /**
     * What of the login differs from the user in the case of letters alone; absent: something else
     * does.
     */
    readonly differsInCase?: 'identity' | 'email'
  }
  readonly confirmedUntil?: number
}

/**
 * NameIDs are one kind, in whatever format they come: an IdP need not send the one that it is asked
 * for.
 */
export const identityKindOf = (source: string): string =>
  source.startsWith('name_id:') ? 'name_id' : source

/** The kind of identities that a version's source gives. */
export const identityKindOfSource = (source: IdentitySource): string =>
  source.kind === 'name_id' ? 'name_id' : `attribute:${source.name}`
