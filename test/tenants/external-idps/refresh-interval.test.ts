import { describe, expect, it } from 'vitest'
import { refreshInterval } from '../../../src/tenants/external-idps/refresh-interval.ts'

const HOUR = 3_600_000
const now = 1_000 * HOUR
const document = (attribute: string): string =>
  `<?xml version="1.0"?>\n<md:EntityDescriptor entityID="x" ${attribute} xmlns:md="m"><a b="c"/></md:EntityDescriptor>`

describe('metadata is read again', () => {
  it.each([
    ['six hours later when it does not say', '', 6],
    ['when its cacheDuration ends', 'cacheDuration="PT8H"', 8],
    ['when its cacheDuration of days, hours and minutes ends', "cacheDuration='P0DT2H30M'", 2.5],
    ['after an hour at the earliest', 'cacheDuration="PT5M"', 1],
    ['after a day at the latest', 'cacheDuration="P30D"', 24],
    ['after a day where it says a year', 'cacheDuration="P1Y"', 24],
    ['as usual where its cacheDuration is nonsense', 'cacheDuration="soon"', 6],
  ])('%s', (_, attribute, hours) => {
    expect(refreshInterval(document(attribute), { now })).toBe(hours * HOUR)
  })

  it.each([
    [4, 2],
    [1, 1],
    [-5, 1],
    [400, 6],
  ])('well before it ends: %d hours left make %d', (left, hours) => {
    const validUntil = now + left * HOUR
    expect(refreshInterval(document(''), { validUntil, now })).toBe(hours * HOUR)
  })
})
