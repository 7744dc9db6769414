// The commands on a tenant's users, their links, passwords, second factors and re-links; all of it
// in the tenant's gate.

import type { RelinkCandidate } from '../connectors/relink.ts'
import { WAY_IN_REFUSALS, type WayInChoices } from '../enforcement.ts'
import type { ConnectorId, EventId, TenantId, UserId } from '../ids.ts'
import type { Invitation, UserChange, UserLink } from '../people.ts'
import type { User } from '../user.ts'
import type { LinkDelivery, SentPasswordLink } from './accounts.ts'
import { command } from './command.ts'

interface OneUser {
  readonly tenantId: TenantId
  readonly userId: UserId
}

type OneLink = OneUser & { readonly connectorId: ConnectorId }

const LAST_ADMIN_REFUSALS = ['user_unknown', 'user_last_admin', ...WAY_IN_REFUSALS] as const
const RELINK_REFUSALS = ['connector_unknown', 'relink_unknown'] as const

/** The commands on users. */
export const USER_COMMANDS = {
  invite_user: command<{ readonly tenantId: TenantId; readonly invitation: Invitation }, User>({
    target: 'user',
    audit: 'user.invited',
    refusals: ['connector_unknown', 'user_email_taken', 'user_role_unknown'],
  }),
  /** The user may use the connector, or no longer. */
  link_user: command<OneLink, UserLink>({
    target: 'user',
    audit: 'user.linked',
    refusals: ['user_unknown', 'connector_unknown'],
  }),
  unlink_user: command<OneLink & WayInChoices, UserLink>({
    target: 'user',
    audit: 'user.unlinked',
    endsAccess: true,
    refusals: ['user_unknown', 'connector_unknown', 'user_link_unknown', ...WAY_IN_REFUSALS],
  }),
  update_user: command<OneUser & WayInChoices & { readonly change: UserChange }, User>({
    target: 'user',
    audit: 'user.updated',
    refusals: [...LAST_ADMIN_REFUSALS, 'user_role_unknown'],
  }),
  /** A deactivated user has no session any more, and no login brings them back. */
  set_user_active: command<OneUser & WayInChoices & { readonly active: boolean }, User>({
    target: 'user',
    audit: 'user.switched',
    endsAccess: true,
    refusals: LAST_ADMIN_REFUSALS,
  }),
  /** Takes the user with every identity: a later login makes another user. */
  delete_user: command<OneUser & WayInChoices, User>({
    target: 'user',
    audit: 'user.deleted',
    deletes: true,
    endsAccess: true,
    refusals: LAST_ADMIN_REFUSALS,
  }),
  /** Ends every session of the user, or the one that is named. */
  end_user_sessions: command<OneUser & { readonly sid?: string }, { readonly ended: number }>({
    target: 'user',
    audit: 'user.sessions_ended',
    endsAccess: true,
    refusals: ['user_unknown', 'session_unknown'],
  }),
  /**
   * The next login with the e-mail address of the user becomes the user: once, and with the
   * identity that was seen, if one was. Of a dispute `eventId` says whose login was the user's: the
   * last one.
   */
  confirm_relink: command<OneLink & { readonly eventId?: EventId }, RelinkCandidate>({
    target: 'user',
    audit: 'user.relink_confirmed',
    refusals: [...RELINK_REFUSALS, 'relink_disputed'],
  }),
  /**
   * The same of every candidate whom nobody disputes. Answers how many there are now, and until
   * when it holds.
   */
  confirm_relinks: command<
    Omit<OneLink, 'userId'>,
    { readonly candidates: number; readonly confirmedUntil: number }
  >({
    target: 'connector',
    audit: 'connector.relinks_confirmed',
    refusals: RELINK_REFUSALS,
  }),
  /** Takes a confirmation back, and forgets who came. */
  forget_relink: command<OneLink, RelinkCandidate>({
    target: 'user',
    audit: 'user.relink_forgotten',
    refusals: RELINK_REFUSALS,
  }),
  /**
   * Makes a one-time link: an invitation for a user without a password, a reset for a user with
   * one.
   */
  send_password_link: command<OneUser & { readonly deliver: LinkDelivery }, SentPasswordLink>({
    target: 'user',
    audit: 'user.password_link_sent',
    refusals: [
      'user_unknown',
      'user_inactive',
      'user_without_email',
      'mail_unavailable',
      'password_link_by_mail_only',
    ],
  }),
  /** Takes the password away, and ends the sessions that it began. */
  remove_password: command<OneUser & WayInChoices, User>({
    target: 'user',
    audit: 'user.password_removed',
    refusals: ['user_unknown', 'password_unknown', ...WAY_IN_REFUSALS],
  }),
  /**
   * Takes every second factor and recovery code away, and ends every session: after the loss of a
   * telephone the user starts anew.
   */
  reset_second_factors: command<OneUser & WayInChoices, User>({
    target: 'user',
    audit: 'user.second_factors_reset',
    refusals: ['user_unknown', ...WAY_IN_REFUSALS],
  }),
} as const
