// Members that several shapes of the API share, each with its rule, its message and its
// description.

import * as v from 'valibot'
import { type IdPrefix, isId } from '../../../tenants/ids.ts'
import { formOfId } from './id-form.ts'

// Control characters, lone surrogates, line separators and bidirectional overrides: nothing that
// hides or reorders text.
const PLAIN_TEXT = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u

/** One line of text between 1 and `max` characters, without control characters. */
export const text = (max: number) =>
  v.pipe(
    v.string(),
    v.minLength(1, 'must not be empty'),
    v.maxLength(max, `must have at most ${max} characters`),
    v.regex(PLAIN_TEXT, 'must be one line without control characters'),
  )

const NAME_LENGTH = 100

/** A name: trimmed, NFC, so that two names that look alike are equal. */
export const Name = v.pipe(
  v.string(),
  v.normalize('NFC'),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(NAME_LENGTH, `must have at most ${NAME_LENGTH} characters`),
  v.regex(PLAIN_TEXT, 'must be one line without control characters'),
  v.examples(['Acme']),
)

/** An absolute http or https URL. Which of them an operation admits is decided where it is used. */
export const Url = v.pipe(
  text(2048),
  v.check(
    (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
    'must be an http or https URL',
  ),
  v.metadata({ format: 'uri' }),
)

/** SHA-256 as lower-case hex. */
export const Fingerprint = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits'),
)

/** An instant as RFC 3339 in UTC. */
export const Time = v.pipe(
  v.string(),
  v.isoTimestamp('must be a time as in 2026-11-20T09:30:00.000Z'),
  v.examples(['2026-11-20T09:30:00.000Z']),
)

/** Writes milliseconds since the epoch as RFC 3339 in UTC. */
export const writeTime = (instant: number): string => new Date(instant).toISOString()
/** The same for an instant that may be absent. */
export const writeOptionalTime = (instant: number | undefined): string | null =>
  instant === undefined ? null : writeTime(instant)
/** An id in an answer or a body, by its prefix. */
export const id = <P extends IdPrefix>(prefix: P) =>
  v.pipe(
    v.string(),
    v.guard(
      (value: string): value is `${P}_${string}` => isId(prefix, value),
      ({ input }) => formOfId(prefix, input),
    ),
    v.metadata({ pattern: `^${prefix}_[0-9a-z]{24}$` }),
  )

/** Who mends what was refused. */
export const FixedByShape = v.pipe(
  v.nullable(v.picklist(['idp_admin', 'sp_admin', 'developer', 'user'])),
  v.description(
    'Who mends it: the administrator of the IdP, the one here, a developer, or the user. `null`: there is nothing to mend.',
  ),
)
