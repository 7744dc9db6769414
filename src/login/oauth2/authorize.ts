// What becomes of an authorization request: a code at once when a live session satisfies it, a login when one may be
// begun, a refusal otherwise (OpenID Connect Core §3.1.2.3).

import type { AuthorizationDemand } from '../../protocol/oidc/authorization-request.ts'
import { verifyIdTokenHint } from '../../protocol/oidc/id-token-hint.ts'
import type { OidcRefusal } from '../../protocol/oidc/refusals.ts'
import { isId, type SsoId } from '../../tenants/ids.ts'
import type { GateAddress } from '../../tenants/tenant.ts'
import type { SigningKeys } from '../ports.ts'
import type { OpenSession } from '../session.ts'
import { type CodeDeps, isGranted, issueAuthorizationCode } from './authorization-code.ts'

export interface AuthorizeDeps extends CodeDeps {
  readonly signingKeys: Pick<SigningKeys, 'published'>
}

/** A live session of the browser, and the gate that holds it. */
export interface HeldSession {
  readonly open: OpenSession
  readonly gate: GateAddress
}

/** A login that an authorization request begins. */
export interface RequestedLogin {
  readonly ssoId: SsoId
  readonly forceAuthn: boolean
  readonly loginHint?: string
  readonly oidc: AuthorizationDemand['request']
}

export type Authorization =
  /** Back to the application, with a code or, where the session's tenant or person may not have one, an error. */
  | { readonly kind: 'answered'; readonly url: string }
  | { readonly kind: 'refused'; readonly refusal: OidcRefusal }
  | { readonly kind: 'login'; readonly login: RequestedLogin }
  /** Somebody has to sign in, and nothing says with which connector. */
  | { readonly kind: 'unnamed' }

/** Decides an authorization request whose client and redirect_uri are known good. */
export async function authorize(
  deps: AuthorizeDeps,
  input: {
    readonly demand: AuthorizationDemand
    readonly held: HeldSession | undefined
  },
): Promise<Authorization> {
  const { held } = input
  const demand = await withSubject(deps, input.demand)
  if (demand === undefined) return refused('oidc_id_token_hint_invalid')
  const { request, silent, ssoId } = demand
  if (held && satisfies(held.open, demand, deps.clock()))
    return { kind: 'answered', url: await issueAuthorizationCode(deps, { ...held, request }) }
  if (silent) return refused('oidc_login_required')
  if (ssoId === undefined) return { kind: 'unnamed' }
  if (!isId('sso', ssoId)) return refused('oidc_parameter_invalid', 'sso_id')
  return { kind: 'login', login: requestedLogin(demand, ssoId) }
}

const refused = (code: OidcRefusal['code'], parameter?: string): Authorization => ({
  kind: 'refused',
  refusal: parameter === undefined ? { code } : { code, expected: parameter },
})

/** Replaces the hint by the person it names; undefined when the hint proves nothing. */
async function withSubject(
  { config, signingKeys }: AuthorizeDeps,
  demand: AuthorizationDemand,
): Promise<AuthorizationDemand | undefined> {
  const { idTokenHint, request } = demand
  if (idTokenHint === undefined) return demand
  const subject = await verifyIdTokenHint(idTokenHint, {
    published: await signingKeys.published(),
    issuer: config.publicOrigin,
    clientId: request.clientId,
  })
  return subject === undefined ? undefined : { ...demand, request: { ...request, subject } }
}

/** A session serves the request when it is of a tenant, key and person that may answer it, and fresh enough. */
function satisfies(
  open: OpenSession,
  { request, ssoId }: AuthorizationDemand,
  now: number,
): boolean {
  const { session, user } = open
  if (!isGranted(open, request.clientId)) return false
  // A request that names an SSO key means its tenant: the session of another would hand over the wrong account (R53).
  if (ssoId !== undefined && ssoId !== session.ssoId) return false
  if (request.subject !== undefined && request.subject !== user.id) return false
  if (request.prompt === 'login') return false
  return request.maxAge === undefined || now - session.authnInstant < request.maxAge * 1000
}

function requestedLogin({ request, loginHint }: AuthorizationDemand, ssoId: SsoId): RequestedLogin {
  return {
    ssoId,
    // SAML has no max_age: only a fresh authentication is sure to be young enough (R55).
    forceAuthn: request.prompt === 'login' || request.maxAge !== undefined,
    ...(loginHint === undefined ? {} : { loginHint }),
    oidc: request,
  }
}
