// How the API shows connectors, and what an administrator may set on one.

import * as v from 'valibot'
import type {
  Connector,
  ConnectorDetail,
  ConnectorVersion,
} from '../../../tenants/connectors/connector.ts'
import { IDP_INITIATED_MODES } from '../../../tenants/connectors/connector.ts'
import type { VersionWarning } from '../../../tenants/connectors/version-warnings.ts'
import { emailKey } from '../../../tenants/email-address.ts'
import { id, Name, Time, text, Url, writeTime } from '../engine/members.ts'
import {
  BindingShape,
  IdentitySourceShape,
  NameIdFormatShape,
  ProvisioningShape,
  VersionHashShape,
  VersionShape,
  writeVersion,
} from './connector-version-shapes.ts'
import { LandingShape } from './landing-shapes.ts'
import { MappingShape, RolesShape, TenantRulesShape } from './mapping-shapes.ts'

const Reference = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_.+@-]{1,64}$/, 'must be 1 to 64 letters, digits, or any of _ . + - @'),
  v.description(
    'Unique in the tenant. Letter case makes no difference: `okta` and `OKTA` are the same.',
  ),
  v.examples(['acme-okta']),
)

const AuthnContext = v.pipe(
  text(1024),
  v.description('Asked of the identity provider, and required to come back.'),
)
const WeakUntil = v.pipe(
  v.string(),
  v.isoDate('must be a date as in 2027-01-31'),
  v.check((date) => isCalendarDate(date), 'must be a day of the calendar'),
  v.description('SHA-1 signatures and RSA keys under 2048 bits are accepted until this day.'),
)

const EmailDomain = v.pipe(
  text(253),
  v.transform(emailKey),
  v.regex(/^[^\s@.]+(?:\.[^\s@.]+)+$/u, 'must be a domain as in example.com'),
)
const EmailDomains = v.pipe(
  v.array(EmailDomain),
  v.maxLength(50, 'must name at most 50 domains'),
  v.description(
    'Who comes with an e-mail address of another domain is refused. Empty: any domain.',
  ),
)

const CHOICES = {
  request_binding: v.exactOptional(
    v.pipe(
      BindingShape,
      v.description(
        'How requests reach the identity provider: `redirect` or `post`, one that its metadata offers. Absent: `redirect` if offered, otherwise `post`.',
      ),
    ),
  ),
  sign_requests: v.exactOptional(
    v.pipe(
      v.boolean(),
      v.description('Requests are signed, and SP metadata says so. Absent: true.'),
    ),
  ),
  name_id_format: v.exactOptional(NameIdFormatShape),
  identity_source: v.exactOptional(IdentitySourceShape),
  mapping: v.exactOptional(MappingShape),
  email_domains: v.exactOptional(EmailDomains),
  provisioning: v.exactOptional(ProvisioningShape),
  link_by_email: v.exactOptional(
    v.pipe(
      v.boolean(),
      v.description(
        'On the first sign-in through this connector, link to the user with the same e-mail address if the tenant has verified its domain. Production only.',
      ),
    ),
  ),
  force_authn: v.exactOptional(
    v.pipe(
      v.boolean(),
      v.description(
        'Every request asks the identity provider to authenticate the person anew. Absent: false.',
      ),
    ),
  ),
  clock_skew_seconds: v.exactOptional(
    v.pipe(
      v.number(),
      v.integer('must be a whole number'),
      v.minValue(0, 'must not be negative'),
      v.maxValue(300, 'must be at most 300'),
      v.description(
        'By how many seconds the clock of the identity provider may differ from ours, either way.',
      ),
    ),
  ),
  allow_aes_cbc: v.exactOptional(
    v.pipe(
      v.boolean(),
      v.description(
        'Assertions encrypted with AES-CBC are accepted, for identity providers that have no AES-GCM.',
      ),
    ),
  ),
  idp_initiated: v.exactOptional(
    v.pipe(
      v.picklist(IDP_INITIATED_MODES),
      v.description(
        'Sign-ins that the identity provider begins: `off` refuses them, `convert` begins one here in their place, `accept` takes them.',
      ),
    ),
  ),
  ignore_unsolicited_in_response_to: v.exactOptional(
    v.pipe(
      v.boolean(),
      v.description(
        'Accepted sign-ins that the identity provider began may name a request that nobody made.',
      ),
    ),
  ),
}

