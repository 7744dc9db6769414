// Everything that can be wrong with a document, found before anything of it is applied: so an
// import is applied whole, or not at all.

import { defined } from '../../../defined.ts'
import type { Config } from '../../../env.ts'
import type {
  IdpService,
  IdpServices,
} from '../../../protocol/saml/idp-metadata/read-idp-metadata.ts'
import { toPem } from '../../../protocol/x509/certificate.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { undeclaredRole } from '../../../tenants/connectors/access-rules.ts'
import {
  describeIdp,
  MAX_RECORDED_CERTIFICATES,
} from '../../../tenants/external-idps/describe-idp.ts'
import { type IdpDescription, UNKNOWN_ISSUER } from '../../../tenants/external-idps/external-idp.ts'
import { SSO_KEYS_PER_TENANT } from '../../../tenants/sso-key.ts'
import type { InvalidMember } from '../../problem.ts'
import { unknownApplications } from '../connectors/landing-shapes.ts'
import { meaningOf } from '../engine/api-refusals.ts'
import type { ApiRefusal } from '../engine/operation.ts'
import { alikeNames } from './document-names.ts'
import { unknownTenants } from './document-tenant-rules.ts'
import {
  type ExternalIdpEntry,
  type TenantConfiguration,
  type TenantDocument,
  writeTenantDocument,
} from './tenant-document.ts'

/** A document that can be applied, its certificates in one spelling. */
export interface CheckedDocument {
  readonly now: TenantDocument
  readonly document: TenantDocument
  /** One for each entry of `external_idps`, with what the entry leaves out as it is now. */
  readonly descriptions: readonly IdpDescription[]
}

/** Prefixes of this deployment's secrets, and what every private key in PEM begins with. */
const SECRET = /\b(?:esk|ecs|whsec)_[A-Za-z0-9+/_-]{16}|PRIVATE KEY-----/

/** Checks a document against itself and the tenant. Refuses with a pointer to each wrong member. */
export async function checkDocument(
  config: Pick<Config, 'allowLoopback'>,
  configuration: TenantConfiguration,
  document: TenantDocument,
): Promise<Result<CheckedDocument, ApiRefusal>> {
  const secrets = findSecrets(document, '')
  if (secrets.length > 0) return refuse({ code: 'api_document_secret', errors: secrets })
  const now = writeTenantDocument(configuration)
  const descriptions: IdpDescription[] = []
  const errors = [
    ...repeated(document),
    ...alikeNames(now, document),
    ...unknownNames(now, document),
    ...document.connectors.flatMap(({ tenants }, at) =>
      tenants ? unknownTenants(tenants, configuration.children, `/connectors/${at}/tenants`) : [],
    ),
    ...landings(document).flatMap(({ landing, pointer }) =>
      landing ? unknownApplications(landing, configuration.applications, pointer) : [],
    ),
    ...unknownRoles(configuration, document),
    ...fixedMembers(now, document),
    ...takenByOthers(now, document),
    ...bindingsNotOffered(now, document),
  ]
  for (const [at, entry] of document.external_idps.entries()) {
    const pointer = `/external_idps/${at}`
    const described = await describeEntry(now.external_idps, entry)
    if (described.ok) {
      const description = described.value
      descriptions.push(description)
      errors.push(
        ...leftOut(description, pointer),
        ...removedBefore(configuration, entry, description, pointer),
      )
    } else errors.push({ pointer, detail: meaningOf(described.refusal.code).message })
    if (!namesReadableUrl(entry, config))
      errors.push({
        pointer: `${pointer}/metadata_url`,
        detail: 'must be the https URL it is read from',
      })
  }
  if (errors.length > 0) return refuse({ code: 'api_members_invalid', errors })
  const external_idps = document.external_idps.map((entry, at) => ({
    ...entry,
    certificates: descriptions[at]?.certificates.map(({ der }) => toPem(der)) ?? [],
  }))
  return ok({ now, document: { ...document, external_idps }, descriptions })
}

/** Every place in a document that says where people land. */
const landings = ({ connectors, tenant }: TenantDocument) => [
  ...connectors.map((entry, at) => ({
    landing: entry.landing,
    pointer: `/connectors/${at}/landing`,
  })),
  { landing: tenant.landing, pointer: '/tenant/landing' },
]

