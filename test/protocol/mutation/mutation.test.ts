// R61: whatever is done to a valid message, it is refused, or it says exactly what it said before; and what is refused for
// something signed stays refused. `npm run fuzz` runs the same for as long as wanted.

import { describe, expect, it } from 'vitest'
import { openCourt } from '../../../dev/fuzz/law.ts'
import { makeMutant } from '../../../dev/fuzz/mutant.ts'
import { buildSubjects } from '../../../dev/fuzz/subjects.ts'
import { decodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { XML_REFUSALS } from '../../../src/protocol/xml/refusals.ts'
import { DSIG_REFUSALS } from '../../../src/protocol/xmldsig/refusals.ts'
import { readFixtures } from '../known-messages/read-fixtures.ts'

/** Together more than 50,000. Most of them run in workerd, whose cryptography answers faster. */
const IN_WORKERD = navigator.userAgent === 'Cloudflare-Workers'
const MUTANTS = IN_WORKERD ? 30_720 : 20_480
const AT_ONCE = 64
const TIME_LIMIT_MS = 120_000
const SEED = IN_WORKERD ? 62 : 61
/** Nothing that is received can cause it: the reader would have to lie. */
const UNREACHABLE = ['dsig_signed_bytes_differ']

/** Encrypted ones among the dialects open their keys anew each time, which takes too long; the other subjects have some. */
const DIALECTS = readFixtures('dialects')
  .filter(({ written }) => written.expectation.decryptionKeys === undefined)
  .map(({ name, bytes, expectation }) => ({ name, xml: decodeUtf8(bytes) ?? '', expectation }))

describe('mutants of valid and of spoiled messages', () => {
  it('survive only unchanged in what they say (R61)', { timeout: TIME_LIMIT_MS }, async () => {
    const { census, judge } = await openCourt(await buildSubjects(DIALECTS), SEED)
    for (let first = 0; first < MUTANTS; first += AT_ONCE)
      await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => judge(first + i)))

    const violations = census.violations.map(({ number, mutant, got }) => {
      const { subject, mutations } = mutant
      return `number ${number}: "${subject.name}" after ${mutations.join()}: ${got}`
    })
    expect(violations).toEqual([])
    // Otherwise the changes would be too weak to test refusing, or too strong to test reading.
    expect(census.accepted).toBeGreaterThan(MUTANTS / 20)
    expect(census.accepted).toBeLessThan(MUTANTS / 3)
    const codes = Object.keys({ ...XML_REFUSALS, ...DSIG_REFUSALS })
    if (IN_WORKERD) expect(codes.filter((c) => !census.refused.has(c))).toEqual(UNREACHABLE)
  })

  it('can be made again from seed and number', async () => {
    const subjects = await buildSubjects(DIALECTS)
    const make = () => Array.from({ length: 50 }, (_, number) => makeMutant(subjects, SEED, number))
    expect(make()).toEqual(make())
  })
})