/** A new connector. What is left out follows the metadata of the external IdP, or the usual choice. */
export const NewConnectorShape = v.pipe(
  v.strictObject({
    name: Name,
    reference: Reference,
    type: v.literal('saml', 'must be "saml", which stands for SAML 2.0'),
    sso_id: id('sso'),
    external_idp_id: id('idp'),
    ...CHOICES,
    roles: v.exactOptional(RolesShape),
    tenants: v.exactOptional(TenantRulesShape),
    landing: v.exactOptional(LandingShape),
    authn_context_class_ref: v.exactOptional(AuthnContext),
    allow_weak_algorithms_until: v.exactOptional(WeakUntil),
  }),
  v.title('NewConnector'),
)

/** A change of a connector: what is left out stays, null unsets. */
export const ConnectorChangeShape = v.pipe(
  v.strictObject({
    name: v.exactOptional(Name),
    reference: v.exactOptional(Reference),
    external_idp_id: v.exactOptional(id('idp')),
    ...CHOICES,
    roles: v.exactOptional(v.nullable(RolesShape)),
    tenants: v.exactOptional(v.nullable(TenantRulesShape)),
    landing: v.exactOptional(v.nullable(LandingShape)),
    authn_context_class_ref: v.exactOptional(v.nullable(AuthnContext)),
    allow_weak_algorithms_until: v.exactOptional(v.nullable(WeakUntil)),
  }),
  v.title('ConnectorChange'),
)

/** The members of every connector. */
export const CONNECTOR_ENTRIES = {
  id: id('con'),
  tenant_id: id('ten'),
  name: Name,
  reference: Reference,
  type: v.literal('saml'),
  sso_id: id('sso'),
  external_idp_id: id('idp'),
  enabled: v.boolean(),
  login_url: v.pipe(Url, v.description('Where a login starts.')),
  latest_version: VersionHashShape,
  active_version: v.nullable(VersionHashShape),
  created_at: Time,
  updated_at: Time,
}

/** A connector with its latest version, which may be a draft, and the one that governs logins. */
export const ConnectorDetailShape = v.pipe(
  v.strictObject({
    ...CONNECTOR_ENTRIES,
    latest: VersionShape,
    active: v.nullable(VersionShape),
  }),
  v.title('ConnectorDetail'),
)

/** Writes the members of every connector. */
export const writeConnector = (connector: Connector, loginUrl: string) => ({
  id: connector.id,
  tenant_id: connector.tenantId,
  name: connector.name,
  reference: connector.reference,
  type: connector.type,
  sso_id: connector.ssoId,
  external_idp_id: connector.externalIdpId,
  enabled: connector.enabled,
  login_url: loginUrl,
  latest_version: connector.latestVersion,
  active_version: connector.activeVersion ?? null,
  created_at: writeTime(connector.createdAt),
  updated_at: writeTime(connector.updatedAt),
})

/** Writes a connector with its versions. `ofIdp` says what there is to know about the external IdP of a version. */
export const writeDetail = (
  detail: ConnectorDetail,
  ownDomains?: readonly string[],
  ofIdp: (version: ConnectorVersion) => readonly VersionWarning[] = () => [],
): v.InferOutput<typeof ConnectorDetailShape> => {
  const write = (version: ConnectorVersion) => {
    const written = writeVersion(version, ownDomains)
    return { ...written, warnings: [...written.warnings, ...ofIdp(version)] }
  }
  return {
    ...writeConnector(detail, detail.loginUrl),
    latest: write(detail.latest),
    active: detail.active === undefined ? null : write(detail.active),
  }
}

/** `2026-02-30` has the form of a date and is none: it comes back as another day. */
const isCalendarDate = (date: string): boolean =>
  !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date)