/** A document is kept and shared: whatever looks like a secret is refused, wherever it stands. */
function findSecrets(value: unknown, pointer: string): readonly InvalidMember[] {
  if (typeof value === 'string')
    return SECRET.test(value) ? [{ pointer, detail: 'looks like a secret' }] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => findSecrets(member, `${pointer}/${key}`))
}

function repeated(document: TenantDocument): readonly InvalidMember[] {
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['/sso_keys/#/name', document.sso_keys.map(({ name }) => name)],
    ['/external_idps/#/name', document.external_idps.map(({ name }) => name)],
    ['/connectors/#/reference', document.connectors.map(({ reference }) => reference)],
    ['/connectors/#/name', document.connectors.map(({ name }) => name)],
    ['/applications/#', document.applications],
  ]
  return lists.flatMap(([pointer, names]) =>
    names.flatMap((name, at) =>
      names.indexOf(name) === at
        ? []
        : [{ pointer: pointer.replace('#', String(at)), detail: 'stands there twice' }],
    ),
  )
}

function unknownNames(now: TenantDocument, document: TenantDocument): readonly InvalidMember[] {
  const names = (list: 'sso_keys' | 'external_idps') =>
    new Set([...now[list], ...document[list]].map(({ name }) => name))
  const [keys, idps] = [names('sso_keys'), names('external_idps')]
  const errors: InvalidMember[] = []
  if (keys.size > SSO_KEYS_PER_TENANT)
    errors.push({
      pointer: '/sso_keys',
      detail: `would make more than ${SSO_KEYS_PER_TENANT} with those that the tenant has`,
    })
  for (const [at, { sso_key, external_idp }] of document.connectors.entries()) {
    if (!keys.has(sso_key))
      errors.push({ pointer: `/connectors/${at}/sso_key`, detail: 'must name an SSO key' })
    if (!idps.has(external_idp))
      errors.push({
        pointer: `/connectors/${at}/external_idp`,
        detail: 'must name an external IdP',
      })
  }
  for (const [at, name] of document.applications.entries())
    if (!now.applications.includes(name))
      errors.push({
        pointer: `/applications/${at}`,
        detail: 'must be the name of an application that the tenant is granted',
      })
  return errors
}

/** Rules give roles that there are once the document is applied. */
function unknownRoles(
  { tenant, parent }: TenantConfiguration,
  document: TenantDocument,
): readonly InvalidMember[] {
  const { roles = tenant.roles ?? null } = document.tenant
  const declared = roles ?? parent?.roles
  return document.connectors.flatMap(({ roles: settings }, at) => {
    const { rules = [], default_role: defaultRole } = settings ?? {}
    const named = { rules, ...defined({ defaultRole }) }
    const undeclared = undeclaredRole(named, declared)
    return undeclared
      ? [
          {
            pointer: `/connectors/${at}${undeclared.pointer}`,
            detail: 'must be a role that the tenant declares',
          },
        ]
      : []
  })
}

/** What was chosen once for all cannot be imported as something else. */
function fixedMembers(now: TenantDocument, document: TenantDocument): readonly InvalidMember[] {
  const keys = document.sso_keys.flatMap(({ name, environment }, at) => {
    const before = now.sso_keys.find((one) => one.name === name)
    return before === undefined || before.environment === environment
      ? []
      : [{ pointer: `/sso_keys/${at}/environment`, detail: 'cannot be changed' }]
  })
  const connectors = document.connectors.flatMap(({ reference, sso_key }, at) => {
    const before = now.connectors.find((one) => one.reference === reference)
    return before === undefined || before.sso_key === sso_key
      ? []
      : [{ pointer: `/connectors/${at}/sso_key`, detail: 'cannot be changed' }]
  })
  return [...keys, ...connectors]
}

