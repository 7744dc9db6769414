// The configuration of a tenant as one document: what it refers to it names, so that it means the
// same in another deployment. No id and no secret is in it.

import * as v from 'valibot'
import { toPem } from '../../../protocol/x509/certificate.ts'
import type { Application } from '../../../tenants/application.ts'
import type { ConnectorDetail } from '../../../tenants/connectors/connector.ts'
import { MAX_RECORDED_CERTIFICATES } from '../../../tenants/external-idps/describe-idp.ts'
import type { ExternalIdp } from '../../../tenants/external-idps/external-idp.ts'
import type { SignInPolicy } from '../../../tenants/sign-in-policy.ts'
import { ENVIRONMENTS, SSO_KEYS_PER_TENANT, type SsoKey } from '../../../tenants/sso-key.ts'
import type { Tenant } from '../../../tenants/tenant.ts'
import { NewConnectorShape } from '../connectors/connector-shapes.ts'
import { writeSettings } from '../connectors/connector-version-shapes.ts'
import { DocumentLandingShape, nameLanding, writeLanding } from '../connectors/landing-shapes.ts'
import { CHANGED_SETTINGS } from '../connectors/setting-members.ts'
import { SignInRulesShape, writeRules } from '../enforcement/sign-in-policy-shapes.ts'
import { Name, text, Url } from '../engine/members.ts'
import {
  EndpointsShape,
  LogoutEndpointsShape,
  writeEndpoints,
  writeIssuer,
  writeLogoutEndpoints,
} from '../external-idps/external-idp-shapes.ts'
import { DeclaredRolesShape } from '../tenants.ts'
import { DocumentTenantRulesShape, nameTenants } from './document-tenant-rules.ts'

const MAX_ENTRIES = 500
const MAX_CERTIFICATE_LENGTH = 16 * 1024

const SsoKeyEntry = v.strictObject({
  name: Name,
  environment: v.picklist(ENVIRONMENTS),
  encryption: v.exactOptional(v.boolean()),
})

const ExternalIdpEntry = v.strictObject({
  name: Name,
  source: v.picklist(['metadata_url', 'metadata_xml', 'typed']),
  metadata_url: v.exactOptional(v.nullable(Url)),
  entity_id: v.pipe(v.nullable(text(1024)), v.description('Null: not known yet, or as it is.')),
  sso: EndpointsShape,
  slo: v.exactOptional(LogoutEndpointsShape),
  want_authn_requests_signed: v.exactOptional(v.boolean()),
  name_id_formats: v.exactOptional(
    v.pipe(
      v.array(v.pipe(v.string(), v.maxLength(1024, 'must have at most 1024 characters'))),
      v.maxLength(20, 'must name at most 20 formats'),
    ),
  ),
  certificates: v.pipe(
    v.array(
      v.pipe(
        v.string(),
        v.maxLength(
          MAX_CERTIFICATE_LENGTH,
          `must have at most ${MAX_CERTIFICATE_LENGTH} characters`,
        ),
      ),
    ),
    v.minLength(1, 'must hold a certificate'),
    v.maxLength(
      MAX_RECORDED_CERTIFICATES,
      `must hold at most ${MAX_RECORDED_CERTIFICATES} certificates`,
    ),
    v.description('Signing certificates as PEM. A new one goes live with a tested version.'),
  ),
})

const ConnectorEntry = v.strictObject({
  name: NewConnectorShape.entries.name,
  reference: NewConnectorShape.entries.reference,
  type: NewConnectorShape.entries.type,
  ...CHANGED_SETTINGS,
  enabled: v.exactOptional(v.boolean()),
  sso_key: v.pipe(Name, v.description('Name of an SSO key.')),
  external_idp: v.pipe(Name, v.description('Name of an external IdP.')),
  tenants: v.exactOptional(v.nullable(DocumentTenantRulesShape)),
  landing: v.exactOptional(v.nullable(DocumentLandingShape)),
})

const entries = <Entry extends v.GenericSchema>(entry: Entry, max = MAX_ENTRIES) =>
  v.pipe(v.array(entry), v.maxLength(max, `must hold at most ${max} entries`))

/**
 * The document. What an entry leaves out is not changed, and has its usual value where the entry is
 * new.
 */
