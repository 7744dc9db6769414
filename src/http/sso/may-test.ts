// Who may test a connector in a browser: an operator, an administrator of its tenant, or a guest of
// a set-up link that opens the connector.

import type { Context } from 'hono'
import { defined } from '../../defined.ts'
import type { Actor } from '../../tenants/commands/envelope.ts'
import { ADMIN_ROLE } from '../../tenants/connectors/access-rules.ts'
import { homeRoleOf, OPERATOR_ROLE } from '../../tenants/home-tenant.ts'
import type { ConnectorId, TenantId } from '../../tenants/ids.ts'
import { missingRight, SSO_OR_CERTIFICATE } from '../../tenants/setup-links/guest-rights.ts'
import { findGuest, holdsSetupSession } from '../api/guest-session.ts'
import type { AdministrationDeps } from '../deps.ts'
import { holdsSession, readSessionHandle } from '../session-cookie.ts'

/** What is to be tested. */
export interface Tested {
  readonly tenantId: TenantId
  readonly connectorId: ConnectorId
}

/** Tells whether this browser holds anything that may open a test. */
export const holdsTester = (c: Context): boolean => holdsSession(c) || holdsSetupSession(c)

/** Finds who in this browser may test the connector. `undefined`: nobody. */
export const findTester = async (
  c: Context,
  deps: AdministrationDeps,
  tested: Tested,
): Promise<Actor | undefined> =>
  (await findPerson(c, deps, tested)) ?? (await findTestingGuest(c, deps, tested))

/** An administrator of the tenant, or an operator. Support reads and starts nothing. */
async function findPerson(
  c: Context,
  deps: AdministrationDeps,
  { tenantId }: Tested,
): Promise<Actor | undefined> {
  const handle = await readSessionHandle(c, deps)
  const held = handle && (await deps.findHeldSession(handle))
  if (held === undefined || held.session.environment !== 'production') return undefined
  const { session, user, home } = held
  const { id } = user
  const homeRole = homeRoleOf(defined({ home }), user)
  if (homeRole) return homeRole === OPERATOR_ROLE ? { type: homeRole, id } : undefined
  const isAdministrator = session.tenantId === tenantId && user.roles.includes(ADMIN_ROLE)
  return isAdministrator ? { type: 'user', id } : undefined
}

async function findTestingGuest(
  c: Context,
  deps: AdministrationDeps,
  { tenantId, connectorId }: Tested,
): Promise<Actor | undefined> {
  if (!holdsSetupSession(c)) return undefined
  const found = await findGuest(c, deps)
  if (!found.ok) return undefined
  const { link } = found.value
  const isOpen = link.connectorId === undefined || link.connectorId === connectorId
  const isAllowed = missingRight(link, { tasks: SSO_OR_CERTIFICATE }) === undefined
  return link.tenantId === tenantId && isOpen && isAllowed
    ? { type: 'setup_link', id: link.id }
    : undefined
}