/** At most one connector uses an SSO key, and no two have one name: those that remain count too. */
function takenByOthers(now: TenantDocument, document: TenantDocument): readonly InvalidMember[] {
  const references = new Set(document.connectors.map(({ reference }) => reference))
  const remaining = now.connectors.filter(({ reference }) => !references.has(reference))
  return document.connectors.flatMap(({ sso_key, name }, at) => {
    const others = [...remaining, ...document.connectors.slice(0, at)]
    const pointer = `/connectors/${at}`
    return [
      ...(others.some((one) => one.sso_key === sso_key)
        ? [{ pointer: `${pointer}/sso_key`, detail: 'is used by another connector' }]
        : []),
      ...(remaining.some((one) => one.name === name)
        ? [{ pointer: `${pointer}/name`, detail: 'is the name of another connector' }]
        : []),
    ]
  })
}

function bindingsNotOffered(
  now: TenantDocument,
  document: TenantDocument,
): readonly InvalidMember[] {
  const idps = [...document.external_idps, ...now.external_idps]
  return document.connectors.flatMap(({ external_idp, request_binding: binding }, at) => {
    const idp = idps.find(({ name }) => name === external_idp)
    const offered = idp === undefined || binding === undefined || idp.sso[binding] !== null
    return offered
      ? []
      : [{ pointer: `/connectors/${at}/request_binding`, detail: 'is not offered by the IdP' }]
  })
}

function describeEntry(now: TenantDocument['external_idps'], entry: ExternalIdpEntry) {
  const before = now.find((one) => one.name === entry.name)
  const whole = { ...before, ...entry }
  return describeIdp(
    {
      entityID: whole.entity_id ?? UNKNOWN_ISSUER,
      roles: [
        {
          sso: servicesOf(whole.sso),
          slo: servicesOf(whole.slo, whole.slo?.responses),
          wantAuthnRequestsSigned: whole.want_authn_requests_signed ?? false,
          nameIdFormats: whole.name_id_formats ?? [],
          signingCertificates: whole.certificates,
          signedWithSha1: false,
        },
      ],
    },
    // Whatever the document says: only what is read from the URL is vouched for by it.
    {
      origin: 'typed',
      maxCertificates: MAX_RECORDED_CERTIFICATES,
      issuerUnknown: whole.entity_id === null && whole.source === 'typed',
    },
  )
}

function servicesOf(
  endpoints: ExternalIdpEntry['sso'] | undefined,
  responses?: ExternalIdpEntry['sso'],
): IdpServices {
  const service = (binding: 'redirect' | 'post'): readonly IdpService[] => {
    const [location, responseLocation] = [endpoints?.[binding], responses?.[binding]]
    if (!location) return []
    return [responseLocation ? { location, responseLocation } : { location }]
  }
  return { redirect: service('redirect'), post: service('post') }
}

/** A document is applied whole, or not at all: nothing of it is passed over. */
const leftOut = (
  { readingNotes = [] }: IdpDescription,
  pointer: string,
): readonly InvalidMember[] =>
  readingNotes.flatMap(({ reason, endpoint }) => {
    if (endpoint !== undefined)
      return [{ pointer, detail: meaningOf('external_idp_endpoint_forbidden').message }]
    return reason === undefined ? [] : [{ pointer, detail: meaningOf(reason).message }]
  })

/** An old document must not bring a compromised certificate back. */
function removedBefore(
  { externalIdps }: TenantConfiguration,
  { name }: ExternalIdpEntry,
  { certificates }: IdpDescription,
  pointer: string,
): readonly InvalidMember[] {
  const removed = externalIdps.find((idp) => idp.name === name)?.removedCertificates ?? []
  return certificates.flatMap(({ fingerprintSha256 }, at) =>
    removed.includes(fingerprintSha256)
      ? [{ pointer: `${pointer}/certificates/${at}`, detail: 'was removed from this external IdP' }]
      : [],
  )
}

/**
 * Which hosts may be read is checked at each read (R45); what can never be one is not imported at
 * all.
 */
function namesReadableUrl(
  { source, metadata_url: url }: ExternalIdpEntry,
  { allowLoopback }: Pick<Config, 'allowLoopback'>,
): boolean {
  if (source !== 'metadata_url') return url === undefined || url === null
  return typeof url === 'string' && (url.startsWith('https:') || allowLoopback)
}
