// When somebody is told that a certificate expires: early enough to order a new one, and again as
// the day comes near.

const DAY_MS = 86_400_000

/** Days before the end of a certificate on which a notice is due, the earliest first. */
const NOTICE_DAYS = [90, 60, 30, 14, 7, 1] as const

/**
 * A certificate that ended longer ago is history: IdPs keep old ones in their metadata for years.
 */
const TOO_LATE_MS = 7 * DAY_MS

/**
 * The notice that was due last for a certificate, in days before its end; undefined while it is too
 * early for any, or too late.
 */
export const noticePassed = (notAfter: number, now: number): number | undefined =>
  now - notAfter > TOO_LATE_MS
    ? undefined
    : NOTICE_DAYS.findLast((days) => notAfter - days * DAY_MS <= now)

/**
 * When the first notice is due for certificates that were just recorded: at once, where the day of
 * one has passed already.
 */
export const firstNoticeAt = (ends: readonly number[], now: number): number | undefined =>
  earliest(
    ends
      .filter((notAfter) => notAfter > now)
      .map((notAfter) => Math.max(now, notAfter - NOTICE_DAYS[0] * DAY_MS)),
  )

/** When the next notice is due after the ones up to `now`. */
export const nextNoticeAt = (ends: readonly number[], now: number): number | undefined =>
  earliest(
    ends
      .flatMap((notAfter) => NOTICE_DAYS.map((days) => notAfter - days * DAY_MS))
      .filter((at) => at > now),
  )

/** Whole days until the end of a certificate; 0 on its last day and after. */
export const daysLeft = (notAfter: number, now: number): number =>
  Math.max(0, Math.floor((notAfter - now) / DAY_MS))

const earliest = (instants: readonly number[]): number | undefined =>
  instants.length === 0 ? undefined : Math.min(...instants)
