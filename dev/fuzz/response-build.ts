// How a response is described before it is built: its options, and what is expected of it.

import type { Expectation } from '../../src/protocol/saml/response/expectation.ts'
import type { EncryptionOptions } from '../../test/support/encrypted-response.ts'
import type { ResponseOptions } from '../../test/support/signed-response.ts'
import { TEST_KEYS } from '../../test/support/test-keys.ts'

/** `content` asks for encryption. */
type Options = ResponseOptions & EncryptionOptions

/** Its name, how it is written, and what differs in the expectation. */
export type Build = readonly [string, Options, Partial<Expectation>?]

/** An IdP whose registered key is on a curve. */
export const EC = { certificates: [TEST_KEYS.ec.certificate] }

/** A KeyInfo that holds the IdP's own certificate. */
export const KEY_INFO = `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${TEST_KEYS.idp.certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`

/** Replaces in a message. Throws if there is nothing to replace. */
export function replaced(xml: string, from: string | RegExp, to: string): string {
  if (xml.search(from) < 0) throw new Error(`Nothing to replace: ${from}`)
  return xml.replace(from, to)
}
