// The resources of the examples: one story, of one tenant and its first login.

import { SETTINGS_EXAMPLE } from '../connectors/setting-members.ts'

export const AT = '2026-11-20T09:30:00.000Z'
export const LATER = '2026-11-20T09:45:00.000Z'
export const IN_A_YEAR = '2027-11-20T09:30:00.000Z'
const IN_TEN_YEARS = '2036-11-20T09:30:00.000Z'
const PEM = '-----BEGIN CERTIFICATE-----\nMIIC…\n-----END CERTIFICATE-----\n'
export const FINGERPRINT = '3f0c'.padEnd(64, '0')
export const VERSION = '9b1d'.padEnd(64, '0')

const KEY = 'key_1v8k3m0c5x7z2b4n6q9r0t1w'
export const TENANT = 'ten_7h2j5k8m1n4p6q9r0s3t5v8w'
export const SSO = 'sso_2c4d6f8g1h3j5k7m9n0p2q4r'
export const IDP = 'idp_5t7v9w0x2y4z6a8b1c3d5e7f'
export const CONNECTOR = 'con_8g0h2j4k6m8n1p3q5r7s9t0v'
const APPLICATION = 'app_3w5x7y9z0a2b4c6d8e1f3g5h'
export const TEST = 'tst_4k6m8n0p2q5r7s9t1v3w5x7y'
export const EVENT = 'evt_6j8k0m2n4p6q8r1s3t5v7w9x'
const WEBHOOK = 'whk_9y1z3a5b7c9d0e2f4g6h8j1k'
const DOMAIN = 'dom_0b2c4d6f8h1j3k5m7n9p2q4r'

export const apiKey = {
  id: KEY,
  name: 'Provisioning',
  scopes: ['read', 'configure'],
  tenant_id: null,
  expires_at: IN_A_YEAR,
  last_used_at: null,
  created_at: AT,
}

export const tenant = {
  id: TENANT,
  name: 'Acme',
  parent_id: null,
  region: 'weur',
  jurisdiction: 'none',
  external_id: 'crm-4711',
  landing: null,
  roles: ['editor', 'manager'],
  home: false,
  created_at: AT,
}

export const spBase = `https://sso.example.com/sso/${SSO}`
export const ssoKey = {
  id: SSO,
  tenant_id: TENANT,
  name: 'main',
  environment: 'production',
  entity_id: `${spBase}/saml/metadata`,
  sign_on_url: `${spBase}/saml/acs`,
  login_url: `${spBase}/auth`,
  metadata_url: `${spBase}/saml/metadata`,
  certificate_url: `${spBase}/saml/certificate.pem`,
  certificate_pem: PEM,
  certificate_expires_at: IN_TEN_YEARS,
  certificates: [
    {
      fingerprint_sha256: FINGERPRINT,
      state: 'current',
      certificate_pem: PEM,
      not_after: IN_TEN_YEARS,
    },
  ],
  encryption: false,
  created_at: AT,
}

export const described = {
  source: 'metadata_url',
  metadata_url: 'https://idp.example.com/metadata.xml',
  entity_id: 'https://idp.example.com/saml',
  sso: { redirect: 'https://idp.example.com/sso', post: 'https://idp.example.com/sso' },
  slo: { redirect: null, post: null },
  want_authn_requests_signed: false,
  name_id_formats: [],
  valid_until: null,
  certificates: [
    {
      fingerprint_sha256: FINGERPRINT,
      fingerprint_sha1: '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
      subject: 'CN=idp.example.com',
      not_before: AT,
      not_after: IN_A_YEAR,
      key: 'RSA 2048',
      origin: 'metadata_url',
    },
  ],
  warnings: [
    {
      code: 'certificate_unusable',
      message:
        'Certificate 2 (CN=new.idp.example.com) is left out. The key in this certificate is neither RSA nor on one of the curves P-256, P-384 and P-521. Have the identity provider sign with such a key.',
      fingerprint_sha256: null,
      position: 2,
      subject: 'CN=new.idp.example.com',
      reason: 'certificate_key_unsupported',
      endpoint: null,
    },
  ],
}
export const externalIdp = {
  id: IDP,
  tenant_id: TENANT,
  name: 'Okta',
  ...described,
  trust_revision: 1,
  removed_certificates: [],
  pending_change: null,
  refresh_failure: null,
  created_at: AT,
  updated_at: AT,
}
export const metadataUrl = { metadata_url: described.metadata_url }

