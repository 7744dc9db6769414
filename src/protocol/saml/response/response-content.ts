// What a Response says about itself, without its assertion (SAML Core §3.2.2).

import type { XmlElement } from '../../xml/tree.ts'
import { attributeOf, childrenNamed, textOf } from '../../xml/tree.ts'
import { tokenOf } from '../../xml/white-space.ts'
import { SAML_NS, SAMLP_NS } from '../namespaces.ts'

export interface IssuerContent {
  /** Undefined when it is no plain text. */
  readonly value: string | undefined
  readonly format: string | undefined
}

export interface ResponseContent {
  readonly id: string | undefined
  readonly version: string | undefined
  readonly issueInstant: string | undefined
  readonly destination: string | undefined
  readonly inResponseTo: string | undefined
  readonly issuers: readonly IssuerContent[]
  /** The top-level status code first, then what is nested in it. */
  readonly statusCodes: readonly string[]
  /** As it was written: whatever shows it bounds it (`shownMessage`). */
  readonly statusMessage: string | undefined
}

/**
 * Reads a Response's own statements. They are as trustworthy as the element: signed only if the
 * Response is.
 */
export function readResponseContent(response: XmlElement): ResponseContent {
  return {
    id: tokenOf(response, 'ID'),
    version: attributeOf(response, 'Version'),
    issueInstant: tokenOf(response, 'IssueInstant'),
    destination: tokenOf(response, 'Destination'),
    inResponseTo: tokenOf(response, 'InResponseTo'),
    issuers: readIssuers(response),
    statusCodes: readStatusCodes(response),
    statusMessage: readStatusMessage(response),
  }
}

/** The Issuers of a Response or an assertion. */
export const readIssuers = (element: XmlElement): readonly IssuerContent[] =>
  childrenNamed(element, SAML_NS, 'Issuer').map(readIssuer)

const readIssuer = (issuer: XmlElement): IssuerContent => ({
  value: textOf(issuer),
  format: tokenOf(issuer, 'Format'),
})

/** Two statuses, or two codes in one, say nothing: the list is empty then. */
function readStatusCodes(response: XmlElement): readonly string[] {
  const codes: string[] = []
  let at = onlyChild(onlyChild(response, 'Status'), 'StatusCode')
  for (; at !== undefined; at = onlyChild(at, 'StatusCode')) codes.push(tokenOf(at, 'Value') ?? '')
  return codes
}

function readStatusMessage(response: XmlElement): string | undefined {
  const message = onlyChild(onlyChild(response, 'Status'), 'StatusMessage')
  return message && textOf(message)
}

function onlyChild(element: XmlElement | undefined, localName: string): XmlElement | undefined {
  const [child, ...others] = element ? childrenNamed(element, SAMLP_NS, localName) : []
  return others.length === 0 ? child : undefined
}
