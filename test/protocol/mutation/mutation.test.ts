// R61: whatever is done to a valid message, it is refused, or it says exactly what it said before;
// and what is refused for something signed stays refused: logins, what they encrypt, logouts by
// either binding. Metadata yields nothing that is not written in it. `npm run fuzz` runs the same
// for as long as wanted.

import { describe, expect, it } from 'vitest'
import { openCourt } from '../../../dev/fuzz/law.ts'
import { makeMutant } from '../../../dev/fuzz/mutant.ts'
import { buildSubjects } from '../../../dev/fuzz/subjects.ts'
import { decodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { LOGOUT_REFUSALS } from '../../../src/protocol/saml/logout/logout-refusals.ts'
import { REDIRECT_REFUSALS } from '../../../src/protocol/saml/redirect-refusals.ts'
import { XML_REFUSALS } from '../../../src/protocol/xml/xml-refusals.ts'
import { DSIG_REFUSALS } from '../../../src/protocol/xmldsig/xmldsig-refusals.ts'
import { XMLENC_REFUSALS } from '../../../src/protocol/xmlenc/xmlenc-refusals.ts'
import { readFixtures } from '../known-messages/read-fixtures.ts'

/** Together more than 50,000. Most of them run in workerd, whose cryptography answers faster. */
const IN_WORKERD = navigator.userAgent === 'Cloudflare-Workers'
const MUTANTS = IN_WORKERD ? 30_016 : 20_032
const AT_ONCE = 64
const TIME_LIMIT_MS = 120_000
const SEED = IN_WORKERD ? 62 : 61
const CODES = [XML_REFUSALS, DSIG_REFUSALS, XMLENC_REFUSALS, LOGOUT_REFUSALS, REDIRECT_REFUSALS]
/** For the first the reader would have to lie; the second takes a query of 128 KiB. */
const UNREACHED = ['dsig_signed_bytes_differ', 'redirect_query_too_large']
/** What the form, the login and the gate refuse: no verifier says these. */
const SAID_OUTSIDE = [
  'logout_message_not_single',
  'logout_message_not_base64',
  'logout_session_indexes_too_many',
  'logout_replayed',
  'logout_principal_unknown',
]

const DIALECTS = readFixtures('dialects').map(({ name, bytes, expectation }) => ({
  name,
  xml: decodeUtf8(bytes) ?? '',
  expectation,
}))

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
    const codes = CODES.flatMap((table) => Object.keys(table)).filter(
      (code) => !SAID_OUTSIDE.includes(code),
    )
    if (IN_WORKERD) expect(codes.filter((c) => !census.refused.has(c))).toEqual(UNREACHED)
  })

  it('can be made again from seed and number', async () => {
    const subjects = await buildSubjects(DIALECTS)
    const make = () => Array.from({ length: 50 }, (_, number) => makeMutant(subjects, SEED, number))
    expect(make()).toEqual(make())
  })
})
