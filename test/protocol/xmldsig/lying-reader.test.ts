// The last line of defence: were the reader ever wrong about a message, what counts are the bytes
// that were signed. These trees say something else than they would be written as, which no parsed
// tree does.

import { describe, expect, it } from 'vitest'
import { decodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { canonicalize } from '../../../src/protocol/xml/canonicalize.ts'
import { parseXml } from '../../../src/protocol/xml/parse.ts'
import { allElements, type XmlElement } from '../../../src/protocol/xml/tree.ts'
import { verifyEnveloped } from '../../../src/protocol/xmldsig/verify-enveloped.ts'
import {
  CIRCUMSTANCES,
  type ResponseOptions,
  signedResponse,
} from '../../support/signed-response.ts'

/** The signed assertion of a message in which every `written` name is taken for `taken`. */
async function misread(
  options: ResponseOptions,
  written: string,
  taken: string,
): Promise<XmlElement> {
  const parsed = parseXml((await signedResponse(options)).bytes)
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  const assertion = parsed.value.children.at(-1)
  if (assertion === undefined || typeof assertion === 'string') throw new Error('no assertion')
  for (const element of allElements(assertion))
    if (element.localName === written) Object.assign(element, { localName: taken })
  return assertion
}

describe('verifyEnveloped', () => {
  it('returns the signed bytes only if they show the element that was asked about (R30)', async () => {
    const editAssertion = (xml: string) => xml.replaceAll('saml:Assertion', 'saml:Other')
    const element = await misread({ editAssertion }, 'Other', 'Assertion')
    expect(await verifyEnveloped(element, CIRCUMSTANCES)).toEqual({
      ok: false,
      refusal: { code: 'dsig_signed_bytes_differ' },
    })
  })

  it('reads SignedInfo from the bytes that the signature covers (R26)', async () => {
    const editSignedInfo = (xml: string) => xml.replaceAll('ds:Reference', 'ds:Other')
    const element = await misread({ editSignedInfo }, 'Other', 'Reference')
    expect(await verifyEnveloped(element, CIRCUMSTANCES)).toEqual({
      ok: false,
      refusal: { code: 'dsig_structure_invalid', got: 'SignedInfo' },
    })
  })
})

describe('canonicalize', () => {
  it('escapes a namespace name, whatever the reader has let through (R27)', () => {
    const element: XmlElement = {
      name: 'a',
      prefix: '',
      localName: 'a',
      namespace: 'urn:"><b x="&',
      attributes: [],
      declarations: [],
      children: [],
      parent: undefined,
    }
    expect(decodeUtf8(canonicalize(element, { algorithm: 'exc-c14n' }))).toBe(
      '<a xmlns="urn:&quot;>&lt;b x=&quot;&amp;"></a>',
    )
  })
})
