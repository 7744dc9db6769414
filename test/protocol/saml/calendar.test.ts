import { describe, expect, it } from 'vitest'
import { parseInstant, parseZonedInstant } from '../../../src/protocol/saml/time.ts'

describe('the calendar of xs:dateTime (XML Schema 2 §3.2.7)', () => {
  it.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2000-02-29', true],
    ['1900-02-29', false],
    ['2100-02-29', false],
    ['2024-02-30', false],
    ['2024-04-30', true],
    ['2024-04-31', false],
    ['2023-03-29', true],
    ['2023-06-29', true],
    ['2023-12-31', true],
    ['2023-13-01', false],
    ['2023-00-01', false],
  ])('has %s: %s', (date, real) => {
    const instant = parseInstant(`${date}T00:00:00Z`)
    expect(instant).toBe(real ? Date.parse(`${date}T00:00:00Z`) : undefined)
  })

  it('has years of more than four digits, with fractions', () => {
    const late = Date.UTC(12026, 0, 15, 12, 0, 30)
    expect(parseInstant('12026-01-15T12:00:30Z')).toBe(late)
    expect(parseInstant('12026-01-15T12:00:30.25Z')).toBe(late + 250)
    expect(parseInstant('12026-01-15T12:00:30.25+00:00')).toBe(late + 250)
  })

  it('has milliseconds where the fraction is shorter, longer, or not there', () => {
    const noon = Date.UTC(2026, 0, 15, 12)
    expect(parseInstant('2026-01-15T12:00:00Z')).toBe(noon)
    expect(parseInstant('2026-01-15T12:00:00.1Z')).toBe(noon + 100)
    expect(parseInstant('2026-01-15T12:00:00.0019Z')).toBe(noon + 1)
  })

  it('has zones up to 14 hours, of 59 minutes at most', () => {
    const noon = Date.UTC(2026, 0, 15, 12)
    const minute = 60_000
    expect(parseZonedInstant('2026-01-15T12:00:00+00:59')).toBe(noon - 59 * minute)
    expect(parseZonedInstant('2026-01-15T12:00:00-00:59')).toBe(noon + 59 * minute)
    expect(parseZonedInstant('2026-01-15T12:00:00+00:60')).toBeUndefined()
    expect(parseZonedInstant('2026-01-15T12:00:00+14:00')).toBe(noon - 840 * minute)
    expect(parseZonedInstant('2026-01-15T12:00:00+14:01')).toBeUndefined()
  })
})
