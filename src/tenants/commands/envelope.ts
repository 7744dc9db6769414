// What travels with a command beside what it does: who wants it, and under which conditions.

import type { CommandMeaningTable } from '../../refusal.ts'
import type { ApiKeyId, SetupLinkId, UserId } from '../ids.ts'

/**
 * Who makes a change. `operator` is a person of the home tenant, or without an id the holder of
 * `OPERATOR_KEY`. `support` only looks. `system` is this deployment itself: its schedule, say.
 */
export type Actor =
  | { readonly type: 'operator'; readonly id?: UserId }
  | { readonly type: 'support'; readonly id: UserId }
  | { readonly type: 'api_key'; readonly id: ApiKeyId }
  | { readonly type: 'user'; readonly id: UserId }
  /** Anybody who opened a set-up link: nobody knows them by name. */
  | { readonly type: 'setup_link'; readonly id: SetupLinkId }
  | { readonly type: 'system'; readonly name: string }

/** The caller of an operation that takes no credential: nobody changes anything as this. */
export const VISITOR = { type: 'system', name: 'visitor' } as const satisfies Actor

/** Where a change comes from, as the audit log keeps it. */
export interface Origin {
  readonly actor: Actor
  readonly requestId: string
}

/** A request that may be sent twice and happen once. */
interface Idempotency {
  /** Chosen by the caller; kept for a day, each actor's apart from any other's. */
  readonly key: string
  /** SHA-256 of all that was asked, lower-case hex: the same key with another one is a mistake. */
  readonly fingerprint: string
}

/** A request under its key: whose it is, what it asked, and when. */
export interface RepeatableRequest extends Idempotency {
  readonly actor: Actor
  readonly now: number
}

/** What holds for any command, whatever it does. */
export interface CommandEnvelope {
  readonly origin: Origin
  /**
   * The `If-Match` header: entity tags of which one must be the target's, at the moment when the
   * command runs.
   */
  readonly ifMatch?: string
  readonly idempotency?: Idempotency
  /** Everything is checked, and nothing changes. */
  readonly validateOnly?: boolean
}

/**
 * The id of an actor in the audit log: an API key's, a user's, a set-up link's, or the name of a
 * part of the system. `undefined`: the holder of `OPERATOR_KEY`.
 */
export const actorIdOf = (actor: Actor): string | undefined =>
  actor.type === 'system' ? actor.name : actor.id

/** What the conditions of an envelope refuse. */
export const ENVELOPE_REFUSALS = {
  api_precondition_failed: {
    kind: 'stale',
    message:
      'The resource is no longer as If-Match says: somebody changed it in between. Read it again.',
    fixedBy: 'developer',
    rule: 'RFC 9110 §13.1.1',
  },
  api_rate_limited: {
    kind: 'limited',
    message: 'Too many requests within a minute. Wait as long as Retry-After says.',
    fixedBy: 'developer',
    rule: 'I9, RFC 6585 §4',
  },
  api_idempotency_mismatch: {
    kind: 'invalid',
    message: 'The Idempotency-Key was used before, for another request.',
    fixedBy: 'developer',
    rule: 'I9',
  },
} as const satisfies CommandMeaningTable
export type EnvelopeRefusalCode = keyof typeof ENVELOPE_REFUSALS
