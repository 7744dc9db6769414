// Who may test a connector in a browser: an administrator of its tenant.

import type { Context } from 'hono'
import type { Actor } from '../../tenants/commands/envelope.ts'
import { ADMIN_ROLE } from '../../tenants/connectors/access-rules.ts'
import type { TenantId } from '../../tenants/ids.ts'
import type { AdministrationDeps } from '../deps.ts'
import { readSession } from '../session-cookie.ts'

/** Finds who in this browser may test connectors of the tenant. `undefined`: nobody. */
export async function findTester(
  c: Context,
  deps: AdministrationDeps,
  tenantId: TenantId,
): Promise<Actor | undefined> {
  const open = await readSession(c, deps)
  if (open === undefined) return undefined
  const { session, user } = open
  const isLive = session.environment === 'production'
  return isLive && session.tenantId === tenantId && user.roles.includes(ADMIN_ROLE)
    ? { type: 'user', id: user.id }
    : undefined
}
