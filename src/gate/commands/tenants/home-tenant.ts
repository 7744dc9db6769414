// The home tenant: made once, with its first operator, and changed by operators alone. Connectors,
// people and links there would lead to the rights of an operator (I11), so no API key and no
// administrator changes any of them.

import { ok, refuse } from '../../../result.ts'
import { tenants } from '../../../storage/d1/schema/index.ts'
import { toStatement } from '../../../storage/statement.ts'
import {
  COMMANDS,
  type CommandKind,
  type CommandOf,
  type TenantRefusal,
} from '../../../tenants/commands/commands.ts'
import { type Actor, VISITOR } from '../../../tenants/commands/envelope.ts'
import { snapshotOf } from '../../../tenants/commands/snapshot.ts'
import { ADMIN_ROLE } from '../../../tenants/connectors/access-rules.ts'
import { homeRoleOf, OPERATOR_ROLE } from '../../../tenants/home-tenant.ts'
import { newId } from '../../../tenants/ids.ts'
import type { Tenant } from '../../../tenants/tenant.ts'
import { rolesOf, type User } from '../../../tenants/user.ts'
import { lifetimeOf, linkStatement, prepareLink } from '../../credentials/password-links.ts'
import { policyStatement } from '../../enforcement/enforcement-changes.ts'
import type { Planned, Planners, Scope } from '../../intents/plan.ts'
import { findTenant } from '../../tables/configurations.ts'
import { findUser } from '../../tables/find-user.ts'
import { recordUser } from '../people/record-user.ts'
import { insertUser, takeAddress } from '../people/user-statements.ts'
import { insertTenant } from './tenant-statements.ts'

/** The planners of the commands of this file. */
export const homeTenantPlanners: Planners<'create_home_tenant'> = {
  create_home_tenant: createHomeTenant,
}

/**
 * Makes the home tenant and its first operator, who is an administrator of it too. Everybody there
 * proves a second factor from the beginning.
 */
async function createHomeTenant(
  scope: Scope,
  { email }: CommandOf<'create_home_tenant'>,
): Planned<'create_home_tenant'> {
  const { db, reads, tenant, clock, random } = scope
  if (await reads.findHomeTenant()) return refuse({ code: 'home_tenant_exists' })
  const now = clock()
  const user: User = {
    email,
    ...rolesOf([], [OPERATOR_ROLE, ADMIN_ROLE]),
    groups: [],
    id: newId('usr', random),
    tenantId: tenant.id,
    status: 'invited',
    createdAt: now,
    updatedAt: now,
  }
  const link = await prepareLink(scope, tenant)
  const expiresAt = now + lifetimeOf('invitation')
  return ok({
    result: { tenant, user, url: link.url },
    audit: {
      target: { type: 'tenant', id: tenant.id },
      after: { ...snapshotOf(tenant), operator: user.id },
    },
    record: [toStatement(db.insert(tenants).values(tenant)), ...recordUser(scope, user)],
    commit: [
      insertTenant(tenant),
      policyStatement(tenant.id, 'signIn', { secondFactor: 'everyone', enrolmentAtLogin: true }),
      takeAddress(user, email),
      insertUser(user),
      linkStatement(user, { purpose: 'invitation', linkHash: link.linkHash, expiresAt }),
    ],
  })
}

/**
 * Refuses a change of the home tenant to everybody but its operators, the holder of `OPERATOR_KEY`
 * and this deployment itself. The gate decides by its own rows, so a command of an operator who
 * was demoted while it was on its way is refused too.
 */
export function refuseActor(
  sql: SqlStorage,
  command: CommandOf<CommandKind>,
  { tenant, actor }: { readonly tenant: Tenant; readonly actor: Actor },
): TenantRefusal | undefined {
  const { onlyLooks, repairs } = COMMANDS[command.kind]
  if (onlyLooks) return undefined
  if (actor.type === 'support') throw new Error(`Support gave the command ${command.kind}`)
  const { parentId } = tenant
  const isChild = command.kind === 'create_tenant' && parentId !== undefined
  const changed = isChild ? findTenant(sql, parentId) : tenant
  if (!changed?.home || repairs || mayChangeHome(sql, changed, actor)) return undefined
  return { code: 'home_tenant_reserved' }
}

function mayChangeHome(sql: SqlStorage, home: Tenant, actor: Actor): boolean {
  if (actor.type === 'system') return actor.name !== VISITOR.name
  if (actor.type !== 'operator') return false
  if (actor.id === undefined) return true
  const user = findUser(sql, home.id, actor.id)
  return user?.status === 'active' && homeRoleOf(home, user) === OPERATOR_ROLE
}
