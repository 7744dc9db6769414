// The rotation of the keys that sign ID tokens: next, current, retired, with an overlap at either
// change, so that no token meets a verifier that does not know its key.

import type { CommandMeaningTable, RefusalKind } from '../refusal.ts'
import type { ChangeRecord } from './commands/ports.ts'
import type { Resealing } from './resealing.ts'

/**
 * `next` is published before it signs, `retired` after it signed: verifiers hold our keys for a
 * while.
 */
export type SigningKeyState = 'next' | 'current' | 'retired'

/** A signing key without its private half. */
export interface ListedSigningKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string
  readonly state: SigningKeyState
  /** Milliseconds since the epoch. */
  readonly createdAt: number
  readonly retiredAt?: number
}

/**
 * How long a key is published before it signs, and after it signed, milliseconds: an isolate goes
 * by the keys it read for five minutes, and for five more a verifier keeps them before, or a token
 * lives after.
 */
export const SIGNING_KEY_OVERLAP = 10 * 60_000

const byDeveloper = (kind: RefusalKind) => (message: string, rule: string) =>
  ({ kind, message, fixedBy: 'developer', rule }) as const
const unknown = byDeveloper('unknown')
const conflict = byDeveloper('conflict')

/** Why a signing key is not changed. */
export const SIGNING_KEY_REFUSALS = {
  signing_key_unknown: unknown('There is no such signing key.', 'I9'),
  signing_key_next_exists: conflict(
    'There is a next signing key already. Activate it or delete it first.',
    'I9',
  ),
  signing_key_not_next: conflict('Only the next signing key can be activated.', 'I9'),
  signing_key_current: conflict('The key that signs at present cannot be deleted.', 'I9'),
  signing_key_in_overlap: conflict(
    'Verifiers may not know the key yet, or tokens that it signed are still in use. Try again later.',
    'OpenID Connect Core §10.1.1',
  ),
} as const satisfies CommandMeaningTable
type SigningKeyRefusalCode = keyof typeof SIGNING_KEY_REFUSALS

export interface SigningKeyRefusal {
  readonly code: SigningKeyRefusalCode
  /** From when on it will be done, RFC 3339. */
  readonly expected?: string
}

/** A change of the keys, refused where it would leave verifiers behind. */
export type SigningKeyChange =
  | { readonly kind: 'issue' }
  | { readonly kind: 'activate' | 'delete'; readonly kid: string }

/** Checks a change against the keys that there are. */
export function checkSigningKeyChange(
  keys: readonly ListedSigningKey[],
  change: SigningKeyChange,
  now: number,
): SigningKeyRefusal | undefined {
  if (change.kind === 'issue')
    return keys.some(({ state }) => state === 'next')
      ? { code: 'signing_key_next_exists' }
      : undefined
  const key = keys.find(({ kid }) => kid === change.kid)
  if (key === undefined) return { code: 'signing_key_unknown' }
  if (change.kind === 'activate')
    return key.state === 'next'
      ? checkOverlap(key.createdAt, now)
      : { code: 'signing_key_not_next' }
  if (key.state === 'current') return { code: 'signing_key_current' }
  return key.state === 'next' ? undefined : checkOverlap(key.retiredAt ?? now, now)
}

function checkOverlap(since: number, now: number): SigningKeyRefusal | undefined {
  const until = since + SIGNING_KEY_OVERLAP
  if (now >= until) return undefined
  return { code: 'signing_key_in_overlap', expected: new Date(until).toISOString() }
}

/**
 * The keys as the operator manages them. What is recorded stands in the audit log before it
 * happens.
 */
export interface SigningKeyAdministration {
  /** The current one first. The first call of a deployment makes the first key. */
  list(): Promise<readonly ListedSigningKey[]>
  /**
   * Makes a change that was checked, recorded under the kid that it concerns, and lists the keys as
   * they are then. What another change forbids that came in between is refused.
   */
  change(
    change: SigningKeyChange,
    record: (kid: string) => ChangeRecord,
  ): Promise<readonly ListedSigningKey[] | SigningKeyRefusal>
  /**
   * Seals the private halves under the present master key; without a record it only counts them.
   */
  reseal(record?: ChangeRecord): Promise<Omit<Resealing, 'next'>>
}
