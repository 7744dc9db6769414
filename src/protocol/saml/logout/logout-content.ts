// What a logout message says (SAML Core §3.7), as plain values. Only a VerifiedElement can be read.

import type { XmlElement } from '../../xml/tree.ts'
import { childElements, childrenNamed, textOf } from '../../xml/tree.ts'
import { tokenOf } from '../../xml/white-space.ts'
import type { VerifiedElement } from '../../xmldsig/verified-element.ts'
import { SAML_NS, SAMLP_NS } from '../namespaces.ts'
import { readNameId } from '../response/assertion-content.ts'
import type { ResponseContent } from '../response/response-content.ts'
import { readResponseContent } from '../response/response-content.ts'
import type { NameId } from '../response/verified-login.ts'

/**
 * `statusCodes` and `inResponseTo` are a LogoutResponse's; the rest of what is added here, a
 * LogoutRequest's.
 */
export interface LogoutContent extends ResponseContent {
  readonly notOnOrAfter: string | undefined
  /** How many BaseID, NameID and EncryptedID there are. */
  readonly identifiers: number
  /** A NameID that holds an element has no value and is left out. */
  readonly nameIds: readonly NameId[]
  readonly encryptedIds: readonly XmlElement[]
  /** Undefined for one that holds an element. */
  readonly sessionIndexes: readonly (string | undefined)[]
}

const IDENTIFIERS = ['BaseID', 'NameID', 'EncryptedID']

/** Reads a verified LogoutRequest or LogoutResponse. */
export const readLogoutContent = (message: VerifiedElement): LogoutContent => ({
  ...readResponseContent(message),
  notOnOrAfter: tokenOf(message, 'NotOnOrAfter'),
  identifiers: childElements(message).filter(
    ({ namespace, localName }) => namespace === SAML_NS && IDENTIFIERS.includes(localName),
  ).length,
  nameIds: childrenNamed(message, SAML_NS, 'NameID').flatMap(readNameId),
  encryptedIds: childrenNamed(message, SAML_NS, 'EncryptedID'),
  sessionIndexes: childrenNamed(message, SAMLP_NS, 'SessionIndex').map(textOf),
})
