// A test of a connector and its report, for the examples of the description.

import { user } from './example-people.ts'
import { AT, CONNECTOR, EVENT, LATER, TEST, VERSION } from './example-resources.ts'

export const testRun = {
  id: TEST,
  connector_id: CONNECTOR,
  version: VERSION,
  state: 'passed',
  started_at: AT,
  started_by: { type: 'user', id: user.id },
  expires_at: LATER,
  ended_at: AT,
  code: null,
  message: null,
  fixed_by: null,
  event_id: EVENT,
}

export const testReport = {
  checks: [
    {
      rule: 'R43',
      title: 'The assertion is for us',
      outcome: 'passed',
      code: null,
      expected: 'https://sso.example.com/sso/sso_2c4d6f8g1h3j5k7m9n0p2q4r/saml/metadata',
      got: ['https://sso.example.com/sso/sso_2c4d6f8g1h3j5k7m9n0p2q4r/saml/metadata'],
      fixed_by: null,
    },
  ],
  received: [{ name: 'mail', friendly_name: null, values: ['ada@example.com'] }],
  name_id: null,
  identity: { source: 'attribute:employeeNumber', value: '00042' },
  fields: [{ field: 'email', source: 'mail', values: ['ada@example.com'], code: null }],
  left_out: [],
  roles: { received: ['Managers'], given: ['manager'] },
  tenants: null,
  person: { outcome: 'created', user_id: null, code: null, message: null },
  landing: null,
  certificates: null,
  setting: null,
  learned_issuer: null,
  warnings: [],
  cut: false,
}
