// The set-up link of the examples.

import { AT, IN_A_YEAR, TENANT } from './example-resources.ts'

export const SETUP_LINK = 'lnk_2p4q6r8s0t1v3w5x7y9z1a3b'

export const setupLink = {
  id: SETUP_LINK,
  tenant_id: TENANT,
  tasks: ['sso'],
  connector_id: null,
  may_activate: false,
  state: 'unopened',
  created_at: AT,
  created_by: { type: 'user', id: 'usr_5n7p9q1r3s6t8v0w2x4y6z8a' },
  first_use_until: IN_A_YEAR,
  expires_at: IN_A_YEAR,
  first_opened_at: null,
  last_opened_at: null,
  opened_times: 0,
  done_at: null,
  revoked_at: null,
  progress: {
    external_idp: false,
    connector: false,
    tested: false,
    activated: false,
    domain: false,
  },
}

export const setupLinkWithUrl = {
  ...setupLink,
  url: 'https://sso.example.com/console/setup#q3Zr…',
}
