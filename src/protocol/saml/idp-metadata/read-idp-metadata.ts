// Metadata -> the identity providers in it (SAML Metadata §2.3-2.4). Signatures on metadata are not
// verified: who fetches it trusts https, who pastes it answers for it, and every certificate is
// shown before it is trusted.

import type { Refusal } from '../../../refusal.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { DSIG_NS } from '../../xmldsig/algorithms.ts'
import { METADATA_NS, SAMLP_NS } from '../namespaces.ts'
import { A_TIME, parseZonedInstant } from '../time.ts'
import type { MetadataRefusalCode } from './metadata-refusals.ts'
import { type MetadataElement, parseMetadata } from './parse-metadata.ts'

/** A service as it is written: nobody has looked at these URLs yet. */
export interface IdpService {
  readonly location: string
  /** Where answers are wanted, if that is elsewhere (SAML Metadata §2.2.2). */
  readonly responseLocation?: string
}

/** The services of one kind, in order, per binding that we can use. */
export interface IdpServices {
  readonly redirect?: readonly IdpService[]
  readonly post?: readonly IdpService[]
}

/** One IDPSSODescriptor for SAML 2.0. */
export interface IdpRole {
  readonly sso: IdpServices
  readonly slo: IdpServices
  readonly wantAuthnRequestsSigned: boolean
  readonly nameIdFormats: readonly string[]
  /**
   * Milliseconds since the epoch: the earliest one of the role, the entity and the groups around
   * it.
   */
  readonly validUntil?: number
  /** The text of every X509Certificate that may verify signatures, as written. */
  readonly signingCertificates: readonly string[]
  /** The document, or the part that holds this entity, carries a signature with SHA-1. */
  readonly signedWithSha1: boolean
}

export interface IdpEntity {
  readonly entityID: string
  /** At least one; the first usable one counts. */
  readonly roles: readonly IdpRole[]
}

/**
 * An identity provider that is written in a way that cannot be read. It spoils nobody else's
 * description.
 */
interface UnreadableEntity {
  readonly entityID: string
  readonly refusal: MetadataRefusal
}

export interface IdpMetadata {
  /** At least one. */
  readonly entities: readonly IdpEntity[]
  readonly unreadable: readonly UnreadableEntity[]
}

type MetadataRefusal = Refusal<MetadataRefusalCode>

/** What an element inherits from the descriptors around it. */
interface Context {
  readonly validUntil: readonly string[]
  readonly signedWithSha1: boolean
}

const BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-'
const MAX_ENTITY_ID = 1024
const MAX_NAMED = 20
/** Of one kind and binding. */
const MAX_SERVICES = 20
const SHA1 = /(^|[#-])sha1$/

/**
 * Reads every SAML 2.0 identity provider of an EntityDescriptor or of (nested) EntitiesDescriptors.
 * Refuses a document without a readable one.
 */
export async function readIdpMetadata(text: string): Promise<Result<IdpMetadata, MetadataRefusal>> {
  const parsed = await parseMetadata(text)
  if (!parsed.ok) return parsed
  const root = parsed.value
  if (!isMetadata(root, 'EntityDescriptor') && !isMetadata(root, 'EntitiesDescriptor'))
    return refuse({
      code: 'metadata_not_saml',
      expected: 'an EntityDescriptor or EntitiesDescriptor',
      got: root.localName.slice(0, 100),
    })

  const found = findEntities(root, { validUntil: [], signedWithSha1: false })
  const entities: IdpEntity[] = []
  const unreadable: UnreadableEntity[] = []
  const idps = found.filter(({ roles }) => roles.length > 0)
  const times = countEach(idps.map(({ entity }) => entityIDOf(entity)))
  for (const one of idps) {
    const entityID = entityIDOf(one.entity)
    const read = readEntity(entityID, one, times.get(entityID) ?? 1)
    if (read.ok) entities.push(read.value)
    else unreadable.push({ entityID, refusal: read.refusal })
  }
  if (entities.length > 0) return ok({ entities, unreadable })
  return refuse(unreadable[0]?.refusal ?? noIdp(found))
}

interface FoundEntity {
  readonly entity: MetadataElement
  /** Its IDPSSODescriptors for SAML 2.0. Roles of WS-Federation and SAML 1.1 are not ours. */
  readonly roles: readonly MetadataElement[]
  readonly context: Context
}

function countEach(values: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1)
  return times
}

const entityIDOf = ({ attributes }: MetadataElement): string => attributes.get('entityID') ?? ''

function findEntities(descriptor: MetadataElement, outer: Context): readonly FoundEntity[] {
  const context = enter(descriptor, outer)
  if (isMetadata(descriptor, 'EntityDescriptor')) {
    const roles = childrenOf(descriptor, METADATA_NS, 'IDPSSODescriptor').filter((candidate) =>
      tokens(candidate.attributes.get('protocolSupportEnumeration')).includes(SAMLP_NS),
    )
    return [{ entity: descriptor, roles, context }]
  }
  return descriptor.children
    .filter(
      (child) => isMetadata(child, 'EntityDescriptor') || isMetadata(child, 'EntitiesDescriptor'),
    )
    .flatMap((child) => findEntities(child, context))
}

/**
 * What the document describes instead: its roles, and the protocols of an identity provider that
 * has others.
 */
function noIdp(found: readonly FoundEntity[]): MetadataRefusal {
  const roles = found.flatMap(({ entity }) =>
    entity.children.filter(({ localName }) => localName.endsWith('Descriptor')),
  )
  const kinds = roles.slice(0, MAX_NAMED).map(({ localName, attributes }) => {
    const protocols = attributes.get('protocolSupportEnumeration')?.slice(0, 200)
    return localName === 'IDPSSODescriptor'
      ? `${localName} of ${protocols ?? 'no protocol'}`
      : localName
  })
  return {
    code: 'metadata_no_idp',
    expected: `an IDPSSODescriptor of ${SAMLP_NS}`,
    ...(kinds.length === 0 ? {} : { got: [...new Set(kinds)] }),
  }
}

function enter(element: MetadataElement, outer: Context): Context {
  const validUntil = element.attributes.get('validUntil')
  return {
    validUntil: validUntil === undefined ? outer.validUntil : [...outer.validUntil, validUntil],
    signedWithSha1: outer.signedWithSha1 || hasSha1Signature(element),
  }
}

function readEntity(
  entityID: string,
  { roles, context }: FoundEntity,
  times: number,
): Result<IdpEntity, MetadataRefusal> {
  if (entityID === '' || entityID.length > MAX_ENTITY_ID)
    return refuse({
      code: 'metadata_entity_id_invalid',
      expected: MAX_ENTITY_ID,
      got: entityID.length,
    })
  if (times > 1) return refuse({ code: 'metadata_entity_id_duplicate', got: entityID })
  const read = roles.map((role) => readRole(role, enter(role, context)))
  const readable = read.flatMap((one) => (one.ok ? [one.value] : []))
  const [first] = read
  if (readable.length === 0 && first !== undefined && !first.ok) return first
  return ok({ entityID, roles: readable })
}

function readRole(role: MetadataElement, context: Context): Result<IdpRole, MetadataRefusal> {
  const ends: number[] = []
  for (const text of context.validUntil) {
    // Of any zone (XML Schema 2 §3.2.7); without one it is UTC (SAML Core §1.3.3).
    const end = parseZonedInstant(text)
    if (end === undefined)
      return refuse({
        code: 'metadata_valid_until_invalid',
        expected: A_TIME,
        got: text.slice(0, 40),
      })
    ends.push(end)
  }
  const want = role.attributes.get('WantAuthnRequestsSigned')
  return ok({
    sso: readServices(role, 'SingleSignOnService'),
    slo: readServices(role, 'SingleLogoutService'),
    wantAuthnRequestsSigned: want === 'true' || want === '1',
    nameIdFormats: childrenOf(role, METADATA_NS, 'NameIDFormat').map(({ text }) => text),
    ...(ends.length > 0 ? { validUntil: Math.min(...ends) } : {}),
    signingCertificates: readSigningCertificates(role),
    signedWithSha1: context.signedWithSha1,
  })
}

/**
 * The services of each binding (SAML Metadata §2.2.2), in order; Artifact and SOAP are not used.
 */
function readServices(role: MetadataElement, localName: string): IdpServices {
  const services = childrenOf(role, METADATA_NS, localName)
  const of = (binding: string): readonly IdpService[] =>
    services
      .filter(({ attributes }) => attributes.get('Binding') === BINDING + binding)
      .slice(0, MAX_SERVICES)
      .map(({ attributes }) => {
        const responseLocation = attributes.get('ResponseLocation')
        return {
          location: attributes.get('Location') ?? '',
          ...(responseLocation === undefined ? {} : { responseLocation }),
        }
      })
  const [redirect, post] = [of('Redirect'), of('POST')]
  return {
    ...(redirect.length === 0 ? {} : { redirect }),
    ...(post.length === 0 ? {} : { post }),
  }
}

/**
 * R45: a KeyDescriptor without `use`, or with an empty one, counts for signing, and each
 * certificate of each one is kept.
 */
const readSigningCertificates = (role: MetadataElement): readonly string[] =>
  childrenOf(role, METADATA_NS, 'KeyDescriptor')
    .filter(({ attributes }) => ['', 'signing'].includes(attributes.get('use') ?? ''))
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
