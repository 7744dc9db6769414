// What an administrator does about people's passwords. Nobody has one who was not sent a link.

import type { CommandMeaningTable } from '../../refusal.ts'
import type { WayInChoices } from '../enforcement.ts'
import type { TenantId, UserId } from '../ids.ts'
import type { User } from '../user.ts'

interface OneUser {
  readonly tenantId: TenantId
  readonly userId: UserId
}

/** How a one-time link reaches the person. */
export const LINK_DELIVERIES = ['mail', 'answer'] as const

export interface AccountCommands {
  /** Makes a one-time link: an invitation for who has no password, a reset for who has one. */
  send_password_link: OneUser & { readonly deliver: (typeof LINK_DELIVERIES)[number] }
  /** Takes the password away, and ends the sessions that it began. */
  remove_password: OneUser & WayInChoices
  /** Takes every second factor and recovery code away, and ends every session: who lost a telephone starts anew. */
  reset_second_factors: OneUser & WayInChoices
}

export interface AccountCommandResults {
  send_password_link: SentPasswordLink
  remove_password: User
  reset_second_factors: User
}

interface SentPasswordLink {
  readonly purpose: 'invitation' | 'reset'
  /** Milliseconds since the epoch. */
  readonly expiresAt: number
  /** Only where it was asked for in the answer. */
  readonly url?: string
}

export const ACCOUNT_REFUSALS = {
  user_inactive: {
    kind: 'conflict',
    says: 'The user is deactivated.',
    fixedBy: 'sp_admin',
    rule: 'I5',
  },
  user_without_email: {
    kind: 'conflict',
    says: 'The user has no e-mail address, and signs in with none.',
    fixedBy: 'sp_admin',
    rule: 'I9',
  },
  password_unknown: {
    kind: 'conflict',
    says: 'The user has no password.',
    fixedBy: 'sp_admin',
    rule: 'I9',
  },
  mail_unavailable: {
    kind: 'invalid',
    says: 'Nobody can be written to: this deployment has no delivery service. An API key may have the link in the answer.',
    fixedBy: 'sp_admin',
    rule: 'I9',
  },
  password_link_by_mail_only: {
    kind: 'forbidden',
    says: 'The link of another person goes to their mailbox. Only an API key may have it in the answer.',
    fixedBy: 'sp_admin',
    rule: 'I5',
  },
} as const satisfies CommandMeaningTable

export type AccountRefusalCode = keyof typeof ACCOUNT_REFUSALS
