// A gate has one alarm for everything that is due later.

import type { LoginEvents } from './login-events.ts'

/** What happens is gathered for this long before it goes to D1 in one batch, milliseconds. */
const OUTBOX_DELAY = 5_000
/**
 * The same for logins of people whom D1 knows, unless a hundred come together sooner: a batch of
 * them costs what one login does. Not longer, because an idle gate may be gone after 70 s, and one
 * that begins anew reads all its sessions.
 */
const LOGIN_DELAY = 60_000

/** Waits between attempts while D1 or KV is out of reach, milliseconds; the last one repeats. */
const RETRY_DELAYS = [5_000, 30_000, 120_000, 600_000] as const

/** Makes sure that the gate wakes at `at` (milliseconds since the epoch) or earlier. */
export async function wakeBy(storage: DurableObjectStorage, at: number): Promise<void> {
  const set = await storage.getAlarm()
  if (set === null || set > at) await storage.setAlarm(at)
}

/**
 * Wakes the gate for an event. It comes before the transaction that writes the event, so that no
 * crash leaves it without an alarm.
 */
export const wakeForEvent = (storage: DurableObjectStorage, now: number): Promise<void> =>
  wakeBy(storage, now + OUTBOX_DELAY)

/**
 * `wakeForEvent` for events that sessions carry: they may wait for more of their kind, until there
 * are enough.
 */
export const wakeForLogins = (
  { storage, logins }: { readonly storage: DurableObjectStorage; readonly logins: LoginEvents },
  now: number,
): Promise<void> => wakeBy(storage, now + delayOf(logins))

const delayOf = (logins: LoginEvents): number => (logins.isFull() ? OUTBOX_DELAY : LOGIN_DELAY)

/** The alarm as the logins of one gate see it. */
export interface LoginAlarm {
  /** `wakeForLogins`, without asking the storage what is known. */
  wake(now: number): Promise<void>
  /** Forgets what was set: the alarm has come. */
  came(): void
}

/**
 * Remembers until when the gate wakes, because asking the storage costs a login as much as a
 * statement does. Nothing postpones an alarm, so what was set holds until it comes. A time that has
 * passed is not trusted.
 */
export function createLoginAlarm(gate: Parameters<typeof wakeForLogins>[0]): LoginAlarm {
  let wakesBy = Number.POSITIVE_INFINITY
  return {
    async wake(now) {
      const at = now + delayOf(gate.logins)
      if (wakesBy <= at && wakesBy > now) return
      await wakeBy(gate.storage, at)
      wakesBy = at
    },
    came() {
      wakesBy = Number.POSITIVE_INFINITY
    },
  }
}

/** How long to wait after so many failures in a row. */
export const retryDelay = (failures: number): number =>
  RETRY_DELAYS[Math.min(failures, RETRY_DELAYS.length) - 1] ?? RETRY_DELAYS[0]
