// An example of every body that the API takes and gives. Only the description of the API needs them; a test holds each
// against its schema.

import { type Example, laggingPage, page } from './example.ts'
import { PEOPLE_EXAMPLES } from './example-people.ts'
import {
  AT,
  activeVersion,
  apiKey,
  application,
  applicationGrant,
  auditEntry,
  CONNECTOR,
  connectorDetail,
  connectorSummary,
  described,
  document,
  domain,
  EVENT,
  event,
  externalIdp,
  FINGERPRINT,
  IDP,
  IN_A_YEAR,
  LATER,
  landing,
  metadataUrl,
  newApplication,
  newWebhook,
  SSO,
  signingKey,
  spBase,
  ssoKey,
  tenant,
  VERSION,
  verifiedDomain,
  version,
  webhook,
  webhookWithSecret,
} from './example-resources.ts'

/** The examples. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  createApiKey: {
    request: { name: 'Provisioning', scopes: apiKey.scopes, expires_at: IN_A_YEAR },
    response: { ...apiKey, secret: 'esk_…' },
  },
  listApiKeys: { response: page(apiKey) },
  getApiKey: { response: apiKey },

  createTenant: {
    request: { name: 'Acme', region: 'weur', external_id: 'crm-4711' },
    response: tenant,
  },
  listTenants: { response: page(tenant) },
  getTenant: { response: tenant },
  updateTenant: {
    request: { name: 'Acme Corp', landing },
    response: { ...tenant, name: 'Acme Corp', landing },
  },

  issueSsoKey: { request: { name: 'main', environment: 'production' }, response: ssoKey },
  listSsoKeys: { response: page(ssoKey) },
  getSsoKey: { response: ssoKey },
  updateSsoKey: { request: { encryption: true }, response: { ...ssoKey, encryption: true } },
  issueSsoKeyCertificate: { response: ssoKey },
  activateSsoKeyCertificate: { response: ssoKey },

  previewExternalIdp: {
    request: metadataUrl,
    response: { ...described, warnings: [], entities: [described.entity_id] },
  },
  createExternalIdp: { request: { name: 'Okta', ...metadataUrl }, response: externalIdp },
  listExternalIdps: { response: page(externalIdp) },
  getExternalIdp: { response: externalIdp },
  updateExternalIdp: {
    request: { name: 'Okta production' },
    response: { ...externalIdp, name: 'Okta production' },
  },
  refreshExternalIdp: { response: externalIdp },
  approveMetadataChange: { request: { change_id: FINGERPRINT }, response: externalIdp },
  rejectMetadataChange: { request: { change_id: FINGERPRINT }, response: externalIdp },

  createConnector: {
    request: {
      name: 'Okta',
      reference: 'acme-okta',
      type: 'saml',
      sso_id: SSO,
      external_idp_id: IDP,
      mapping: version.settings.mapping,
      roles: version.settings.roles,
    },
    response: {
      ...connectorDetail,
      active_version: null,
      latest: { ...version, state: 'draft', tested_at: null },
      active: null,
    },
  },
  listConnectors: { response: page(connectorSummary) },
  getConnector: { response: connectorDetail },
  updateConnector: { request: { force_authn: true }, response: connectorDetail },
  enableConnector: { response: connectorDetail },
  disableConnector: { response: { ...connectorDetail, enabled: false } },
  listConnectorVersions: { response: page({ ...activeVersion, changes: null }) },
  testConnector: {
    request: { version: VERSION },
    response: { test_url: `${spBase}/test?t=…`, version: VERSION, expires_at: LATER },
  },
  approveIssuer: {
    request: { version: VERSION, issuer: 'https://idp.example.com/saml' },
    response: connectorDetail,
  },
  activateConnector: { request: { version: VERSION }, response: activeVersion },
  rollBackConnector: { request: { version: VERSION }, response: activeVersion },
  tryConnector: {
    request: {},
    response: {
      version: VERSION,
      event_id: EVENT,
      refusal: null,
      identity: { source: 'attribute:employeeNumber', value: '00042' },
      fields: [{ field: 'email', source: 'mail', values: ['ada@example.com'], code: null }],
      left_out: [],
      roles: ['manager'],
      tenants: null,
    },
  },
  promoteConnector: { request: { target_id: CONNECTOR }, response: connectorDetail },

  createApplication: {
    request: newApplication,
    response: { ...application, client_secret: 'ecs_…' },
  },
  listApplications: { response: page({ ...application, tenants_behind: 0 }) },
  getApplication: { response: { ...application, tenants_behind: 0 } },
  updateApplication: {
    request: { name: 'Cockpit 2', return_urls: null },
    response: { ...application, name: 'Cockpit 2', return_urls: null, tenants_behind: 0 },
  },
  rotateApplicationSecret: {
    request: { overlap_hours: 24 },
    response: { client_id: application.id, client_secret: 'ecs_…', previous_ends_at: LATER },
  },
  grantApplication: { response: applicationGrant },
  listTenantApplications: {
    response: {
      data: [
        {
          id: application.id,
          name: application.name,
          landing_url: application.landing_url,
          environment: 'production',
        },
      ],
    },
  },

  listAuditEntries: { response: page(auditEntry) },
  listTenantAuditEntries: { response: page(auditEntry) },

  listEvents: { response: laggingPage(event) },
  exportEvents: { response: event },
  getEvent: { response: event },
  findEvent: { response: event },
  readFeed: { response: { data: [{ ...event, seq: 42 }], next_after: 42 } },
  openEventResponse: { response: { event_id: EVENT, saml_response: '<samlp:Response …>' } },

  ...PEOPLE_EXAMPLES,

  claimDomain: { request: { domain: 'acme.example' }, response: domain },
  listDomains: { response: { data: [domain] } },
  getDomain: { response: domain },
  verifyDomain: { response: verifiedDomain },

  createWebhook: { request: newWebhook, response: webhookWithSecret },
  listWebhooks: { response: { data: [webhook] } },
  getWebhook: { response: webhook },
  updateWebhook: { request: { topics: ['audit'] }, response: { ...webhook, topics: ['audit'] } },
  rotateWebhookSecret: { response: webhookWithSecret },
  pingWebhook: { response: { message_id: EVENT } },
  replayWebhook: { request: { since: AT }, response: { messages: 3, next_since: null } },
  listWebhookDeliveries: {
    response: {
      data: [
        {
          message_id: EVENT,
          type: 'login.refused',
          state: 'delivered',
          attempts: 1,
          created_at: LATER,
          last_attempt_at: LATER,
          last_outcome: '200',
          next_attempt_at: null,
        },
      ],
    },
  },

  listSigningKeys: { response: { data: [signingKey] } },
  getSigningKey: { response: signingKey },
  issueSigningKey: { response: { data: [signingKey, { ...signingKey, state: 'next' }] } },
  activateSigningKey: { response: signingKey },
  reconcileTenant: {
    request: { jurisdiction: 'none' },
    response: {
      entries: [{ kind: 'connector', id: CONNECTOR, action: 'corrected', members: ['name'] }],
      users: 0,
      complete: true,
    },
  },
  resealTenant: {
    request: { after: 'sessions.logout_context/ses_3kQ' },
    response: { resealed: 12, unreadable: 0, next: null },
  },
  resealDeployment: { response: { resealed: 1, unreadable: 0, next: null } },

  exportTenant: { response: document },
  importTenant: {
    request: document,
    response: {
      dry_run: false,
      entries: [
        {
          kind: 'connector',
          name: 'acme-okta',
          change: 'update',
          members: [{ member: '/force_authn', before: false, after: true }],
        },
      ],
    },
  },
}
