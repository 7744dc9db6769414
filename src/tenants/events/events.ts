// What happened in a deployment, one value per occurrence: logins and their refusals, tests,
// certificates, metadata. A gate appends it to its outbox; D1 gives it its place in the feed, and
// webhooks deliver it.

import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import {
  type ConnectorId,
  type EventId,
  newId,
  type SsoId,
  type TenantId,
  type UserId,
} from '../ids.ts'

/**
 * Every type of event, as `subject.what_happened`. A type is stable once it was delivered to
 * somebody.
 */
export const EVENT_TYPES = [
  'login.admitted',
  'login.refused',
  /** Refusals beyond the cap of a minute, which are only counted. */
  'login.refusals_counted',
  'test.passed',
  'test.failed',
  'logout.ended',
  'logout.refused',
  'certificate.expiring',
  'metadata.refreshed',
  'metadata.approval_required',
  'metadata.failed',
  /** People are kept out, or soon will be. */
  'connector.needs_attention',
  'connector.recovered',
  'domain.verified',
  'domain.failing',
  'domain.lapsed',
  /** For the first time: somebody begins. */
  'setup_link.opened',
  'setup_link.done',
  'webhook.disabled',
  /** Too many failed attempts at a password. */
  'password.locked',
  /** By the one-time link of an invitation or of a reset. */
  'password.set',
  /** Passwords will be switched off at a date. */
  'enforcement.announced',
  'enforcement.started',
  /** What made a start possible was so no longer. */
  'enforcement.not_started',
  'enforcement.ended',
  /** The operator lets administrators in with their passwords, for a while. */
  'break_glass.opened',
  'break_glass.ended',
  /** In the place of a second factor, or one of the tenant's own. */
  'recovery_code.used',
  /** By their owner, under their account. */
  'second_factor.added',
  'second_factor.removed',
  'recovery_codes.renewed',
] as const

export type EventType = (typeof EVENT_TYPES)[number]

/**
 * JSON with names as the API shows them (snake_case). Never a secret, an assertion or an attribute
 * value.
 */
export type EventData = Readonly<Record<string, unknown>>

/** One occurrence. The members beside `data` are those that lists can be narrowed by. */
export interface DeploymentEvent {
  /** Repeating an id changes nothing. */
  readonly id: EventId
  readonly type: EventType
  readonly tenantId: TenantId
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly connectorId?: ConnectorId
  readonly ssoId?: SsoId
  readonly userId?: UserId
  /** The code of the refusal, where there is one. */
  readonly code?: string
  readonly data: EventData
}

/** The id of an occurrence that is noticed more than once: the same parts give the same id. */
export async function eventIdOf(...parts: readonly string[]): Promise<EventId> {
  // JSON keeps the parts apart whatever they contain.
  const digest = await crypto.subtle.digest('SHA-256', encodeUtf8(JSON.stringify(parts)))
  return newId('evt', (bytes) => new Uint8Array(digest, 0, bytes))
}
