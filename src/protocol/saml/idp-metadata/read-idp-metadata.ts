// Metadata -> the identity providers in it (SAML Metadata §2.3-2.4). Signatures on metadata are not verified: who fetches it
// trusts https, who pastes it answers for it, and every certificate is shown before it is trusted.

import type { Refusal } from '../../../refusal.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { DSIG_NS } from '../../xmldsig/algorithms.ts'
import { METADATA_NS, SAMLP_NS } from '../namespaces.ts'
import { parseZonedInstant } from '../time.ts'
import { type MetadataElement, parseMetadata } from './parse-metadata.ts'
import type { MetadataRefusalCode } from './refusals.ts'

/** An endpoint per binding that we can use. */
export interface IdpEndpoints {
  readonly redirect?: string
  readonly post?: string
}

/** Single logout, where answers may be wanted at other addresses than requests (`ResponseLocation`, SAML Metadata §2.2.2). */
export interface IdpLogoutEndpoints extends IdpEndpoints {
  readonly responses?: IdpEndpoints
}

export interface IdpEntity {
  readonly entityID: string
  /** As written: nobody has looked at these URLs yet. */
  readonly sso: IdpEndpoints
  readonly slo: IdpLogoutEndpoints
  readonly wantAuthnRequestsSigned: boolean
  readonly nameIdFormats: readonly string[]
  /** Milliseconds since the epoch: the earliest one of the role, the entity and the groups around it. */
  readonly validUntil?: number
  /** The text of every X509Certificate that may verify signatures, as written. */
  readonly signingCertificates: readonly string[]
  /** The document, or the part that holds this entity, carries a signature with SHA-1. */
  readonly signedWithSha1: boolean
}

type MetadataRefusal = Refusal<MetadataRefusalCode>

/** What an element inherits from the descriptors around it. */
interface Context {
  readonly validUntil: readonly string[]
  readonly signedWithSha1: boolean
}

const BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-'
const MAX_ENTITY_ID = 1024
const SHA1 = /(^|[#-])sha1$/

/** Reads every SAML 2.0 identity provider of an EntityDescriptor or of (nested) EntitiesDescriptors; at least one. */
export async function readIdpMetadata(
  text: string,
): Promise<Result<{ readonly entities: readonly IdpEntity[] }, MetadataRefusal>> {
  const parsed = await parseMetadata(text)
  if (!parsed.ok) return parsed
  const root = parsed.value
  if (!isMetadata(root, 'EntityDescriptor') && !isMetadata(root, 'EntitiesDescriptor'))
    return refuse({ code: 'metadata_not_saml', got: root.localName.slice(0, 100) })

  const entities = new Map<string, IdpEntity>()
  for (const { entity, role, context } of findIdps(root, {
    validUntil: [],
    signedWithSha1: false,
  })) {
    const read = readEntity(entity, role, context)
    if (!read.ok) return read
    const { entityID } = read.value
    if (entities.has(entityID))
      return refuse({ code: 'metadata_entity_id_duplicate', got: entityID })
    entities.set(entityID, read.value)
  }
  return entities.size > 0
    ? ok({ entities: [...entities.values()] })
    : refuse({ code: 'metadata_no_idp' })
}

interface FoundIdp {
  readonly entity: MetadataElement
  readonly role: MetadataElement
  readonly context: Context
}

/** Finds the IDPSSODescriptors for SAML 2.0: the first one of each entity. Roles of WS-Federation and SAML 1.1 are not ours. */
function findIdps(descriptor: MetadataElement, outer: Context): readonly FoundIdp[] {
  const context = enter(descriptor, outer)
  if (isMetadata(descriptor, 'EntityDescriptor')) {
    const role = childrenOf(descriptor, METADATA_NS, 'IDPSSODescriptor').find((candidate) =>
      tokens(candidate.attributes.get('protocolSupportEnumeration')).includes(SAMLP_NS),
    )
    return role === undefined ? [] : [{ entity: descriptor, role, context: enter(role, context) }]
  }
  return descriptor.children
    .filter(
      (child) => isMetadata(child, 'EntityDescriptor') || isMetadata(child, 'EntitiesDescriptor'),
    )
    .flatMap((child) => findIdps(child, context))
}

function enter(element: MetadataElement, outer: Context): Context {
  const validUntil = element.attributes.get('validUntil')
  return {
    validUntil: validUntil === undefined ? outer.validUntil : [...outer.validUntil, validUntil],
    signedWithSha1: outer.signedWithSha1 || hasSha1Signature(element),
  }
}

function readEntity(
  entity: MetadataElement,
  role: MetadataElement,
  context: Context,
): Result<IdpEntity, MetadataRefusal> {
  const entityID = entity.attributes.get('entityID') ?? ''
  if (entityID === '' || entityID.length > MAX_ENTITY_ID)
    return refuse({
      code: 'metadata_entity_id_invalid',
      expected: MAX_ENTITY_ID,
      got: entityID.length,
    })
  const ends: number[] = []
  for (const text of context.validUntil) {
    const end = readValidUntil(text)
    if (end === undefined)
      return refuse({ code: 'metadata_valid_until_invalid', got: text.slice(0, 40) })
    ends.push(end)
  }
  const want = role.attributes.get('WantAuthnRequestsSigned')
  return ok({
    entityID,
    sso: readEndpoints(role, 'SingleSignOnService'),
    slo: readLogoutEndpoints(role),
    wantAuthnRequestsSigned: want === 'true' || want === '1',
    nameIdFormats: childrenOf(role, METADATA_NS, 'NameIDFormat').map(({ text }) => text),
    ...(ends.length > 0 ? { validUntil: Math.min(...ends) } : {}),
    signingCertificates: readSigningCertificates(role),
    signedWithSha1: context.signedWithSha1,
  })
}

/** xs:dateTime of any zone (XML Schema 2 §3.2.7); without one it is UTC (SAML Core §1.3.3). */
const readValidUntil = (text: string): number | undefined => parseZonedInstant(text)

/** The first endpoint of each binding (SAML Metadata §2.2.2); Artifact and SOAP are not used. */
function readEndpoints(
  role: MetadataElement,
  localName: string,
  attribute: 'Location' | 'ResponseLocation' = 'Location',
): IdpEndpoints {
  const services = childrenOf(role, METADATA_NS, localName)
  const locationOf = (binding: string): string | undefined =>
    services
      .find(({ attributes }) => attributes.get('Binding') === BINDING + binding)
      ?.attributes.get(attribute)
  const redirect = locationOf('Redirect')
  const post = locationOf('POST')
  return {
    ...(redirect === undefined ? {} : { redirect }),
    ...(post === undefined ? {} : { post }),
  }
}

function readLogoutEndpoints(role: MetadataElement): IdpLogoutEndpoints {
  const requests = readEndpoints(role, 'SingleLogoutService')
  const responses = readEndpoints(role, 'SingleLogoutService', 'ResponseLocation')
  return Object.keys(responses).length === 0 ? requests : { ...requests, responses }
}

/** R45: a KeyDescriptor without `use` counts for signing, and each certificate of each one is kept. */
const readSigningCertificates = (role: MetadataElement): readonly string[] =>
  childrenOf(role, METADATA_NS, 'KeyDescriptor')
    .filter(({ attributes }) => (attributes.get('use') ?? 'signing') === 'signing')
    .flatMap((key) => keyChildren(key, 'KeyInfo'))
    .flatMap((keyInfo) => keyChildren(keyInfo, 'X509Data'))
    .flatMap((x509) => keyChildren(x509, 'X509Certificate'))
    .map(({ text }) => text)

/** Documents written by hand often leave these in the default namespace, that of metadata. */
const keyChildren = (element: MetadataElement, localName: string): readonly MetadataElement[] => [
  ...childrenOf(element, DSIG_NS, localName),
  ...childrenOf(element, METADATA_NS, localName),
]

function hasSha1Signature(element: MetadataElement): boolean {
  const signedInfo = childrenOf(element, DSIG_NS, 'Signature').flatMap((signature) =>
    childrenOf(signature, DSIG_NS, 'SignedInfo'),
  )
  return [
    ...signedInfo.flatMap((info) => childrenOf(info, DSIG_NS, 'SignatureMethod')),
    ...signedInfo
      .flatMap((info) => childrenOf(info, DSIG_NS, 'Reference'))
      .flatMap((reference) => childrenOf(reference, DSIG_NS, 'DigestMethod')),
  ].some(({ attributes }) => SHA1.test(attributes.get('Algorithm') ?? ''))
}

const isMetadata = (element: MetadataElement, localName: string): boolean =>
  element.namespace === METADATA_NS && element.localName === localName

const childrenOf = (
  element: MetadataElement,
  namespace: string,
  localName: string,
): readonly MetadataElement[] =>
  element.children.filter((child) => child.localName === localName && child.namespace === namespace)

const tokens = (list: string | undefined): readonly string[] => list?.split(/\s+/) ?? []
