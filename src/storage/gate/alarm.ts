// A gate has one alarm for everything that is due later.

/** Makes sure that the gate wakes at `at` (milliseconds since the epoch) or earlier. */
export async function wakeBy(storage: DurableObjectStorage, at: number): Promise<void> {
  const set = await storage.getAlarm()
  if (set === null || set > at) await storage.setAlarm(at)
}
