import { describe, expect, it } from 'vitest'
import { formatInstant, parseInstant } from '../../../src/protocol/saml/time.ts'

const NOON = Date.UTC(2026, 0, 15, 12, 0, 30)

describe('parseInstant (R44)', () => {
  it.each<[string, number]>([
    ['2026-01-15T12:00:30Z', NOON],
    ['2026-01-15T12:00:30.5Z', NOON + 500],
    ['2026-01-15T12:00:30.1239999Z', NOON + 123],
    ['2026-01-15T12:00:30.00000000000000000001Z', NOON],
    ['2024-02-29T23:59:59Z', Date.UTC(2024, 1, 29, 23, 59, 59)],
  ])('reads %s', (text, instant) => expect(parseInstant(text)).toBe(instant))

  it.each([
    '',
    '2026-01-15',
    '2026-01-15T12:00:30',
    '2026-01-15T12:00:30+00:00',
    '2026-01-15T12:00:30z',
    '2026-01-15 12:00:30Z',
    ' 2026-01-15T12:00:30Z',
    '2026-01-15T12:00:30Z\n',
    '2026-01-15T12:00:30.Z',
    '2026-01-15T24:00:00Z',
    '2026-01-15T12:60:00Z',
    '2026-01-15T12:00:60Z',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '12026-01-15T12:00:30Z',
    '-2026-01-15T12:00:30Z',
  ])('refuses %j', (text) => expect(parseInstant(text)).toBeUndefined())

  it('reads what formatInstant writes', () => {
    expect(formatInstant(NOON + 999)).toBe('2026-01-15T12:00:30Z')
    expect(parseInstant(formatInstant(NOON))).toBe(NOON)
  })
})
