// The commands on set-up links. Each change of one is a command, its opening by a guest too.

import type { ConnectorId, SetupLinkId, TenantId } from '../ids.ts'
import type { SetupLink, SetupTask } from '../setup-links/setup-link.ts'
import { command } from './command.ts'

interface OneLink {
  readonly tenantId: TenantId
  readonly setupLinkId: SetupLinkId
}

interface NewSetupLink {
  readonly tasks: readonly SetupTask[]
  readonly connectorId?: ConnectorId
  readonly daysToFirstUse: number
  readonly mayActivate: boolean
}

/** The commands on set-up links. */
export const SETUP_LINK_COMMANDS = {
  /** Makes a link. Its address is told now and never again. */
  create_setup_link: command<
    { readonly tenantId: TenantId; readonly input: NewSetupLink },
    SetupLink & { readonly url: string }
  >({
    target: 'setup_link',
    audit: 'setup_link.created',
    refusals: ['setup_link_limit_reached', 'connector_unknown', 'domain_of_child'],
  }),
  /** Notes that somebody begins with the link, or goes on. Any number of people may. */
  open_setup_link: command<OneLink, SetupLink>({
    target: 'setup_link',
    audit: 'setup_link.opened',
    refusals: ['setup_link_unknown', 'setup_link_revoked', 'setup_link_expired', 'setup_link_done'],
  }),
  /** Ends the link at once, with the sessions of its guests. */
  revoke_setup_link: command<OneLink, SetupLink>({
    target: 'setup_link',
    audit: 'setup_link.revoked',
    endsAccess: true,
    refusals: ['setup_link_unknown'],
  }),
  /** Ends the link, since what it was made for is done. */
  complete_setup_link: command<OneLink, SetupLink>({
    target: 'setup_link',
    audit: 'setup_link.completed',
    refusals: ['setup_link_unknown', 'setup_link_revoked', 'setup_link_expired'],
  }),
} as const
