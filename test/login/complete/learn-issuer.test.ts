import { describe, expect, it } from 'vitest'
import { expectClaimedIssuer } from '../../../src/login/complete/learn-issuer.ts'
import { readReceived } from '../../../src/protocol/saml/response/read-received.ts'
import { UNKNOWN_ISSUER } from '../../../src/tenants/external-idps/external-idp.ts'
import {
  CIRCUMSTANCES,
  type ResponseOptions,
  signedResponse,
} from '../../support/signed-response.ts'

const CLAIMED = 'https://claimed.example/metadata'
const IN_RESPONSE = /(<samlp:Response[^>]*>)<saml:Issuer[^>]*>[^<]*<\/saml:Issuer>/
const IN_ASSERTION = /(<saml:Assertion[^>]*>)<saml:Issuer[^>]*>[^<]*<\/saml:Issuer>/

async function issuerExpected(options: ResponseOptions, known: string = UNKNOWN_ISSUER) {
  const { bytes } = await signedResponse({ idpEntityID: CLAIMED, ...options })
  const received = readReceived(bytes)
  if (!received.ok) throw new Error(received.refusal.code)
  const expectation = { ...CIRCUMSTANCES, idpEntityID: known }
  return expectClaimedIssuer(expectation, received.value).idpEntityID
}

describe('the issuer that a test expects', () => {
  it('is the one that is known, whatever a message claims', async () => {
    expect(await issuerExpected({}, 'https://idp.example')).toBe('https://idp.example')
  })

  it('is the one that the response claims, or else its assertion', async () => {
    expect(await issuerExpected({})).toBe(CLAIMED)
    const edit = (xml: string) => xml.replace(IN_RESPONSE, '$1')
    expect(await issuerExpected({ edit })).toBe(CLAIMED)
  })

  it.each([
    ['no issuer', (xml: string) => xml.replace(IN_RESPONSE, '$1').replace(IN_ASSERTION, '$1')],
    ['an empty one', (xml: string) => xml.replaceAll(CLAIMED, '')],
    ['one that is too long', (xml: string) => xml.replaceAll(CLAIMED, 'x'.repeat(2000))],
  ])('is nobody in a message with %s', async (_, edit) => {
    expect(await issuerExpected({ edit })).toBe('\u0000')
  })
})