export const version = {
  version: VERSION,
  number: 1,
  state: 'tested',
  activation: { needs_test: false, reason: 'tested', changes: [] },
  settings: {
    sso_id: SSO,
    external_idp_id: IDP,
    idp_entity_id: described.entity_id,
    sso: described.sso,
    slo: described.slo,
    ...SETTINGS_EXAMPLE,
  },
  warnings: [],
  created_at: AT,
  tested_at: LATER,
  activated_at: null,
  created_by: { type: 'api_key', id: KEY },
}
export const activeVersion = {
  ...version,
  state: 'active',
  activation: { needs_test: false, reason: 'is_live', changes: [] },
  activated_at: LATER,
}
const connector = {
  id: CONNECTOR,
  tenant_id: TENANT,
  name: 'Okta',
  reference: 'acme-okta',
  type: 'saml',
  sso_id: SSO,
  external_idp_id: IDP,
  enabled: true,
  login_url: ssoKey.login_url,
  latest_version: VERSION,
  active_version: VERSION,
  created_at: AT,
  updated_at: LATER,
}
export const connectorDetail = { ...connector, latest: activeVersion, active: activeVersion }
export const connectorSummary = {
  ...connector,
  environment: 'production',
  state: 'active',
  issuer: described.entity_id,
  endpoint: described.sso.redirect,
  name_id_format: 'persistent',
  authn_context_class_ref: null,
  last_test: { at: LATER, passed: true },
  last_used_at: LATER,
  idp_certificate_expires_at: IN_A_YEAR,
  sp_certificate_expires_at: IN_TEN_YEARS,
}

export const newApplication = {
  name: 'Cockpit',
  landing_url: 'https://cockpit.example.com/',
  return_urls: ['https://cockpit.example.com/orders/*'],
  redirect_uris: ['https://cockpit.example.com/callback'],
  tenant_ids: [TENANT],
  token_endpoint_auth_method: 'client_secret_basic',
}
export const application = {
  id: APPLICATION,
  client_id: APPLICATION,
  ...newApplication,
  environment: 'production',
  created_at: AT,
}
export const applicationGrant = { application_id: APPLICATION, tenant_id: TENANT }
export const landing = {
  rules: [{ match: 'role', value: 'manager', application_id: APPLICATION }],
  default_application_id: APPLICATION,
}

export const auditEntry = {
  id: 'aud_4m6n8p0q2r4s6t8v1w3x5y7z',
  tenant_id: TENANT,
  at: LATER,
  actor: { type: 'api_key', id: KEY },
  action: 'connector.updated',
  target: { type: 'connector', id: CONNECTOR },
  before: { force_authn: false },
  after: { force_authn: true },
  request_id: 'req_5d0f3c1e8a7b9624d1f0',
}

export const event = {
  id: EVENT,
  type: 'login.refused',
  tenant_id: TENANT,
  at: LATER,
  connector_id: CONNECTOR,
  sso_id: SSO,
  user_id: null,
  code: 'saml_audience_mismatch',
  data: { expected: ssoKey.entity_id, got: ['https://other.example.com'], fixed_by: 'idp_admin' },
}

export const refusedEvent = {
  ...event,
  checks: [
    {
      rule: 'R43, SAML Core §2.5.1.4',
      title: 'The Audience of the assertion is not our EntityID.',
      outcome: 'failed',
      code: event.code,
      expected: event.data.expected,
      got: event.data.got,
      fixed_by: 'idp_admin',
    },
  ],
}

export const domain = {
  id: DOMAIN,
  tenant_id: TENANT,
  domain: 'acme.example',
  state: 'pending',
  record_name: '_edge-sso.acme.example',
  record_value: 'edge-sso=5f1d7a9c3e8b2460d1f3a5c7e9b80246',
  verified_at: null,
  checked_at: null,
  failing_since: null,
  created_at: AT,
}
export const verifiedDomain = {
  ...domain,
  state: 'verified',
  verified_at: LATER,
  checked_at: LATER,
}

export const newWebhook = {
  url: 'https://hooks.example.com/edge-sso',
  topics: ['login.refused', 'audit'],
}
export const webhook = {
  id: WEBHOOK,
  tenant_id: TENANT,
  ...newWebhook,
  enabled: true,
  created_at: AT,
  updated_at: AT,
}
export const webhookWithSecret = { ...webhook, secret: 'whsec_…' }

export const document = {
  format: 1,
  tenant: { name: 'Acme' },
  sso_keys: [{ name: 'main', environment: 'production', encryption: false }],
  external_idps: [
    {
      name: 'Okta',
      source: 'metadata_url',
      metadata_url: described.metadata_url,
      entity_id: described.entity_id,
      sso: described.sso,
      certificates: [PEM],
    },
  ],
  connectors: [
    {
      name: 'Okta',
      reference: 'acme-okta',
      type: 'saml',
      sso_key: 'main',
      external_idp: 'Okta',
      mapping: { email: ['mail'] },
    },
  ],
  applications: ['Cockpit'],
}

export const signingKey = {
  kid: 'vQ1bJ1-QmxoEYsSU0_S6GkR7sbN2wFVN1yk6v1Z3pXk',
  state: 'current',
  created_at: AT,
  retired_at: null,
}
