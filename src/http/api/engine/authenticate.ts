// Who calls: the holder of OPERATOR_KEY, which mints API keys and opens the home tenant, a program
// with an API key (RFC 6750), a person with the session of their browser, or a guest of a set-up
// link. A header is never mixed with a cookie: if there is a header, it alone counts.

import type { Context } from 'hono'
import { encodeBase64Url } from '../../../protocol/bytes/base64.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { API_SCOPES, type ApiKey, type ApiScope } from '../../../tenants/api-key.ts'
import { VISITOR } from '../../../tenants/commands/envelope.ts'
import type { TenantId } from '../../../tenants/ids.ts'
import type { AdministrationDeps } from '../../deps.ts'
import { networkFrom } from '../../password/network.ts'
import { holdsSession } from '../../session-cookie.ts'
import { authenticateGuest, comesAsGuest } from './authenticate-guest.ts'
import { authenticatePerson, opensToSessions } from './authenticate-person.ts'
import { checkOrigin } from './check-origin.ts'
import type { ApiRefusal, Caller, Operation } from './operation.ts'
import { PATH_PARAMETERS, type PathValues, pathNames } from './path-parameters.ts'

const API_KEY = /^esk_[A-Za-z0-9_-]{43}$/
const BEARER = /^Bearer +([\x21-\x7e]{1,512})$/i
const SECRET_BYTES = 32

/** Finds out who calls, and checks that the credential opens this operation. */
export async function authenticate(
  deps: AdministrationDeps,
  operation: Operation,
  c: Context,
): Promise<Result<Caller, ApiRefusal>> {
  if (operation.access === 'anybody') return admitAnybody(deps, operation, c)
  const authorization = c.req.header('authorization')
  if (authorization !== undefined) return authenticateBearer(deps, operation, authorization)
  if (comesAsGuest(c)) return authenticateGuest(deps, operation, c)
  return opensToSessions(operation) && holdsSession(c)
    ? authenticatePerson(deps, operation, c)
    : refuse({ code: 'api_credentials_missing', expected: credentialFor(operation) })
}

/** Nobody has to say who they are. The answer goes to a page of ours, and to no other site's. */
function admitAnybody(
  deps: AdministrationDeps,
  operation: Operation,
  c: Context,
): Result<Caller, ApiRefusal> {
  const foreign = checkOrigin(deps, operation, c)
  if (foreign) return refuse(foreign)
  const network = networkFrom(c)
  return ok({ actor: VISITOR, ...(network !== undefined && { network }) })
}

async function authenticateBearer(
  deps: AdministrationDeps,
  operation: Operation,
  authorization: string,
): Promise<Result<Caller, ApiRefusal>> {
  const { access } = operation
  const invalid = (got: string) =>
    refuse({ code: 'api_credentials_invalid', expected: credentialFor(operation), got } as const)
  const token = BEARER.exec(authorization)?.[1]
  if (token === undefined) return invalid('another scheme than Bearer')

  const isOperator = await equalInConstantTime(token, deps.config.operatorKey)
  if (access === 'operator' && isOperator) return ok({ actor: { type: 'operator' } })
  // Of a token that opens nothing here its form is told, and nothing that its look-up would tell.
  if (access === 'operator') return invalid(API_KEY.test(token) ? 'an API key' : 'another token')
  if (isOperator) return ok({ actor: { type: 'operator' }, operatorKey: true })

  if (!API_KEY.test(token)) return invalid('a token that is no API key')
  const key = await deps.apiKeys.findBySecretHash(await hashSecret(token))
  if (key === undefined) return invalid('an API key that does not exist, or no longer')
  if (hasExpired(key, deps)) return invalid('an API key that has expired')
  const lacks = scopesFor(operation).find((scope) => !key.scopes.includes(scope))
  if (lacks !== undefined)
    return refuse({ code: 'api_scope_missing', expected: lacks, got: key.scopes })
  const { id, tenantId } = key
  return ok({ actor: { type: 'api_key', id }, key, ...(tenantId && { tenantId }) })
}

/** The scopes that an operation takes of an API key. */
export const scopesFor = ({ access, alsoAccess }: Operation): readonly ApiScope[] =>
  [access, alsoAccess].filter((scope) => API_SCOPES.some((known) => known === scope)) as ApiScope[]

/** Says which credential an operation takes, and how it is sent. */
const credentialFor = ({ access }: Operation): string => {
  if (access === 'operator') return 'the operator key, as Authorization: Bearer'
  const scope = access === 'signed_in' ? '' : ` with the scope ${access}`
  return `an API key${scope}, as Authorization: Bearer esk_…`
}

/**
 * Checks that what a key or a person is bound to holds what the path names. What belongs to another
 * tenant is answered as if it were not there (I5).
 */
export async function checkReach(
  deps: AdministrationDeps,
  operation: Pick<Operation, 'path' | 'access' | 'acceptsBoundKeys'>,
  { caller, params }: { readonly caller: Caller; readonly params: Partial<PathValues> },
): Promise<ApiRefusal | undefined> {
  if (caller.operatorKey) return (await isHome(deps, params)) ? undefined : OPERATOR_KEY_ONLY
  if (caller.tenantId === undefined || operation.acceptsBoundKeys) return undefined
  // Who a tenant gave a key to does not vouch for it.
  if (operation.access === 'recover') return { code: 'api_key_bound' }
  const { guest } = caller
  if (guest?.connectorId && params.connector_id && params.connector_id !== guest.connectorId)
    return { code: 'connector_unknown' }
  if (params.tenant_id !== undefined)
    return (await reaches(deps, caller, params.tenant_id)) ? undefined : { code: 'tenant_unknown' }
  const named = pathNames(operation.path).at(-1)
  return { code: named === undefined ? 'api_key_bound' : PATH_PARAMETERS[named].unknown }
}

/** With `OPERATOR_KEY` somebody gets in again when no operator can: it opens the home tenant. */
const isHome = async (
  { reads }: AdministrationDeps,
  { tenant_id }: Partial<PathValues>,
): Promise<boolean> => tenant_id !== undefined && (await reads.findTenant(tenant_id))?.home === true

const OPERATOR_KEY_ONLY: ApiRefusal = { code: 'api_key_required' }

/**
 * Tells whether a caller may see a tenant. A key of the operator sees any tenant. A bound key sees
 * its tenant and that tenant's children. A user or a guest sees their own.
 */
export async function reaches(
  { reads }: Pick<AdministrationDeps, 'reads'>,
  { tenantId: bound, key }: Caller,
  tenantId: TenantId,
): Promise<boolean> {
  if (bound === undefined || bound === tenantId) return true
  return key !== undefined && (await reads.findTenant(tenantId))?.parentId === bound
}

/**
 * Makes the secret of a new API key: `esk_`, which secret scanners recognise, and 32 random bytes.
 */
export const newApiKeySecret = (deps: Pick<AdministrationDeps, 'random'>): string =>
  `esk_${encodeBase64Url(deps.random(SECRET_BYTES))}`

/** Hashes a secret for storage: SHA-256, lower-case hex. 256 random bits need no slow hash. */
export async function hashSecret(secret: string): Promise<string> {
  return [...(await sha256(secret))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const hasExpired = ({ expiresAt }: ApiKey, { clock }: AdministrationDeps): boolean =>
  expiresAt !== undefined && expiresAt <= clock()

/**
 * Compares hashes, so that neither content nor length of the expected value shows in the time
 * taken.
 */
async function equalInConstantTime(got: string, expected: string): Promise<boolean> {
  return crypto.subtle.timingSafeEqual(await sha256(got), await sha256(expected))
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}
