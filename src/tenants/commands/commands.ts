// The configuration commands of a tenant. They run one at a time in the tenant's gate. Their types,
// targets, audit actions and refusals are all derived from the tables of each noun.

import type { Fact } from '../../refusal.ts'
import { APPLICATION_COMMANDS } from './application-commands.ts'
import type { AnyCommand } from './command.ts'
import type { TenantRefusalCode } from './command-refusals.ts'
import { CONNECTOR_COMMANDS } from './connector-commands.ts'
import { DOMAIN_COMMANDS } from './domain-commands.ts'
import { ENFORCEMENT_COMMANDS } from './enforcement-commands.ts'
import { EXTERNAL_IDP_COMMANDS } from './external-idp-commands.ts'
import { SETUP_LINK_COMMANDS } from './setup-link-commands.ts'
import { SSO_KEY_COMMANDS } from './sso-key-commands.ts'
import { TENANT_COMMANDS } from './tenant-commands.ts'
import { USER_COMMANDS } from './user-commands.ts'
import { WEBHOOK_COMMANDS } from './webhook-commands.ts'

const TABLES = {
  ...TENANT_COMMANDS,
  ...SSO_KEY_COMMANDS,
  ...EXTERNAL_IDP_COMMANDS,
  ...CONNECTOR_COMMANDS,
  ...APPLICATION_COMMANDS,
  ...USER_COMMANDS,
  ...DOMAIN_COMMANDS,
  ...ENFORCEMENT_COMMANDS,
  ...WEBHOOK_COMMANDS,
  ...SETUP_LINK_COMMANDS,
}

export type CommandKind = keyof typeof TABLES

/** Kind -> command. */
export const COMMANDS: Readonly<Record<CommandKind, AnyCommand>> = TABLES

/** Command -> what it carries. `tenantId` names the tenant; the gate is that of its root tenant. */
export type Commands = {
  readonly [K in CommandKind]: NonNullable<(typeof TABLES)[K]['carries']>
}

/** Command -> what it answers. */
export type CommandResults = {
  readonly [K in CommandKind]: NonNullable<(typeof TABLES)[K]['answers']>
}

/** One kind of command as it travels to the gate. */
export type CommandOf<K extends CommandKind> = { readonly kind: K } & Commands[K]

/** `pointer` is the JSON pointer of the member of the request that is at fault, as in `/name`. */
export interface TenantRefusal {
  readonly code: TenantRefusalCode
  readonly pointer?: string
  readonly expected?: Fact
  readonly got?: Fact
  /** Of a precondition that failed: the members that changed in between, as JSON pointers. */
  readonly changed?: readonly string[]
  /** Of a stricter enforcement: everything that stands in its way, this refusal among it. */
  readonly blockers?: readonly TenantRefusal[]
}
