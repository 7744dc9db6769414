import { describe, expect, it } from 'vitest'
import { parseXml } from '../../../src/protocol/xml/parse.ts'
import { childElements, childrenNamed } from '../../../src/protocol/xml/tree.ts'
import { DSIG_NS } from '../../../src/protocol/xmldsig/algorithms.ts'
import { verifyEnveloped } from '../../../src/protocol/xmldsig/verify-enveloped.ts'
import { CIRCUMSTANCES, signedResponse } from '../../support/signed-response.ts'
import { judge } from '../saml/response/judge.ts'

describe('verifyEnveloped', () => {
  it('returns a tree of the signed bytes alone: no way leads back to the document (R30)', async () => {
    const document = parseXml((await signedResponse({ sign: 'assertion' })).bytes)
    if (!document.ok) throw new Error(document.refusal.code)
    const assertion = childElements(document.value).find((e) => e.localName === 'Assertion')
    if (assertion === undefined) throw new Error('There is no assertion')
    const verified = await verifyEnveloped(assertion, CIRCUMSTANCES)
    if (!verified.ok) throw new Error(verified.refusal.code)
    expect(verified.value).not.toBe(assertion)
    expect(verified.value.parent).toBeUndefined()
    // The Signature is no part of what it signs.
    expect(childrenNamed(verified.value, DSIG_NS, 'Signature')).toEqual([])
  })

  it('takes no RSA key for an ECDSA signature (R12)', async () => {
    expect(await judge({ algorithm: 'ecdsa-sha256' })).toEqual({
      code: 'dsig_no_fitting_key',
      expected: 'EC',
      got: ['RSA 2048'],
    })
  })

  it('is not asked about an assertion of another namespace (R21)', async () => {
    const editAssertion = (xml: string) => xml.replace('SAML:2.0:assertion', 'SAML:2.0:other')
    expect(await judge({ sign: 'response', editAssertion })).toEqual({
      code: 'saml_assertion_not_single',
      expected: 1,
      got: 1,
    })
  })
})
