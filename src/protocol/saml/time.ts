// Instants in SAML messages (R44): xs:dateTime in UTC, SAML Core §1.3.3. Nothing lenient: a time that is read wrong
// moves the end of a session or of an assertion.

/** How a time has to look, as a fact. */
export const A_TIME = '2026-01-15T12:00:30Z'

const UTC_DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/
const FRACTION_AT = A_TIME.length
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
/** The calendar repeats itself: 400 years have always as many days. */
const CYCLE_YEARS = 400
const CYCLE_MS = 146_097 * 86_400_000

/** Reads an instant as milliseconds since the epoch, fractions cut to milliseconds; undefined unless it is a real UTC time. */
export function parseInstant(text: string): number | undefined {
  if (!UTC_DATE_TIME.test(text)) return undefined
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)]
  const [hour, minute, second] = [digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)]
  const real = day > 0 && day <= daysIn(year, month) && hour < 24 && minute < 60 && second < 60
  if (!real) return undefined
  const fraction = text.slice(FRACTION_AT, Math.min(FRACTION_AT + 3, text.length - 1))
  const milliseconds = fraction === '' ? 0 : Number(fraction.padEnd(3, '0'))
  // Date.UTC takes years below 100 for those of the twentieth century.
  const cycleLater = Date.UTC(year + CYCLE_YEARS, month - 1, day, hour, minute, second)
  return cycleLater - CYCLE_MS + milliseconds
}

/** The number that `length` digits at `from` write. */
function digits(text: string, from: number, length: number): number {
  let number = 0
  for (let at = from; at < from + length; at++) number = number * 10 + text.charCodeAt(at) - 0x30
  return number
}

/** The days of a month from 1 to 12; of any other none. */
function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0)
}

/** Writes an instant to the second, as in `2026-01-15T12:00:30Z`. */
export const formatInstant = (instant: number): string =>
  new Date(instant).toISOString().slice(0, 19) + 'Z'
