// What the refusals of set-up links mean.

import type { CommandMeaningTable } from '../../refusal.ts'

export const SETUP_LINK_REFUSALS = {
  setup_link_unknown: {
    kind: 'unknown',
    message: 'There is no such set-up link.',
    fixedBy: 'user',
    rule: 'I5',
  },
  setup_link_revoked: {
    kind: 'gone',
    message: 'The set-up link was revoked: it opens nothing any more.',
    fixedBy: 'sp_admin',
    rule: 'I5',
  },
  setup_link_expired: {
    kind: 'gone',
    message: 'The set-up link has expired: it opens nothing any more.',
    fixedBy: 'sp_admin',
    rule: 'I5',
  },
  setup_link_done: {
    kind: 'gone',
    message: 'What the set-up link was made for is done: it opens nothing any more.',
    fixedBy: 'sp_admin',
    rule: 'I5',
  },
  setup_link_task_missing: {
    kind: 'forbidden',
    message: 'The set-up link was not made for this.',
    fixedBy: 'sp_admin',
    rule: 'I5',
  },
  setup_link_activation_missing: {
    kind: 'forbidden',
    message:
      'The set-up link does not allow to change what governs logins. An administrator of the tenant does that.',
    fixedBy: 'sp_admin',
    rule: 'I6',
  },
  setup_link_limit_reached: {
    kind: 'conflict',
    message: 'The tenant has all the set-up links it may have at a time. Revoke one first.',
    fixedBy: 'sp_admin',
    rule: 'I9',
  },
} as const satisfies CommandMeaningTable
