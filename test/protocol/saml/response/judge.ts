// What the tests of responses share: sign a message with one thing changed, and see what becomes of
// it.

import type { Expectation } from '../../../../src/protocol/saml/response/expectation.ts'
import { readReceived } from '../../../../src/protocol/saml/response/read-received.ts'
import { verifyResponse } from '../../../../src/protocol/saml/response/verify-response.ts'
import {
  CIRCUMSTANCES,
  type ResponseOptions,
  signedResponse,
} from '../../../support/signed-response.ts'

/** Verifies a response built with these options; returns the login or the refusal. */
export async function judge(options: ResponseOptions, circumstances: Partial<Expectation> = {}) {
  return judgeBytes((await signedResponse(options)).bytes, circumstances)
}

/** The same for a finished message. */
export async function judgeBytes(bytes: Uint8Array, circumstances: Partial<Expectation> = {}) {
  const received = readReceived(bytes)
  if (!received.ok) return received.refusal
  const verified = await verifyResponse(received.value, { ...CIRCUMSTANCES, ...circumstances })
  return verified.ok ? verified.value : verified.refusal
}

/** What a response with default options says. */
export const ALICE = {
  assertionId: '_assertion1',
  nameId: {
    value: 'alice@example.org',
    format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  },
  attributes: [
    { name: 'email', values: ['alice@example.org'] },
    { name: 'roles', values: ['admin', 'editor'] },
  ],
  authnInstant: Date.parse('2026-01-15T12:00:00Z'),
  authnContextClassRef: 'urn:oasis:names:tc:SAML:2.0:ac:classes:Password',
  sessionIndex: '_session1',
}

/** Replaces text in the assertion before it is signed, everywhere. */
export const inAssertion = (from: string | RegExp, to: string): ResponseOptions => ({
  editAssertion: (xml) => {
    if (xml.search(from) < 0) throw new Error(`${from} is not there`)
    return xml.replace(from, to)
  },
})
/** The same in the response, which is then signed too. */
export const inResponse = (from: string | RegExp, to: string): ResponseOptions => ({
  sign: 'both',
  editResponse: (xml) => {
    if (xml.search(from) < 0) throw new Error(`${from} is not there`)
    return xml.replace(from, to)
  },
})
/** To replace the confirmation by others. */
export const CONFIRMATION = /<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/
export const confirmation = (data: string) =>
  `<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData ${data}></saml:SubjectConfirmationData></saml:SubjectConfirmation>`
export const GOOD_DATA = `InResponseTo="_request1" NotOnOrAfter="2026-01-15T12:05:00Z" Recipient="${CIRCUMSTANCES.acsUrl}"`
