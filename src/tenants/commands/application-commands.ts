// The commands on the grants of a tenant; all of it in its gate.

import type { ApplicationGrant } from '../application.ts'
import { command } from './command.ts'

/** The commands on grants of applications. */
export const APPLICATION_COMMANDS = {
  /** Grants the application as the record has it now. */
  grant_application: command<ApplicationGrant, ApplicationGrant>({
    target: 'application',
    audit: 'application.granted',
    refusals: ['application_unknown'],
  }),
  /**
   * Brings the gate to what the record says now, if the grant is still recorded: it may have been
   * taken back meanwhile.
   */
  refresh_application: command<ApplicationGrant, ApplicationGrant>({
    target: 'application',
    audit: 'application.granted',
    repairs: true,
    refusals: ['application_unknown', 'application_grant_unknown'],
  }),
  revoke_application: command<ApplicationGrant, ApplicationGrant>({
    target: 'application',
    audit: 'application.revoked',
    refusals: ['application_grant_unknown'],
  }),
} as const
