// Instants as messages and metadata write them: xs:dateTime (XML Schema 2 §3.2.7, SAML Core §1.3.3,
// R44). Nothing that XML Schema does not allow is read: a time that is read wrong moves the end of
// a session or of an assertion.

import { collapse } from '../xml/white-space.ts'

/** How a time has to look, as a fact. */
export const A_TIME = '2026-01-15T12:00:30Z'

/** More than four digits begin with no zero; six reach the last day that a Date can hold. */
const DATE_TIME = /^(?:\d{4}|[1-9]\d{4,5})-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?$/
const SHORT_YEAR = 4
/** Of a year of four digits: where a zone or a fraction begins. */
const SECONDS_END = A_TIME.length - 1
const OFFSET_LENGTH = '+00:00'.length
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
/** The calendar repeats itself: 400 years have always as many days. */
const CYCLE_YEARS = 400
const CYCLE_MS = 146_097 * 86_400_000
const MINUTE_MS = 60_000
/** XML Schema 2 §3.2.7.3. */
const LARGEST_OFFSET = 14 * 60

/**
 * Reads an instant in UTC as milliseconds since the epoch, fractions cut to milliseconds; undefined
 * if it is not a real time that ends in `Z` or `+00:00`, which are the same zone.
 */
export function parseInstant(text: string): number | undefined {
  const written = collapse(text)
  return written.endsWith('Z') || written.endsWith('+00:00') ? readTime(written) : undefined
}

/**
 * Reads an instant of any zone, or of none, which counts as UTC. Only metadata may write such a
 * time.
 */
export const parseZonedInstant = (text: string): number | undefined => readTime(collapse(text))

function readTime(text: string): number | undefined {
  if (!DATE_TIME.test(text)) return undefined
  const more = text.charCodeAt(SHORT_YEAR) === 0x2d ? 0 : text.indexOf('-') - SHORT_YEAR
  const year = digits(text, 0, SHORT_YEAR + more)
  const [month, day] = [digits(text, 5 + more, 2), digits(text, 8 + more, 2)]
  const [hour, minute] = [digits(text, 11 + more, 2), digits(text, 14 + more, 2)]
  const second = digits(text, 17 + more, 2)
  const zone = zoneLengthOf(text)
  const offset = zone < OFFSET_LENGTH ? 0 : offsetOf(text)
  const fraction = text.slice(SECONDS_END + more + 1, text.length - zone)
  // XML Schema 2 §3.2.7.1: the end of a day may be written as its hour 24.
  const endOfDay = hour === 24 && minute === 0 && second === 0 && /^0*$/.test(fraction)
  const inDay = (hour < 24 && minute < 60 && second < 60) || endOfDay
  if (day < 1 || day > daysIn(year, month) || !inDay || offset === undefined) return undefined
  const milliseconds = fraction === '' ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'))
  // Date.UTC takes years below 100 for those of the twentieth century.
  const cycleLater = Date.UTC(year + CYCLE_YEARS, month - 1, day, hour, minute, second)
  const instant = cycleLater - CYCLE_MS + milliseconds - offset
  return Number.isNaN(instant) ? undefined : instant
}

/** How many characters of a time that has the right form are its zone. */
function zoneLengthOf(text: string): number {
  if (text.endsWith('Z')) return 1
  const sign = text[text.length - OFFSET_LENGTH]
  return sign === '+' || sign === '-' ? OFFSET_LENGTH : 0
}

/**
 * How far the zone at the end is ahead of UTC, in milliseconds; undefined if there is no such zone.
 */
function offsetOf(text: string): number | undefined {
  const at = text.length - OFFSET_LENGTH
  const [hours, minutes] = [digits(text, at + 1, 2), digits(text, at + 4, 2)]
  const offset = hours * 60 + minutes
  if (minutes > 59 || offset > LARGEST_OFFSET) return undefined
  return (text[at] === '-' ? -offset : offset) * MINUTE_MS
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
