// Instants in SAML messages (R44): xs:dateTime in UTC, SAML Core §1.3.3. Nothing lenient: a time that is read wrong
// moves the end of a session or of an assertion.

const UTC_DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/
const SECONDS = '2026-01-15T12:00:30'.length

/** Reads an instant as milliseconds since the epoch, fractions cut to milliseconds; undefined unless it is a real UTC time. */
export function parseInstant(text: string): number | undefined {
  if (!UTC_DATE_TIME.test(text)) return undefined
  const date = new Date(text.slice(0, SECONDS) + 'Z')
  // Date takes 24:00:00 and, in some engines, 30 February: only a time that comes back as it was written exists.
  if (date.getUTCDate() !== Number(text.slice(8, 10))) return undefined
  if (date.getUTCHours() !== Number(text.slice(11, 13))) return undefined
  const fraction = text.slice(SECONDS + 1, -1).slice(0, 3)
  return date.getTime() + Number(fraction.padEnd(3, '0'))
}

/** Writes an instant to the second, as in `2026-01-15T12:00:30Z`. */
export const formatInstant = (instant: number): string =>
  new Date(instant).toISOString().slice(0, 19) + 'Z'
