// The parameters that paths of the API may have: their form, and the refusal of one that names
// nothing.

import { SESSION_ID } from '../../../login/session.ts'
import {
  type EventId,
  type IdMember,
  type IdOf,
  isId,
  NAMED_BY_IDS,
  type ResourceType,
} from '../../../tenants/ids.ts'
import { REFERENCE } from '../../reference.ts'
import type { ProblemCode } from './api-refusals.ts'
import { formOfId } from './id-form.ts'
import { type Snake, snakeName } from './member-names.ts'

/** Events are named by other references too. */
type Plain = Exclude<ResourceType, 'event'>
type PathNameOf<Type extends Plain> = Snake<IdMember<Type>>

/** Every path parameter by name, with the type it has once its form was checked. */
export type PathValues = { readonly [Type in Plain as PathNameOf<Type>]: IdOf<Type> } & {
  readonly fingerprint: string
  readonly event_id: EventId | RequestReference
  readonly session_id: string
  readonly kid: string
}
/** A reference that says by itself what it refers to. */
type RequestReference = `req_${string}`
/** The name of a path parameter. */
export type PathName = keyof PathValues

interface PathParameter {
  readonly message: string
  /** As in JSON Schema, for the description of the API. */
  readonly pattern: string
  readonly matches: (text: string) => boolean
  /** Says of a text that does not match which form it must have. */
  readonly form: (text: string) => string
  /** A malformed value names nothing, and is answered as an unknown one. */
  readonly unknown: ProblemCode
}

const isPlain = (type: string): type is Plain =>
  type !== 'event' &&
  Object.entries(NAMED_BY_IDS).some(([name, row]) => name === type && 'member' in row)

const ID_PARAMETERS = Object.fromEntries(
  Object.keys(NAMED_BY_IDS)
    .filter(isPlain)
    .map((type) => [snakeName(NAMED_BY_IDS[type].member), idOf(type)]),
  // The names are those that PathNameOf says of the same rows.
) as Readonly<Record<PathNameOf<Plain>, PathParameter>>

/** What is known of each path parameter. */
export const PATH_PARAMETERS: Readonly<Record<PathName, PathParameter>> = {
  ...ID_PARAMETERS,
  fingerprint: {
    message: 'SHA-256 fingerprint of a certificate, lower-case hex.',
    pattern: '^[0-9a-f]{64}$',
    matches: (text) => /^[0-9a-f]{64}$/.test(text),
    form: () => 'must be 64 lower-case hex digits',
    unknown: 'certificate_unknown',
  },
  session_id: {
    message: 'A session of the user.',
    pattern: SESSION_ID.source,
    matches: (text) => SESSION_ID.test(text),
    form: () => 'must be the id of a session, as the list of sessions shows it',
    unknown: 'session_unknown',
  },
  kid: {
    message: 'A signing key, by the `kid` that the JWKS has.',
    pattern: '^[A-Za-z0-9_-]{43}$',
    matches: (text) => /^[A-Za-z0-9_-]{43}$/.test(text),
    form: () => 'must be the `kid` of a key in the JWKS, which has 43 characters',
    unknown: 'signing_key_unknown',
  },
  event_id: {
    message:
      'The reference that a person or a program was shown: the id of an event, or of a request.',
    pattern: `^(?:evt_[0-9a-z]{24}|${REFERENCE.source.slice(1, -1)})$`,
    matches: (text) => isId('evt', text) || REFERENCE.test(text),
    form: (text) =>
      text.startsWith('req_')
        ? 'must be a whole reference; this one is too short or too long'
        : formOfId('evt', text),
    unknown: 'event_unknown',
  },
}

/** A malformed id and an unknown one have the same code, which every resource has. */
function idOf(type: Plain): PathParameter {
  const { prefix, called } = NAMED_BY_IDS[type]
  const owned = 'owned' in NAMED_BY_IDS[type]
  return {
    message: `${called.charAt(0).toUpperCase()}${called.slice(1)}${owned ? ' of the tenant' : ''}.`,
    pattern: `^${prefix}_[0-9a-z]{24}$`,
    matches: (text) => isId(prefix, text),
    form: (text) => formOfId(prefix, text),
    unknown: `${type}_unknown`,
  }
}

/** The names of the parameters of a path, in order. */
export const pathNames = (path: string): PathName[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).filter(isPathName)

const isPathName = (name: string | undefined): name is PathName =>
  name !== undefined && name in PATH_PARAMETERS

/**
 * Writes an OpenAPI path for hono, whose parameters fill whole segments: a verb behind a colon goes
 * into the pattern.
 */
export function honoPath(path: string): string {
  const segments = path.split('/').map((segment) => {
    const [, name, verb = ''] = /^\{(\w+)\}(:\w+)?$/.exec(segment) ?? []
    if (name !== undefined) return `:${name}{[^/:]+${verb}}`
    return segment.includes(':') ? `:verb{${segment}}` : segment
  })
  return segments.join('/')
}
