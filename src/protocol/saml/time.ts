// Instants in SAML messages (R44): xs:dateTime in UTC, SAML Core §1.3.3. Nothing lenient: a time that is read wrong
// moves the end of a session or of an assertion.

const UTC_DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.(\d+))?Z$/

/** Reads an instant as milliseconds since the epoch, fractions cut to milliseconds; undefined unless it is a real UTC time. */
export function parseInstant(text: string): number | undefined {
  const match = UTC_DATE_TIME.exec(text)
  if (match === null) return undefined
  const seconds = text.slice(0, 19)
  const instant = Date.parse(seconds + 'Z')
  // Date.parse takes 24:00:00, and some engines 30 February: only a time that is written back the same exists.
  if (Number.isNaN(instant) || !new Date(instant).toISOString().startsWith(seconds))
    return undefined
  return instant + Number((match[1] ?? '').slice(0, 3).padEnd(3, '0'))
}

/** Writes an instant to the second, as in `2026-01-15T12:00:30Z`. */
export const formatInstant = (instant: number): string =>
  new Date(instant).toISOString().slice(0, 19) + 'Z'
