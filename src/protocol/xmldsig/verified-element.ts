// The type that carries trust. Unverified elements are no VerifiedElement, so code that reads
// identity from them does not compile (R30).

import type { XmlElement } from '../xml/tree.ts'

declare const verified: unique symbol

/**
 * An element that a registered key signed, read again from exactly the bytes that were signed. Only
 * `verifyEnveloped` and, for a message in a query, `verifyRedirect` make one, and
 * `decryptAssertion` of what such an element holds encrypted.
 */
export type VerifiedElement = XmlElement & { readonly [verified]: true }
