// A person calls with the session of their browser in place of an API key: one of a tenant, who
// reaches that tenant, or an operator, who reaches every tenant. A browser also sends its cookie
// with requests that other sites make it send, so the origin of a request is checked first.

import type { Context } from 'hono'
import { defined } from '../../../defined.ts'
import { factorProvenAt, type Session } from '../../../login/session.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { ADMIN_ROLE, VIEWER_ROLE } from '../../../tenants/connectors/access-rules.ts'
import { homeRoleOf, OPERATOR_ROLE } from '../../../tenants/home-tenant.ts'
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
 * Tells whether the session of a tenant's person can open an operation: one on the tenant's own
 * configuration, unless only the operator decides it. A tenant is deleted by a key or an operator:
 * no stolen session of an administrator ends a whole organisation.
 */
export const opensToPeople = ({ access, path, id }: Operation): boolean =>
  access === 'signed_in' ||
  (access !== 'operator' && access !== 'recover' && OWN.test(path) && id !== 'deleteTenant')

/** Tells whether a session can open an operation at all: that of an operator, if no other. */
export const opensToSessions = ({ access, id }: Operation): boolean =>
  access !== 'anybody' && id !== 'createHomeTenant'

/**
 * The role that an operation takes at least. A viewer changes nothing, and has nothing fetched or
 * computed.
 */
export const roleFor = (
  operation: Operation,
): typeof ADMIN_ROLE | typeof VIEWER_ROLE | typeof OPERATOR_ROLE => {
  if (!opensToPeople(operation)) return OPERATOR_ROLE
  return isLook(operation) && !operation.forAdministrators ? VIEWER_ROLE : ADMIN_ROLE
}

/** Tells whether an operation only reads what is there. */
const isLook = ({ method }: Operation): boolean => method === 'GET'

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
  const held = handle && (await deps.findHeldSession(handle))
  if (handle === undefined || held === undefined) return refuse({ code: 'api_credentials_invalid' })
  const { session, user, tenantName, home } = held
  const person = { session, user, tenantName, factorAt: factorProvenAt(session, handle) }
  // What is tried out with a test environment of the IdP changes nothing that is live.
  const live = session.environment === 'production'
  const homeRole = live ? homeRoleOf({ ...defined({ home }) }, user) : undefined
  if (homeRole) return authenticateOperator(operation, { ...person, homeRole })
  const caller: Caller = {
    ...person,
    actor: { type: 'user', id: user.id },
    tenantId: session.tenantId,
    gate: handle.gate,
  }
  if (operation.access === 'signed_in') return ok(caller)
  if (!live)
    return refuse({ code: 'api_scope_missing', expected: 'production', got: session.environment })
  const role = roleFor(operation)
  return role !== OPERATOR_ROLE && hasRole(user, role)
    ? ok(caller)
    : refuse({ code: 'api_scope_missing', expected: role })
}

/**
 * An operator reaches every tenant, and is none of its people. Support sees the same, and changes
 * nothing.
 */
function authenticateOperator(
  operation: Operation,
  person: Required<Pick<Caller, 'session' | 'user' | 'homeRole'>> & Partial<Caller>,
): Result<Caller, ApiRefusal> {
  const { homeRole, user } = person
  if (homeRole !== OPERATOR_ROLE && !isLook(operation))
    return refuse({ code: 'api_scope_missing', expected: OPERATOR_ROLE, got: homeRole })
  return ok({ ...person, actor: { type: homeRole, id: user.id } })
}

const hasRole = ({ roles }: User, role: string): boolean =>
  roles.includes(role) || roles.includes(ADMIN_ROLE)

/**
 * Refuses what takes a recent authentication to somebody who has none, and tells where to get it.
 * Keys have none to renew.
 */
export function checkRecentAuthentication(
  { config, clock }: AdministrationDeps,
  operation: Operation,
  { session, factorAt }: Caller,
): ApiRefusal | undefined {
  if (session === undefined || !takesRecentAuthentication(operation)) return undefined
  if (clock() <= recentUntil({ session, factorAt })) return undefined
  return {
    code: 'api_recent_authentication_required',
    authenticationUrl: config.publicOrigin + renewal(session),
  }
}

/**
 * Tells whether a person must have authenticated lately. Of what opens to operators alone, that is
 * whatever ends a tenant, lets somebody back in, or mints a key.
 */
export const takesRecentAuthentication = (operation: Operation): boolean =>
  operation.recentAuthentication === true ||
  (!opensToPeople(operation) &&
    !isLook(operation) &&
    (['operator', 'recover'].includes(operation.access) || operation.method === 'DELETE'))

/** Until when an authentication counts as recent, milliseconds since the epoch. */
export const recentUntil = ({
  session: { authnInstant },
  factorAt = 0,
}: Required<Pick<Caller, 'session'>> & Pick<Caller, 'factorAt'>): number =>
  Math.max(authnInstant, factorAt) + RECENT_MS

/**
 * Where the person authenticates anew, the way they came. Whoever sends them there adds
 * `return_to`.
 */
export const renewal = ({ ssoId }: Session): string =>
  ssoId === undefined ? '/login/password' : `/sso/${ssoId}/auth?force_authn=true`
