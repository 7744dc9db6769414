// Is there exactly one assertion, and are the signatures where they may be? Asked of the unverified
// tree, before any cryptography: what passes here is a message in which nothing can be wrapped
// around anything (R21-R25).

import type { XmlElement } from '../../xml/tree.ts'
import { allElements, isNamed } from '../../xml/tree.ts'
import { tokenOf } from '../../xml/white-space.ts'
import { DSIG_NS } from '../../xmldsig/algorithms.ts'
import { checkIds } from '../../xmldsig/ids.ts'
import { readEncryptedContent } from '../../xmlenc/encrypted-data.ts'
import { SAML_NS, STATUS_SUCCESS } from '../namespaces.ts'
import type { Check, ResponseRefusal } from './check.ts'
import { because } from './check.ts'
import type { Expectation } from './expectation.ts'
import { failedStatus } from './failed-status.ts'
import { readResponseContent } from './response-content.ts'

/** Every element of a message, and of them every assertion and signature, wherever it hides. */
export interface Census {
  readonly root: XmlElement
  readonly elements: readonly XmlElement[]
  readonly assertions: readonly XmlElement[]
  readonly signatures: readonly XmlElement[]
}

/** Counts in the whole document, so that what is not a child of the right parent is seen at all. */
export function takeCensus(root: XmlElement): Census {
  const elements = allElements(root)
  const assertions: XmlElement[] = []
  const signatures: XmlElement[] = []
  for (const element of elements) {
    const { localName } = element
    if (isNamed(element, DSIG_NS, 'Signature')) signatures.push(element)
    // In whatever namespace: a decoy that another reader could take for the assertion counts as
    // one.
    else if (localName === 'Assertion' || localName === 'EncryptedAssertion')
      assertions.push(element)
  }
  return { root, elements, assertions, signatures }
}

/** The one assertion of a message, when it is encrypted. */
export const encryptedIn = ({ assertions: [only] }: Census): XmlElement | undefined =>
  only?.localName === 'EncryptedAssertion' ? only : undefined

/** The checks of a message as received. */
export const MESSAGE = {
  hasAssertion: {
    rule: 'R21',
    title: 'There is an assertion',
    holds: ({ assertions }) => assertions.length > 0,
    explain: noAssertion,
  },
  // Any other assertion, at any depth, could be the one that somebody else reads.
  assertionIsSingle: {
    rule: 'R21',
    title: 'It is the only one, directly in the response',
    holds: ({ root, assertions: [only, ...others] }) =>
      only?.parent === root && only.namespace === SAML_NS && others.length === 0,
    explain: ({ assertions }) =>
      because('saml_assertion_not_single', { expected: 1, got: assertions.length }),
  },
  idsAreUnique: {
    rule: 'R25',
    title: 'Every ID is unique',
    holds: ({ elements }) => checkIds(elements) === undefined,
    explain: ({ elements }) => checkIds(elements) ?? { code: 'dsig_id_ambiguous' },
  },
  signaturesAreInPlace: {
    rule: 'R22',
    title: 'Signatures stand only where they may',
    holds: areSignaturesInPlace,
    explain: ({ signatures }) =>
      because('saml_signature_misplaced', {
        got: signatures.map(({ parent }) => parent?.localName ?? ''),
      }),
  },
  // There is no setting that turns this off. Of an encrypted assertion it shows once it is
  // decrypted.
  isSigned: {
    rule: 'R11',
    title: 'The response or its assertion is signed',
    holds: (census) => census.signatures.length > 0 || encryptedIn(census) !== undefined,
    explain: () => because('saml_signature_missing'),
  },
  // Our private key answers only to a browser whose request is open, and only messages that name
  // this request. It is still unverified here; the signed one is compared later (R41).
  ciphertextAnswersRequest: {
    rule: 'R34',
    title: 'What is decrypted claims to answer our request',
    holds: (census, { inResponseTo }) =>
      encryptedIn(census) === undefined || claimedRequest(census) === inResponseTo,
    explain: (census, { inResponseTo }) =>
      because('saml_in_response_to_mismatch', {
        expected: inResponseTo,
        got: claimedRequest(census),
      }),
  },
  // Read off the message, before any key is used.
  encryptionIsAccepted: {
    rule: 'R35',
    title: 'What is encrypted is encrypted in an accepted way',
    holds: (census, expectation) => unacceptedEncryption(census, expectation) === undefined,
    explain: (census, expectation) =>
      unacceptedEncryption(census, expectation) ?? because('saml_assertion_missing'),
  },
  certificateIsRegistered: {
    rule: 'R11',
    title: 'A certificate of the identity provider is registered',
    holds: (_, { certificates }) => certificates.length > 0,
    explain: () => because('saml_certificate_missing'),
  },
} satisfies Record<string, Check<Census>>

/** A response without an assertion mostly says in its Status why (SAML Core §3.2.2.2). */
function noAssertion({ root, assertions }: Census): ResponseRefusal {
  const content = readResponseContent(root)
  return content.statusCodes[0] === STATUS_SUCCESS
    ? because('saml_assertion_missing', { expected: 1, got: assertions.length })
    : failedStatus(content)
}

/** R22: a child of the response or of its assertion, at most one in each. */
function areSignaturesInPlace({ root, assertions, signatures }: Census): boolean {
  const parents = new Set<XmlElement>()
  for (const { parent } of signatures) {
    if (parent === undefined || (parent !== root && parent !== assertions[0])) return false
    parents.add(parent)
  }
  return parents.size === signatures.length
}

const claimedRequest = ({ root }: Census): string => tokenOf(root, 'InResponseTo') ?? ''

function unacceptedEncryption(
  census: Census,
  { allowAesCbc = false }: Expectation,
): ResponseRefusal | undefined {
  const encrypted = encryptedIn(census)
  const read = encrypted && readEncryptedContent(encrypted, allowAesCbc)
  return read === undefined || read.ok ? undefined : read.refusal
}
