// Instants in SAML messages (R44): xs:dateTime in UTC, SAML Core §1.3.3. Nothing lenient: a time that is read wrong
// moves the end of a session or of an assertion.

const UTC_DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/

/** Reads an instant as milliseconds since the epoch, fractions cut to milliseconds; undefined unless it is a real UTC time. */
export function parseInstant(text: string): number | undefined {
  if (!UTC_DATE_TIME.test(text)) return undefined
  const number = (from: number, to: number): number => Number(text.slice(from, to))
  const [year, month, day] = [number(0, 4), number(5, 7), number(8, 10)]
  const [hour, minute, second] = [number(11, 13), number(14, 16), number(17, 19)]
  // Neither 24:00:00 nor a leap second: the first is tomorrow's midnight, and no clock of ours shows the second.
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const midnight = Date.UTC(year, month - 1, day)
  // Date.UTC turns 30 February into 2 March, and year 99 into 1999: the calendar must give back what was written.
  const date = new Date(midnight)
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1
  if (!exists || date.getUTCDate() !== day) return undefined
  const milliseconds = Number((/\.(\d{1,3})/.exec(text)?.[1] ?? '').padEnd(3, '0'))
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + milliseconds
}

/** Writes an instant to the second, as in `2026-01-15T12:00:30Z`. */
export const formatInstant = (instant: number): string =>
  new Date(instant).toISOString().slice(0, 19) + 'Z'
