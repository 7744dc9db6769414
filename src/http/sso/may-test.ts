// Who may test a connector in a browser: an administrator of its tenant, or a guest of a set-up
// link that opens the connector.

import type { Context } from 'hono'
import type { Actor } from '../../tenants/commands/envelope.ts'
import { ADMIN_ROLE } from '../../tenants/connectors/access-rules.ts'
import type { ConnectorId, TenantId } from '../../tenants/ids.ts'
import { missingRight, SSO_OR_CERTIFICATE } from '../../tenants/setup-links/guest-rights.ts'
import { findGuest, holdsSetupSession } from '../api/guest-session.ts'
import type { AdministrationDeps } from '../deps.ts'
import { holdsSession, readSession } from '../session-cookie.ts'

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
  (await findAdministrator(c, deps, tested)) ?? (await findTestingGuest(c, deps, tested))

async function findAdministrator(
  c: Context,
  deps: AdministrationDeps,
  { tenantId }: Tested,
): Promise<Actor | undefined> {
  const open = await readSession(c, deps)
  if (open === undefined) return undefined
  const { session, user } = open
  const isLive = session.environment === 'production'
  return isLive && session.tenantId === tenantId && user.roles.includes(ADMIN_ROLE)
    ? { type: 'user', id: user.id }
    : undefined
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
