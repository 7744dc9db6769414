import { describe, expect, it } from 'vitest'
import {
  formatInstant,
  parseInstant,
  parseZonedInstant,
} from '../../../../src/protocol/saml/time.ts'

const NOON = Date.UTC(2026, 0, 15, 12, 0, 30)

describe('parseInstant (R44)', () => {
  it.each<[string, number]>([
    ['2026-01-15T12:00:30Z', NOON],
    ['2026-01-15T12:00:30.5Z', NOON + 500],
    ['2026-01-15T12:00:30.1239999Z', NOON + 123],
    ['2026-01-15T12:00:30.00000000000000000001Z', NOON],
    ['2024-02-29T23:59:59Z', Date.UTC(2024, 1, 29, 23, 59, 59)],
    ['0001-01-01T00:00:00Z', Date.parse('0001-01-01T00:00:00Z')],
    // The same zone (XML Schema 2 §3.2.7.3): Python and PHP write it so.
    ['2026-01-15T12:00:30+00:00', NOON],
    ['2026-01-15T12:00:30.5+00:00', NOON + 500],
    // White space collapses (XML Schema 2 §4.3.6).
    [' 2026-01-15T12:00:30Z', NOON],
    ['\n\t2026-01-15T12:00:30Z\r\n ', NOON],
    // The end of a day (XML Schema 2 §3.2.7.1).
    ['2026-01-15T24:00:00Z', Date.UTC(2026, 0, 16)],
    ['2026-12-31T24:00:00.000+00:00', Date.UTC(2027, 0, 1)],
    ['12026-01-15T12:00:30Z', Date.UTC(12026, 0, 15, 12, 0, 30)],
    ['9999-12-31T23:59:59.9999999Z', Date.UTC(9999, 11, 31, 23, 59, 59, 999)],
  ])('reads %s', (text, instant) => expect(parseInstant(text)).toBe(instant))

  it.each([
    '',
    '2026-01-15',
    '2026-01-15T12:00:30',
    '2026-01-15T12:00:30-00:00',
    '2026-01-15T12:00:30+00:00Z',
    '2026-01-15T12:00:30Z+00:00',
    '2026-01-15T12:00:30+0000',
    '2026-01-15T12:00:30+00',
    '2026-01-15T13:00:30+01:00',
    '2026-01-15T12:00:30 +00:00',
    '2026-01-15T12:00:30z',
    '2026-01-15 12:00:30Z',
    '2026-01-15T12:00:30\u00a0Z',
    '\u00a02026-01-15T12:00:30Z',
    '2026-01-15T12:00:30Z\u2028',
    '2026-01-15T\n12:00:30Z',
    '2026-01-15T12:00:30.Z',
    '2026-01-15T24:00:01Z',
    '2026-01-15T24:01:00Z',
    '2026-01-15T24:00:00.0000001Z',
    '2026-02-29T24:00:00Z',
    '2026-01-15T25:00:00Z',
    '2026-01-15T12:60:00Z',
    '2026-01-15T12:00:60Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '02026-01-15T12:00:30Z',
    '999999-01-15T12:00:30Z',
    '1000000-01-15T12:00:30Z',
    '+2026-01-15T12:00:30Z',
    '-2026-01-15T12:00:30Z',
  ])('refuses %j', (text) => expect(parseInstant(text)).toBeUndefined())

  it.each<[string, number]>([
    ['2026-01-15T14:00:30+02:00', NOON],
    ['2026-01-15T06:30:30.25-05:30', NOON + 250],
    ['2026-01-15T12:00:30', NOON],
    ['2026-01-15T12:00:30-00:00', NOON],
    [' 2026-01-15T12:00:30Z ', NOON],
    ['12026-01-15T14:00:30+02:00', Date.UTC(12026, 0, 15, 12, 0, 30)],
  ])('of metadata may have any zone, or none: %s', (text, instant) =>
    expect(parseZonedInstant(text)).toBe(instant),
  )

  it.each([
    '2026-01-15T12:00:30+14:01',
    '2026-01-15T12:00:30+00:60',
    '2026-01-15T12:00:30+1:00',
    '2026-01-15',
    'never',
  ])('of metadata refuses %j', (text) => expect(parseZonedInstant(text)).toBeUndefined())

  it('reads what formatInstant writes', () => {
    expect(formatInstant(NOON + 999)).toBe('2026-01-15T12:00:30Z')
    expect(parseInstant(formatInstant(NOON))).toBe(NOON)
  })
})
