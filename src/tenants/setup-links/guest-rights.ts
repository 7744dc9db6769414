// What guests of a set-up link may have done: commands that are not listed here are closed to them.
// The gate goes by this table whatever the API lets through.

import type { CommandKind } from '../commands/commands.ts'
import { SETUP_TASKS, type SetupLink, type SetupTask } from './setup-link.ts'

interface GuestRight {
  /** Each of these tasks opens it. */
  readonly tasks: readonly SetupTask[]
  /** It changes what governs logins, so the link has to say `may_activate`. */
  readonly activates?: true
}

/** Setting up a connector from nothing. */
export const SSO: readonly SetupTask[] = ['sso']
/** What also takes place when a certificate is replaced. */
export const SSO_OR_CERTIFICATE: readonly SetupTask[] = ['sso', 'certificate']
/** Proving that e-mail domains are the tenant's. */
export const DOMAIN: readonly SetupTask[] = ['domain']

/** Command -> what opens it to guests. */
export const GUEST_COMMANDS: Readonly<Partial<Record<CommandKind, GuestRight>>> = {
  issue_sso_key: { tasks: SSO },
  create_external_idp: { tasks: SSO },
  update_external_idp: { tasks: SSO_OR_CERTIFICATE },
  create_connector: { tasks: SSO },
  update_connector: { tasks: SSO },
  start_test: { tasks: SSO_OR_CERTIFICATE },
  open_response: { tasks: SSO },
  approve_issuer: { tasks: SSO_OR_CERTIFICATE, activates: true },
  activate_version: { tasks: SSO_OR_CERTIFICATE, activates: true },
  roll_back_connector: { tasks: SSO_OR_CERTIFICATE, activates: true },
  claim_domain: { tasks: DOMAIN },
  check_domain: { tasks: DOMAIN },
  open_setup_link: { tasks: SETUP_TASKS },
  complete_setup_link: { tasks: SETUP_TASKS },
}

/** Why a link does not open something; undefined if it does. */
export function missingRight(
  link: Pick<SetupLink, 'tasks' | 'mayActivate'>,
  right: GuestRight | undefined,
):
  | {
      readonly code: 'setup_link_task_missing'
      readonly expected: readonly string[]
      readonly got: readonly string[]
    }
  | { readonly code: 'setup_link_activation_missing' }
  | undefined {
  const { tasks, activates } = right ?? { tasks: [] }
  if (!tasks.some((task) => link.tasks.includes(task)))
    return { code: 'setup_link_task_missing', expected: tasks, got: link.tasks }
  return activates && !link.mayActivate ? { code: 'setup_link_activation_missing' } : undefined
}
