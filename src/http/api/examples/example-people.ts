// The examples of operations on people: users, their sessions and passwords, and how they may sign in.

import { type Example, laggingPage, page } from './example.ts'
import { AT, CONNECTOR, EVENT, LATER, SSO, TENANT } from './example-resources.ts'

const userSession = {
  id: 'ses_3kQ7xW2mN9pR5tV8yB1dF4hJ',
  connector_id: CONNECTOR,
  sso_id: SSO,
  methods: [],
  environment: 'production',
  created_at: LATER,
  expires_at: '2026-11-20T21:45:00.000Z',
}

const user = {
  id: 'usr_5n7p9q1r3s6t8v0w2x4y6z8a',
  tenant_id: TENANT,
  status: 'active',
  email: 'ada@example.com',
  user_id: '4711',
  external_id: null,
  first_name: 'Ada',
  last_name: 'Lovelace',
  name_alias: 'Ada',
  concurrency: 2,
  roles: ['editor'],
  given_roles: [],
  groups: ['Engineering'],
  has_password: false,
  custom: { department: 'Sales' },
  created_at: AT,
  updated_at: LATER,
}

const relinkCandidate = {
  user_id: user.id,
  email: user.email,
  old_identities: [
    { idp_entity_id: 'https://old.example.com/idp', source: 'attribute:employeeNumber' },
  ],
  attempt: {
    idp_entity_id: 'https://idp.example.com',
    source: 'name_id:urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
    event_id: EVENT,
    at: LATER,
    disputed: false,
    differs_in_case: null,
  },
  confirmed_until: null,
}

const userLink = { user_id: user.id, connector_id: CONNECTOR }

const enforcement = {
  tenant_id: user.tenant_id,
  mode: 'members',
  inherited_from: null,
  planned: null,
  exemptions: [],
  recovery_codes: { left: 10, created_at: AT, confirmed_at: LATER },
  consent_until: null,
  break_glass: null,
}
const exemption = {
  user_id: user.id,
  reason: 'Nightly import',
  until: null,
  created_at: AT,
}
const brokenGlass = {
  until: '2026-11-28T10:00:00.000Z',
  reason: 'The identity provider is down.',
  created_at: AT,
}
const signInPolicy = {
  tenant_id: user.tenant_id,
  second_factor: 'admins',
  enrolment_at_login: true,
}

/** The examples, by operation. */
export const PEOPLE_EXAMPLES: Readonly<Record<string, Example>> = {
  inviteUser: {
    request: { email: user.email, connector_ids: [userLink.connector_id] },
    response: { ...user, status: 'invited', roles: [], groups: [], custom: {} },
  },
  listUserLinks: { response: { data: [userLink] } },
  linkUser: { response: userLink },
  listUsers: { response: laggingPage(user) },
  getUser: { response: user },
  updateUser: {
    request: { external_id: 'hr-0815', concurrency: 3 },
    response: { ...user, external_id: 'hr-0815', concurrency: 3 },
  },
  deactivateUser: { response: { ...user, status: 'inactive' } },
  reactivateUser: { response: user },
  listRelinkCandidates: { response: page(relinkCandidate) },
  confirmRelink: {
    request: { event_id: EVENT },
    response: { ...relinkCandidate, confirmed_until: '2026-11-28T10:00:00.000Z' },
  },
  confirmRelinks: { response: { candidates: 212, confirmed_until: '2026-11-28T10:00:00.000Z' } },
  listUserSessions: { response: { data: [userSession] } },
  endUserSessions: { response: { ended: 2 } },
  inviteToPassword: {
    request: { deliver: 'mail' },
    response: { purpose: 'invitation', expires_at: '2026-11-28T10:00:00.000Z', url: null },
  },
  removePassword: { response: user },
  listUserSecondFactors: {
    response: {
      data: [
        {
          id: 'fac_3kq7xw2mn9pr5tv8yb1df4hj',
          kind: 'totp',
          name: 'My telephone',
          created_at: AT,
          used_at: null,
        },
      ],
    },
  },
  resetUserSecondFactors: { response: user },

  getEnforcement: { response: { ...enforcement, blockers: { members: [], everyone: [] } } },
  setEnforcement: { request: { mode: 'members' }, response: enforcement },
  exemptUser: {
    request: { reason: 'Nightly import' },
    response: { ...enforcement, exemptions: [exemption] },
  },
  issueRecoveryCodes: { response: { codes: ['4F7K-9QWE-2MNB-X8TZ'] } },
  confirmRecoveryCodes: { request: { code: '4F7K-9QWE-2MNB-X8TZ' }, response: enforcement },
  consentEnforcement: {
    request: { reason: 'Known to us by phone' },
    response: { ...enforcement, consent_until: '2026-11-28T10:00:00.000Z' },
  },
  breakGlass: {
    request: { minutes: 60, reason: 'The identity provider is down.' },
    response: { ...enforcement, break_glass: brokenGlass },
  },
  endBreakGlass: { response: enforcement },

  getSignInPolicy: { response: signInPolicy },
  setSignInPolicy: {
    request: { second_factor: 'admins', enrolment_at_login: true },
    response: signInPolicy,
  },
}
