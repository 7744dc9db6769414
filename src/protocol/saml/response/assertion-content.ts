// What an assertion says (SAML Core §2.3-2.7), as plain values. Only a VerifiedElement can be read;
// how often something occurs is kept, because the checks decide what "twice" means. Values of type
// xs:string keep their white space, all others have it collapsed (R42).

import type { XmlElement } from '../../xml/tree.ts'
import {
  attributeOf,
  childElements,
  childrenNamed,
  hasElementContent,
  isNamed,
  textOf,
} from '../../xml/tree.ts'
import { tokenOf, tokenTextOf } from '../../xml/white-space.ts'
import type { VerifiedElement } from '../../xmldsig/verified-element.ts'
import { SAML_NS } from '../namespaces.ts'
import type { Expectation } from './expectation.ts'
import type { IssuerContent } from './response-content.ts'
import { readIssuers } from './response-content.ts'
import type { NameId, SamlAttribute } from './verified-login.ts'

export interface AssertionContent {
  readonly id: string | undefined
  readonly version: string | undefined
  readonly issueInstant: string | undefined
  readonly issuers: readonly IssuerContent[]
  readonly subjects: number
  /** Of every Subject. A NameID that holds an element has no value and is left out. */
  readonly nameIds: readonly NameId[]
  /** How many there are, those that hold an element included. */
  readonly nameIdElements: number
  readonly encryptedIds: number
  readonly confirmations: readonly ConfirmationContent[]
  readonly conditions: readonly ConditionsContent[]
  readonly authnStatements: readonly AuthnStatementContent[]
  readonly attributes: readonly SamlAttribute[]
}

export interface ConfirmationContent {
  readonly method: string | undefined
  readonly recipient: string | undefined
  readonly inResponseTo: string | undefined
  readonly notBefore: string | undefined
  readonly notOnOrAfter: string | undefined
}

export interface ConditionsContent {
  readonly notBefore: string | undefined
  readonly notOnOrAfter: string | undefined
  /** The Audiences of each AudienceRestriction. */
  readonly audiences: readonly (readonly string[])[]
  /** Names of conditions that we do not know. */
  readonly unknown: readonly string[]
}

export interface AuthnStatementContent {
  readonly authnInstant: string | undefined
  readonly sessionIndex: string | undefined
  readonly sessionNotOnOrAfter: string | undefined
  readonly authnContextClassRef: string | undefined
}

/**
 * OneTimeUse and ProxyRestriction ask nothing of us: we neither keep nor pass on an assertion (SAML
 * Core §2.5.1.5-6).
 */
const KNOWN_CONDITIONS = ['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction']

/**
 * Between whom an assertion passes: a NameID among the attributes that was made by or for others is
 * no value here.
 */
type Parties = Pick<Expectation, 'spEntityID' | 'idpEntityID'>

/**
 * Reads a verified assertion, or the one assertion of a verified Response; undefined when there is
 * none.
 */
export function readAssertion(
  verified: VerifiedElement,
  parties: Parties,
): AssertionContent | undefined {
  if (isNamed(verified, SAML_NS, 'Assertion')) return readContent(verified, parties)
  const [assertion, ...others] = childrenNamed(verified, SAML_NS, 'Assertion')
  return assertion === undefined || others.length > 0 ? undefined : readContent(assertion, parties)
}

/** Tells whether a NameID holds nothing but white space. */
export const isBlank = ({ value }: NameId): boolean => value.trim() === ''

function readContent(assertion: XmlElement, parties: Parties): AssertionContent {
  const subjects = childrenNamed(assertion, SAML_NS, 'Subject')
  const nameIds = grandchildren(subjects, 'NameID')
  const statements = childrenNamed(assertion, SAML_NS, 'AttributeStatement')
  return {
    id: tokenOf(assertion, 'ID'),
    version: attributeOf(assertion, 'Version'),
    issueInstant: tokenOf(assertion, 'IssueInstant'),
    issuers: readIssuers(assertion),
    subjects: subjects.length,
    nameIds: nameIds.flatMap(readNameId),
    nameIdElements: nameIds.length,
    encryptedIds: grandchildren(subjects, 'EncryptedID').length,
    confirmations: grandchildren(subjects, 'SubjectConfirmation').map(readConfirmation),
    conditions: childrenNamed(assertion, SAML_NS, 'Conditions').map(readConditions),
    authnStatements: childrenNamed(assertion, SAML_NS, 'AuthnStatement').map(readAuthnStatement),
    attributes: readAttributes(grandchildren(statements, 'Attribute'), parties),
  }
}

