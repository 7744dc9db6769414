// A person of a tenant calls, with the session of their browser in place of an API key. A browser
// sends its cookie with what other sites make it ask, too: so where a request comes from is checked
// before anything else.

import type { Context } from 'hono'
import { factorProvenAt, type Session } from '../../../login/session.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { ADMIN_ROLE, VIEWER_ROLE } from '../../../tenants/connectors/access-rules.ts'
import type { User } from '../../../tenants/user.ts'
import type { AdministrationDeps } from '../../deps.ts'
import { readSessionHandle } from '../../session-cookie.ts'
import { checkOrigin } from './check-origin.ts'
import type { ApiRefusal, Caller, Operation } from './operation.ts'

/** An authentication counts as recent for this long, milliseconds. */
const RECENT_MS = 15 * 60_000
/** What a tenant has, and the tenant; not what the operator does with it (`…}:reseal`). */
const OWN = /^\/tenants\/\{tenant_id\}(?:\/|$)/

/**
 * Tells whether a session can open an operation: one on a tenant's own configuration, and none that
 * only the operator is to decide. A tenant goes as it came, by a key: no stolen session ends a
 * whole organisation.
 */
export const opensToPeople = ({ access, path, id }: Operation): boolean =>
  access !== 'operator' && access !== 'recover' && OWN.test(path) && id !== 'deleteTenant'

/**
 * The role that an operation takes at least. A viewer changes nothing, and has nothing fetched or
 * computed.
 */
export const roleFor = ({
  method,
  forAdministrators,
}: Operation): typeof ADMIN_ROLE | typeof VIEWER_ROLE =>
  method === 'GET' && !forAdministrators ? VIEWER_ROLE : ADMIN_ROLE

/**
 * Finds out which person calls, by one call to their gate, and that their role opens this
 * operation.
 */
export async function authenticatePerson(
  deps: AdministrationDeps,
  operation: Operation,
  c: Context,
): Promise<Result<Caller, ApiRefusal>> {
  const foreign = checkOrigin(deps, operation, c)
  if (foreign) return refuse(foreign)
  const handle = await readSessionHandle(c, deps)
  const open = handle && (await deps.gates.at(handle.gate).findSession(handle.tenantId, handle.sid))
  if (handle === undefined || open === undefined) return refuse({ code: 'api_credentials_invalid' })
  const { session, user } = open
  // What is tried out with a test environment of the IdP changes nothing that is live.
  if (session.environment !== 'production')
    return refuse({ code: 'api_scope_missing', expected: 'production', got: session.environment })
  const role = roleFor(operation)
  if (!hasRole(user, role)) return refuse({ code: 'api_scope_missing', expected: role })
  return ok({
    actor: { type: 'user', id: user.id },
    tenantId: session.tenantId,
    session,
    factorAt: factorProvenAt(session, handle),
    gate: handle.gate,
  })
}

const hasRole = ({ roles }: User, role: string): boolean =>
  roles.includes(role) || roles.includes(ADMIN_ROLE)

/**
 * Refuses what takes a recent authentication to somebody who has none, and tells where to get it.
 * Keys have none to renew.
 */
export function checkRecentAuthentication(
  { config, clock }: AdministrationDeps,
  { recentAuthentication }: Operation,
  { session, factorAt }: Caller,
): ApiRefusal | undefined {
  if (!recentAuthentication || session === undefined) return undefined
  const { authnInstant } = session
  if (clock() - Math.max(authnInstant, factorAt ?? 0) <= RECENT_MS) return undefined
  return {
    code: 'api_recent_authentication_required',
    authenticationUrl: config.publicOrigin + renewal(session),
  }
}

/**
 * Where the person authenticates anew, the way they came. Whoever sends them there adds
 * `return_to`.
 */
const renewal = ({ ssoId }: Session): string =>
  ssoId === undefined ? '/login/password' : `/sso/${ssoId}/auth?force_authn=true`
