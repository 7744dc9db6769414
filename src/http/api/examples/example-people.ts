// The resources of the examples that belong to people: users, their sessions and passwords, and how
// they may sign in.

import { AT, CONNECTOR, EVENT, LATER, SSO, TENANT } from './example-resources.ts'

export const userSession = {
  id: 'ses_3kQ7xW2mN9pR5tV8yB1dF4hJ',
  connector_id: CONNECTOR,
  sso_id: SSO,
  methods: [],
  environment: 'production',
  created_at: LATER,
  expires_at: '2026-11-20T21:45:00.000Z',
}

export const user = {
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

export const relinkCandidate = {
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

export const userLink = { user_id: user.id, connector_id: CONNECTOR }

export const enforcement = {
  tenant_id: user.tenant_id,
  mode: 'members',
  inherited_from: null,
  planned: null,
  exemptions: [],
  recovery_codes: { left: 10, created_at: AT, confirmed_at: LATER },
  consent_until: null,
  break_glass: null,
}
export const exemption = {
  user_id: user.id,
  reason: 'Nightly import',
  until: null,
  created_at: AT,
}
export const brokenGlass = {
  until: '2026-11-28T10:00:00.000Z',
  reason: 'The identity provider is down.',
  created_at: AT,
}
export const signInPolicy = {
  tenant_id: user.tenant_id,
  second_factor: 'admins',
  enrolment_at_login: true,
}