/** The children with this name of every one of these elements, in document order. */
function grandchildren(parents: readonly XmlElement[], localName: string): readonly XmlElement[] {
  const [only] = parents
  if (only !== undefined && parents.length === 1) return childrenNamed(only, SAML_NS, localName)
  return parents.flatMap((parent) => childrenNamed(parent, SAML_NS, localName))
}

/** A NameID as a list of one; of none when it holds an element, which could cut its text in two. */
export function readNameId(nameId: XmlElement): readonly NameId[] {
  const value = textOf(nameId)
  if (value === undefined) return []
  const format = tokenOf(nameId, 'Format')
  const nameQualifier = attributeOf(nameId, 'NameQualifier')
  const spNameQualifier = attributeOf(nameId, 'SPNameQualifier')
  return [{ value, format, nameQualifier, spNameQualifier }]
}

function readConfirmation(confirmation: XmlElement): ConfirmationContent {
  const [first, ...others] = childrenNamed(confirmation, SAML_NS, 'SubjectConfirmationData')
  const data = others.length === 0 ? first : undefined
  return {
    method: tokenOf(confirmation, 'Method'),
    recipient: data && tokenOf(data, 'Recipient'),
    inResponseTo: data && tokenOf(data, 'InResponseTo'),
    notBefore: data && tokenOf(data, 'NotBefore'),
    notOnOrAfter: data && tokenOf(data, 'NotOnOrAfter'),
  }
}

function readConditions(conditions: XmlElement): ConditionsContent {
  return {
    notBefore: tokenOf(conditions, 'NotBefore'),
    notOnOrAfter: tokenOf(conditions, 'NotOnOrAfter'),
    audiences: childrenNamed(conditions, SAML_NS, 'AudienceRestriction').map(readAudiences),
    unknown: childElements(conditions).filter(isUnknownCondition).map(nameOf),
  }
}

const readAudiences = (restriction: XmlElement): readonly string[] =>
  childrenNamed(restriction, SAML_NS, 'Audience').map(readAudience)

const readAudience = (audience: XmlElement): string => tokenTextOf(audience) ?? ''

const isUnknownCondition = ({ namespace, localName }: XmlElement): boolean =>
  namespace !== SAML_NS || !KNOWN_CONDITIONS.includes(localName)

const nameOf = ({ name }: XmlElement): string => name

function readAuthnStatement(statement: XmlElement): AuthnStatementContent {
  const [context] = childrenNamed(statement, SAML_NS, 'AuthnContext')
  const [classRef] = context ? childrenNamed(context, SAML_NS, 'AuthnContextClassRef') : []
  return {
    authnInstant: tokenOf(statement, 'AuthnInstant'),
    sessionIndex: attributeOf(statement, 'SessionIndex'),
    sessionNotOnOrAfter: tokenOf(statement, 'SessionNotOnOrAfter'),
    authnContextClassRef: classRef && tokenTextOf(classRef),
  }
}

function readAttributes(
  attributes: readonly XmlElement[],
  parties: Parties,
): readonly SamlAttribute[] {
  const read: SamlAttribute[] = []
  for (const attribute of attributes) read.push(readAttribute(attribute, parties))
  return read
}

function readAttribute(attribute: XmlElement, parties: Parties): SamlAttribute {
  const nameFormat = tokenOf(attribute, 'NameFormat')
  const friendlyName = attributeOf(attribute, 'FriendlyName')
  return {
    name: attributeOf(attribute, 'Name') ?? '',
    nameFormat,
    friendlyName,
    values: readValues(attribute, parties),
  }
}

/** Of the values those that are plain text, or a NameID of plain text. */
function readValues(attribute: XmlElement, parties: Parties): readonly string[] {
  const values: string[] = []
  for (const element of childrenNamed(attribute, SAML_NS, 'AttributeValue')) {
    const value = textOf(element) ?? nameIdIn(element, parties)
    if (value !== undefined) values.push(value)
  }
  return values
}

/**
 * The NameID that a value consists of: SAML Core §2.7.3.1.1 allows any element in a value, and
 * eduPersonTargetedID is one (MACE-Dir SAML Attribute Profiles §3.3.1.1). Alone, or which of two is
 * meant would be a choice; made for us, as the one of the Subject has to be; and made by this IdP:
 * of one that it passes on, the text alone may name somebody of another IdP (SAML Core §8.3.7).
 */
function nameIdIn(value: XmlElement, { spEntityID, idpEntityID }: Parties): string | undefined {
  const [only, ...others] = childElements(value)
  if (only === undefined || others.length > 0 || !isNamed(only, SAML_NS, 'NameID')) return undefined
  const { nameQualifier = idpEntityID, spNameQualifier = spEntityID } = readNameId(only)[0] ?? {}
  const ours = nameQualifier === idpEntityID && spNameQualifier === spEntityID
  return ours && hasElementContent(value) ? textOf(only) : undefined
}
