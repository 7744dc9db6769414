import { describe, expect, it } from 'vitest'
import type { AssertionContent } from '../../../../src/protocol/saml/response/assertion-content.ts'
import { loginOf } from '../../../../src/protocol/saml/response/login-of.ts'
import {
  ALICE,
  CONFIRMATION,
  confirmation,
  GOOD_DATA,
  inAssertion,
  inResponse,
  judge,
} from './judge.ts'

describe('a valid response yields who logged in', () => {
  it.each(['assertion', 'response', 'both'] as const)('signed: %s', async (sign) => {
    expect(await judge({ sign })).toEqual(ALICE)
  })

  it.each([
    ['no Destination', inResponse(/ Destination="[^"]*"/, '')],
    [
      'no Issuer in an unsigned Response',
      { ...inResponse(/<saml:Issuer .*?<\/saml:Issuer>/, ''), sign: 'assertion' },
    ],
    [
      'an Issuer with the entity format',
      inAssertion(
        '<saml:Issuer>',
        '<saml:Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">',
      ),
    ],
    [
      'several audiences, one of them ours',
      inAssertion('<saml:Audience>', '<saml:Audience>urn:other</saml:Audience><saml:Audience>'),
    ],
    [
      'a time of issue exactly as far ahead as clocks may differ',
      {
        ...inAssertion(/IssueInstant="[^"]*"/, 'IssueInstant="2026-01-15T12:05:30Z"'),
        ...inResponse(/IssueInstant="[^"]*"/, 'IssueInstant="2026-01-15T12:05:30Z"'),
      },
    ],
    [
      'OneTimeUse',
      inAssertion('</saml:Conditions>', '<saml:OneTimeUse></saml:OneTimeUse></saml:Conditions>'),
    ],
    [
      'several confirmations, one of which fits',
      inAssertion(CONFIRMATION, confirmation('Recipient="urn:other"') + confirmation(GOOD_DATA)),
    ],
    [
      'fractions of a second',
      inAssertion(/NotBefore="[^"]*"/, 'NotBefore="2026-01-15T11:59:30.1234567Z"'),
    ],
    ['white space between elements', inAssertion('<saml:Subject>', '\n  <saml:Subject>\n  ')],
  ] as const)('%s', async (_, options) => {
    expect(await judge(options)).toEqual(ALICE)
  })

  it('with identifiers byte for byte (R47)', async () => {
    for (const nameId of ['00123', ' a', 'ALICE@example.org', 'аdmin'])
      expect(await judge({ nameId })).toMatchObject({ nameId: { value: nameId } })
  })

  it('with an attribute that comes twice kept twice (R54)', async () => {
    const twice = inAssertion(
      '</saml:AttributeStatement>',
      '<saml:Attribute Name="email"><saml:AttributeValue>b@example.org</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>',
    )
    expect(await judge(twice)).toMatchObject({
      attributes: [
        { name: 'email' },
        { name: 'roles' },
        { name: 'email', values: ['b@example.org'] },
      ],
    })
  })

  it('with the earliest end of the session (R44)', async () => {
    const until = (end: string) =>
      `<saml:AuthnStatement AuthnInstant="2026-01-15T12:00:00Z" SessionNotOnOrAfter="${end}"></saml:AuthnStatement>`
    const ends = until('2026-01-15T22:00:00Z') + until('2026-01-15T20:00:00Z')
    const options = inAssertion('</saml:AuthnStatement>', `</saml:AuthnStatement>${ends}`)
    expect(await judge(options)).toEqual({
      ...ALICE,
      sessionNotOnOrAfter: Date.parse('2026-01-15T20:00:00Z'),
    })
  })

  it('without attributes or values', async () => {
    expect(await judge({ attributes: {} })).toEqual({ ...ALICE, attributes: [] })
    expect(await judge({ attributes: { roles: [] } })).toEqual({
      ...ALICE,
      attributes: [{ name: 'roles', values: [] }],
    })
  })
})

describe('loginOf', () => {
  const instant = '2026-01-15T12:00:00Z'
  const statement = (authnInstant: string) => ({
    authnInstant,
    sessionIndex: undefined,
    sessionNotOnOrAfter: undefined,
    authnContextClassRef: undefined,
  })
  const bare: AssertionContent = {
    id: '_assertion1',
    version: '2.0',
    issueInstant: instant,
    issuers: [],
    subjects: 1,
    nameIds: [ALICE.nameId],
    nameIdElements: 1,
    encryptedIds: 0,
    confirmations: [],
    conditions: [],
    authnStatements: [statement(instant)],
    attributes: [],
  }

  it('needs nothing but ID, NameID and AuthnInstant', () =>
    expect(loginOf(bare)).toEqual({
      assertionId: '_assertion1',
      nameId: ALICE.nameId,
      attributes: [],
      authnInstant: ALICE.authnInstant,
    }))

  // The checks refuse each of these before. A login without one of them would be somebody unknown.
  it.each<[string, Partial<AssertionContent>]>([
    ['an ID', { id: undefined }],
    ['a NameID', { nameIds: [] }],
    ['an AuthnStatement', { authnStatements: [] }],
    ['an AuthnInstant', { authnStatements: [statement('soon')] }],
  ])('makes no login of an assertion without %s', (_, missing) =>
    expect(() => loginOf({ ...bare, ...missing })).toThrow('The checks passed an assertion'),
  )
})
