// Is there exactly one assertion, and are the signatures where they may be? Asked of the unverified tree, before any
// cryptography: what passes here is a message in which nothing can be wrapped around anything (R21-R25).

import type { XmlElement } from '../../xml/tree.ts'
import { attributeOf, isNamed, visitElements } from '../../xml/tree.ts'
import { DSIG_NS } from '../../xmldsig/algorithms.ts'
import { checkIds } from '../../xmldsig/ids.ts'
import { readEncryptedContent } from '../../xmlenc/encrypted-data.ts'
import { SAML_NS, STATUS_SUCCESS } from '../namespaces.ts'
import type { Check, Finding } from './check.ts'
import { found } from './check.ts'
import type { Expectation } from './expectation.ts'
import { readResponseContent } from './response-content.ts'

/** Every assertion and signature of a message, wherever it hides. */
export interface Census {
  readonly root: XmlElement
  readonly assertions: readonly XmlElement[]
  readonly signatures: readonly XmlElement[]
}

/** Counts in the whole document, so that what is not a child of the right parent is seen at all. */
export function takeCensus(root: XmlElement): Census {
  const assertions: XmlElement[] = []
  const signatures: XmlElement[] = []
  visitElements(root, (element) => {
    if (isNamed(element, DSIG_NS, 'Signature')) signatures.push(element)
    // In whatever namespace: a decoy that another reader could take for the assertion counts as one.
    else if (ASSERTIONS.includes(element.localName)) assertions.push(element)
  })
  return { root, assertions, signatures }
}

const ASSERTIONS = ['Assertion', 'EncryptedAssertion']

/** The one assertion of a message, when it is encrypted. */
export const encryptedIn = ({ assertions: [only] }: Census): XmlElement | undefined =>
  only?.localName === 'EncryptedAssertion' ? only : undefined

/** The checks of a message as received, in order. */
export const MESSAGE_CHECKS: readonly Check<Census>[] = [
  { rule: 'R21', title: 'There is an assertion', check: checkAssertionPresent },
  {
    rule: 'R21',
    title: 'It is the only one, directly in the response',
    check: checkAssertionSingle,
  },
  { rule: 'R25', title: 'Every ID is unique', check: checkIdsUnique },
  { rule: 'R22', title: 'Signatures stand only where they may', check: checkSignaturePlaces },
  { rule: 'R11', title: 'The response or its assertion is signed', check: checkSigned },
  {
    rule: 'R34',
    title: 'What is decrypted claims to answer our request',
    check: checkDecryptable,
  },
  {
    rule: 'R35',
    title: 'What is encrypted is encrypted in an accepted way',
    check: checkEncryption,
  },
  {
    rule: 'R11',
    title: 'A certificate of the identity provider is registered',
    check: checkCertificates,
  },
]

/** A response without an assertion mostly says in its Status why (SAML Core §3.2.2.2). */
function checkAssertionPresent({ root, assertions }: Census): Finding {
  const { statusCodes } = readResponseContent(root)
  if (assertions.length === 0 && statusCodes[0] !== STATUS_SUCCESS)
    return found('saml_status_not_success', false, { expected: STATUS_SUCCESS, got: statusCodes })
  return found('saml_assertion_missing', assertions.length > 0)
}

/** R21: any other assertion, at any depth, could be the one that somebody else reads. */
function checkAssertionSingle({ root, assertions }: Census): Finding {
  const [only, ...others] = assertions
  const holds = only?.parent === root && only.namespace === SAML_NS && others.length === 0
  return found('saml_assertion_not_single', holds, { expected: 1, got: assertions.length })
}

function checkIdsUnique({ root }: Census): Finding {
  const refusal = checkIds(root)
  return { holds: refusal === undefined, refusal: refusal ?? { code: 'dsig_id_ambiguous' } }
}

/** R22: a child of the response or of its assertion, at most one in each. */
function checkSignaturePlaces({ root, assertions, signatures }: Census): Finding {
  const parents = signatures.map((signature) => signature.parent)
  const inPlace = parents.every((parent) => parent === root || parent === assertions[0])
  return found('saml_signature_misplaced', inPlace && new Set(parents).size === parents.length)
}

/** R11: there is no setting that turns this off. Of an encrypted assertion it shows once it is decrypted. */
function checkSigned(census: Census): Finding {
  const holds = census.signatures.length > 0 || encryptedIn(census) !== undefined
  return found('saml_signature_missing', holds)
}

/**
 * R34: our private key answers only to a browser whose request is open, and only messages that name this request. It is
 * still unverified here; the signed one is compared later (R41).
 */
function checkDecryptable(census: Census, { inResponseTo }: Expectation): Finding {
  const got = attributeOf(census.root, 'InResponseTo') ?? ''
  const holds = encryptedIn(census) === undefined || got === inResponseTo
  return found('saml_in_response_to_mismatch', holds, { expected: inResponseTo, got })
}

/** Read off the message, before any key is used. */
function checkEncryption(census: Census, { allowAesCbc = false }: Expectation): Finding {
  const encrypted = encryptedIn(census)
  const read = encrypted && readEncryptedContent(encrypted, allowAesCbc)
  if (read === undefined || read.ok) return found('saml_assertion_missing', true)
  return { holds: false, refusal: read.refusal }
}

function checkCertificates(_: Census, { certificates }: Expectation): Finding {
  return found('saml_certificate_missing', certificates.length > 0)
}
