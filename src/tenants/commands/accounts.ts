// What an administrator does about people's passwords. Nobody has one who was not sent a link.

import type { CommandMeaningTable } from '../../refusal.ts'

/** How a one-time link reaches the person. */
export const LINK_DELIVERIES = ['mail', 'answer'] as const
export type LinkDelivery = (typeof LINK_DELIVERIES)[number]

export interface SentPasswordLink {
  readonly purpose: 'invitation' | 'reset'
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
  /** Only where it was asked for in the answer. */
  readonly url?: string
}

export const ACCOUNT_REFUSALS = {
  user_inactive: {
    kind: 'conflict',
    message: 'The user is deactivated.',
    fixedBy: 'sp_admin',
    rule: 'I5',
  },
  user_without_email: {
    kind: 'conflict',
    message: 'The user has no e-mail address, and signs in with none.',
    fixedBy: 'sp_admin',
    rule: 'I9',
  },
  password_unknown: {
    kind: 'conflict',
    message: 'The user has no password.',
    fixedBy: 'sp_admin',
    rule: 'I9',
  },
  mail_unavailable: {
    kind: 'invalid',
    message:
      'Nobody can be written to: this deployment has no delivery service. An API key may have the link in the answer.',
    fixedBy: 'sp_admin',
    rule: 'I9',
  },
  password_link_by_mail_only: {
    kind: 'forbidden',
    message:
      'The link of another person goes to their mailbox. Only an API key or `OPERATOR_KEY` may have it in the answer.',
    fixedBy: 'sp_admin',
    rule: 'I5',
  },
} as const satisfies CommandMeaningTable
