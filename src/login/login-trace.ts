// One attempt at a login or a test, from its arrival on: what its event records whatever the
// outcome, and how long it took.

import type { EventId } from '../tenants/ids.ts'
import type { Clock } from './clock-and-random.ts'
import type { LeftOutField } from './mapping/map-profile.ts'

/** The steps whose time an event tells. `gate` is added by the gate, which decides last. */
type Step = 'read' | 'configuration' | 'verify' | 'map'

/** Milliseconds per step. */
type Durations = Readonly<Partial<Record<Step | 'gate', number>>>

/** What an event records besides the outcome, as it travels to the gate. */
export interface AttemptFacts {
  /** The event's id, but for the login of a known person: to that one the gate gives another. */
  readonly id: EventId
  readonly ip?: string
  readonly userAgent?: string
  readonly durations: Durations
  /** Optional fields whose attributes could not be used; absent: none. */
  readonly leftOut?: readonly LeftOutField[]
  /** When the last step ended, milliseconds since the epoch: from then on it is the gate's time. */
  readonly askedAt: number
}

export interface LoginTrace {
  /**
   * The event's id where the attempt does not end in a login: the reference that the person is
   * shown.
   */
  readonly id: EventId
  /**
   * Ends a step: the time since the one before is its own. The platform's clock stands still while
   * a Worker computes, so there the time of a computation counts for the step that waits next.
   */
  ended(step: Step): void
  /**
   * Notes which fields the mapping left out: of the last one, if there are two under two
   * configurations.
   */
  leftOut(fields: readonly LeftOutField[] | undefined): void
  facts(): AttemptFacts
}

/** Begins an attempt at the present moment. */
export function beginTrace(
  clock: Clock,
  from: Pick<AttemptFacts, 'id' | 'ip' | 'userAgent'>,
): LoginTrace {
  const durations: Partial<Record<Step, number>> = {}
  let last = clock()
  let leftOut: readonly LeftOutField[] | undefined
  return {
    id: from.id,
    ended(step) {
      const now = clock()
      // A response that is verified a second time, under the governing configuration, adds up.
      durations[step] = (durations[step] ?? 0) + Math.max(0, now - last)
      last = now
    },
    leftOut(fields) {
      leftOut = fields
    },
    facts: () => ({
      ...from,
      durations: { ...durations },
      ...(leftOut === undefined ? {} : { leftOut }),
      askedAt: last,
    }),
  }
}
