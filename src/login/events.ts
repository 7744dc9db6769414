// What a gate tells D1 about logins and tests. The gate's outbox carries these values; D1 only ever
// sees them as projections, so one that arrives late or twice changes nothing.

import type { Refusal } from '../refusal.ts'
import type { AuditEntry } from '../tenants/commands/audit.ts'
import type { VersionHash } from '../tenants/connectors/connector.ts'
import type { DeploymentEvent } from '../tenants/events/events.ts'
import type { ConnectorId, TestId } from '../tenants/ids.ts'
import type { User } from '../tenants/user.ts'
import type { AttemptFacts } from './login-trace.ts'
import { meaningOf } from './meanings.ts'

/** Body of an outbox row of kind `event`. */
export interface Occurred {
  readonly event: DeploymentEvent
  /** The person as of this login; present only when this login created or changed the profile. */
  readonly user?: User
}

/** Body of an outbox row of kind `version_tested`: a test passed, so lists may show it. */
export interface VersionTested {
  readonly connectorId: ConnectorId
  readonly version: VersionHash
  /** Milliseconds since the epoch. */
  readonly testedAt: number
}

/** A row of the outbox: what the kind says the body is. */
export type OutboxEntry =
  | { readonly kind: 'event'; readonly body: Occurred }
  | { readonly kind: 'version_tested'; readonly body: VersionTested }
  /** A person whom D1 lost. */
  | { readonly kind: 'user'; readonly body: User }
  /** In D1 already, with its change: only webhooks have yet to hear of it. */
  | { readonly kind: 'audit'; readonly body: AuditEntry }

interface Outcome extends Omit<DeploymentEvent, 'id' | 'at' | 'code' | 'data'> {
  readonly facts: AttemptFacts
  readonly version?: VersionHash | undefined
  readonly refusal?: Refusal | undefined
  /** The response is kept, sealed, under the event's id. */
  readonly responseKept?: boolean
  /** Of a test: its report has every check. */
  readonly testId?: TestId
}

/**
 * The event of an attempt that ended, by the gate's clock. The facts of a refusal stand here and
 * nowhere else (I7).
 */
export function attemptEvent(outcome: Outcome, now: number): DeploymentEvent {
  const { facts, version, refusal, responseKept, testId, ...at } = outcome
  const { id, ip, userAgent, durations, askedAt, leftOut } = facts
  return {
    ...at,
    id,
    at: now,
    ...(refusal === undefined ? {} : { code: refusal.code }),
    data: {
      ...(version === undefined ? {} : { version }),
      ...(ip === undefined ? {} : { ip }),
      ...(userAgent === undefined ? {} : { user_agent: userAgent }),
      ...(refusal === undefined ? {} : explain(refusal)),
      ...(leftOut === undefined ? {} : { left_out: leftOut }),
      ...(responseKept ? { response_kept: true } : {}),
      ...(testId === undefined ? {} : { test_id: testId }),
      durations_ms: { ...durations, gate: Math.max(0, now - askedAt) },
    },
  }
}

const explain = ({ code, expected, got, message }: Refusal) => ({
  fixed_by: meaningOf(code).fixedBy,
  ...(expected === undefined ? {} : { expected }),
  ...(got === undefined ? {} : { got }),
  ...(message === undefined ? {} : { status_message: message }),
})
