import { describe, expectTypeOf, it } from 'vitest'
import type { readAssertion } from '../../../src/protocol/saml/response/assertion-content.ts'
import type { Expectation } from '../../../src/protocol/saml/response/expectation.ts'
import type { XmlElement } from '../../../src/protocol/xml/tree.ts'
import type { VerifiedElement } from '../../../src/protocol/xmldsig/verified-element.ts'

describe('VerifiedElement (R30)', () => {
  it('is not what a parsed element is', () => {
    expectTypeOf<XmlElement>().not.toExtend<VerifiedElement>()
    expectTypeOf<VerifiedElement>().toExtend<XmlElement>()
  })

  it('is what an assertion is read from', () => {
    expectTypeOf<Parameters<typeof readAssertion>>().toEqualTypeOf<
      [verified: VerifiedElement, parties: Pick<Expectation, 'spEntityID' | 'idpEntityID'>]
    >()
  })
})
