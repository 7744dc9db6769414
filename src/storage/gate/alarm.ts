// A gate has one alarm for everything that is due later.

/** Logins are gathered for this long before they go to D1 in one batch, milliseconds. */
export const OUTBOX_DELAY = 5_000

/** Waits between attempts while D1 or KV is out of reach, milliseconds; the last one repeats. */
const RETRY_DELAYS = [5_000, 30_000, 120_000, 600_000] as const

/** Makes sure that the gate wakes at `at` (milliseconds since the epoch) or earlier. */
export async function wakeBy(storage: DurableObjectStorage, at: number): Promise<void> {
  const set = await storage.getAlarm()
  if (set === null || set > at) await storage.setAlarm(at)
}

/** How long to wait after so many failures in a row. */
export const retryDelay = (failures: number): number =>
  RETRY_DELAYS[Math.min(failures, RETRY_DELAYS.length) - 1] ?? RETRY_DELAYS[0]
