// Events leave D1 when they have been readable for as long as the operator wants.

import type { ScheduleDeps } from './schedule-deps.ts'

const DAY = 86_400_000
/** Bounds a run: 100,000 rows. What is left is as old an hour later. */
const ROUNDS = 100

/** Removes events that are past their time, a thousand rows at a time. */
export async function removeEvents({ clock, events, config }: ScheduleDeps): Promise<void> {
  const before = clock() - config.eventRetentionDays * DAY
  for (let round = 0; round < ROUNDS; round++) {
    if ((await events.removeBefore(before)) === 0) return
  }
}