export const TenantDocumentShape = v.pipe(
  v.strictObject({
    format: v.literal(1),
    tenant: v.pipe(
      v.strictObject({
        name: v.pipe(Name, v.description('Says where the document comes from.')),
        roles: v.exactOptional(v.nullable(DeclaredRolesShape)),
        landing: v.exactOptional(v.nullable(DocumentLandingShape)),
        sign_in_policy: v.exactOptional(SignInRulesShape),
      }),
      v.description(
        'Of the tenant itself an import brings the roles that there are, where people land, and what it asks of who signs in with a password.',
      ),
    ),
    sso_keys: entries(SsoKeyEntry, SSO_KEYS_PER_TENANT),
    external_idps: entries(ExternalIdpEntry),
    connectors: entries(ConnectorEntry),
    applications: v.pipe(
      entries(Name),
      v.description('Names of the applications that the tenant is granted.'),
    ),
  }),
  v.title('TenantDocument'),
)
export type TenantDocument = v.InferOutput<typeof TenantDocumentShape>
export type ExternalIdpEntry = TenantDocument['external_idps'][number]
export type ConnectorEntry = TenantDocument['connectors'][number]

/** What a tenant has, as the record says it. */
export interface TenantConfiguration {
  readonly tenant: Tenant
  /** Of a child. */
  readonly parent?: Tenant
  readonly children: readonly Tenant[]
  readonly ssoKeys: readonly SsoKey[]
  readonly externalIdps: readonly ExternalIdp[]
  readonly connectors: readonly ConnectorDetail[]
  /** The one that holds for it, be it its root's. */
  readonly signInPolicy: SignInPolicy
  /** Names. */
  readonly applications: readonly Pick<Application, 'id' | 'name'>[]
}

/**
 * Writes the document of a tenant, with every member. A connector stands with the settings of its
 * latest version.
 */
export function writeTenantDocument(configuration: TenantConfiguration): TenantDocument {
  const { tenant, ssoKeys, externalIdps, connectors, applications, signInPolicy } = configuration
  return {
    format: 1,
    tenant: {
      name: tenant.name,
      roles: tenant.roles === undefined ? null : [...tenant.roles],
      landing: tenant.landing ? nameLanding(writeLanding(tenant.landing), applications) : null,
      sign_in_policy: writeRules(signInPolicy),
    },
    sso_keys: ssoKeys.map(({ name, environment, encryption }) => ({
      name,
      environment,
      encryption,
    })),
    external_idps: externalIdps.map(writeIdp),
    connectors: connectors.map((connector) => writeConnector(connector, configuration)),
    // Two applications may have one name: a document cannot tell them apart.
    applications: [...new Set(applications.map(({ name }) => name))],
  }
}

const writeIdp = (idp: ExternalIdp): Required<ExternalIdpEntry> => ({
  name: idp.name,
  source: idp.source.kind,
  metadata_url: idp.source.kind === 'metadata_url' ? idp.source.url : null,
  entity_id: writeIssuer(idp.entityID),
  sso: writeEndpoints(idp.sso),
  slo: writeLogoutEndpoints(idp.slo),
  want_authn_requests_signed: idp.wantAuthnRequestsSigned,
  name_id_formats: [...idp.nameIdFormats],
  certificates: idp.certificates.map(({ der }) => toPem(der)),
})

function writeConnector(
  connector: ConnectorDetail,
  { tenant, children, ssoKeys, externalIdps, applications }: TenantConfiguration,
): ConnectorEntry {
  const {
    sso_id: _sso,
    external_idp_id: _idp,
    idp_entity_id: _entity,
    sso: _endpoints,
    slo: _logout,
    tenants,
    landing,
    ...choices
  } = writeSettings(connector.latest.settings)
  return {
    name: connector.name,
    reference: connector.reference,
    type: connector.type,
    enabled: connector.enabled,
    sso_key: nameOf(ssoKeys, connector.ssoId),
    external_idp: nameOf(externalIdps, connector.externalIdpId),
    ...choices,
    tenants: tenants && nameTenants(tenants, children, tenant.id),
    landing: landing && nameLanding(landing, applications),
  }
}

function nameOf(
  named: readonly { readonly id: string; readonly name: string }[],
  id: string,
): string {
  const found = named.find((one) => one.id === id)
  if (found === undefined) throw new Error(`The record lost what a connector refers to: ${id}`)
  return found.name
}
