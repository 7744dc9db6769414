// The result of an authorization request: a code at once if a live session satisfies it, a login if
// one may begin, a refusal otherwise (OpenID Connect Core §3.1.2.3). All steps stand in order in
// `authorize` and `decide`; what a request may ask for is listed in authorization-checks.ts.

import {
  type AuthorizationParameters,
  readClientId,
  readRedirectUri,
} from '../../protocol/oidc/authorization-parameters.ts'
import {
  type ParsedAuthorization,
  parseAuthorization,
} from '../../protocol/oidc/authorization-request.ts'
import type { ResponseTarget } from '../../protocol/oidc/authorization-response.ts'
import type { OidcRefusal } from '../../protocol/oidc/oauth-refusals.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { Applications, RegisteredApplication } from '../../tenants/commands/ports.ts'
import { type ApplicationId, isId, type SsoId } from '../../tenants/ids.ts'
import type { GateAddress } from '../../tenants/tenant.ts'
import type { SigningKeys } from '../ports.ts'
import type { OpenSession } from '../session.ts'
import { type CodeDeps, isGranted, issueAuthorizationCode } from './authorization-code.ts'

/** What deciding takes from outside. */
export interface DecideDeps extends CodeDeps {
  readonly signingKeys: Pick<SigningKeys, 'published'>
}

export interface AuthorizeDeps extends DecideDeps {
  readonly applications: Pick<Applications, 'find'>
}

/** A live session of the browser, and the gate that holds it. */
export interface HeldSession {
  readonly open: OpenSession
  readonly gate: GateAddress
}

/** A login that an authorization request begins. */
interface RequestedLogin {
  readonly ssoId: SsoId
  readonly forceAuthn: boolean
  readonly loginHint?: string
  readonly oidc: ParsedAuthorization['request']
}

export type Authorization =
  /**
   * Back to the application, with a code or, if the session's tenant or user may not have one, an
   * error.
   */
  | { readonly kind: 'answered'; readonly url: string }
  /** Back to the application, with an error. */
  | { readonly kind: 'refused'; readonly target: ResponseTarget; readonly refusal: OidcRefusal }
  /** Shown in the browser: client or redirect_uri are in doubt. */
  | {
      readonly kind: 'shown'
      readonly refusal: OidcRefusal
      readonly applicationId?: ApplicationId | undefined
    }
  | { readonly kind: 'login'; readonly login: RequestedLogin }
  /** The user has to sign in, and nothing says with which connector. */
  | { readonly kind: 'unnamed'; readonly parsedRequest: ParsedAuthorization }

/**
 * Decides an authorization request. docs/flow.md numbers its steps, which are these and those of
 * `decide`.
 */
export async function authorize(
  deps: AuthorizeDeps,
  parameters: AuthorizationParameters,
  findHeld: () => Promise<HeldSession | undefined>,
): Promise<Authorization> {
  // Until client and redirect_uri are known good, refusals are shown here: redirecting would make
  // us an open redirector.
  const application = await findApplication(deps, parameters)
  if (!application.ok) return application.refusal
  const { id: clientId, redirectUris } = application.value
  const redirectUri = readRedirectUri(parameters, redirectUris)
  if (!redirectUri.ok)
    return { kind: 'shown', refusal: redirectUri.refusal, applicationId: clientId }

  const target = { redirectUri: redirectUri.value, ...stateOf(parameters) }
  const parsedRequest = parseAuthorization(parameters, { ...target, clientId })
  if (!parsedRequest.ok) return refused(target, parsedRequest.refusal)
  const held = await findHeld()
  return decide(deps, { parsedRequest: parsedRequest.value, held })
}

/** Decides an authorization request whose client and redirect_uri are known good. */
export async function decide(
  deps: DecideDeps,
  input: {
    readonly parsedRequest: ParsedAuthorization
    readonly held: HeldSession | undefined
  },
): Promise<Authorization> {
  const { held } = input
  const { request: target } = input.parsedRequest
  const parsedRequest = await withSubject(deps, input.parsedRequest)
  if (parsedRequest === undefined) return refused(target, { code: 'oidc_id_token_hint_invalid' })
  const { request } = parsedRequest
  if (held && satisfies(held.open, parsedRequest, deps.clock()))
    return { kind: 'answered', url: await issueAuthorizationCode(deps, { ...held, request }) }
  if (parsedRequest.promptNone) return refused(target, { code: 'oidc_login_required' })
  const { ssoId } = parsedRequest
  if (ssoId === undefined) return { kind: 'unnamed', parsedRequest: input.parsedRequest }
  if (!isId('sso', ssoId))
    return refused(target, { code: 'oidc_parameter_invalid', expected: 'sso_id' })
  return { kind: 'login', login: requestedLogin(parsedRequest, ssoId) }
}

const refused = (target: ResponseTarget, refusal: OidcRefusal): Authorization => ({
  kind: 'refused',
  target,
  refusal,
})

async function findApplication(
  { applications }: AuthorizeDeps,
  parameters: AuthorizationParameters,
): Promise<Result<RegisteredApplication, Extract<Authorization, { kind: 'shown' }>>> {
  const clientId = readClientId(parameters)
  if (!clientId.ok) return refuse({ kind: 'shown', refusal: clientId.refusal })
  const applicationId = isId('app', clientId.value) ? clientId.value : undefined
  const application = applicationId && (await applications.find(applicationId))
  return application
    ? ok(application)
    : refuse({ kind: 'shown', refusal: { code: 'oidc_client_unknown' }, applicationId })
}

const stateOf = ({ values: { state } }: AuthorizationParameters) =>
  state === undefined ? {} : { state }

/** Replaces the hint by the person it names; undefined when the hint proves nothing. */
async function withSubject(
  { config, signingKeys }: DecideDeps,
  parsedRequest: ParsedAuthorization,
): Promise<ParsedAuthorization | undefined> {
  const { idTokenHint, request } = parsedRequest
  if (idTokenHint === undefined) return parsedRequest
  const { verifyIdTokenHint } = await import('../../protocol/oidc/id-token-hint.ts')
  const subject = await verifyIdTokenHint(idTokenHint, {
    published: await signingKeys.published(),
    issuer: config.publicOrigin,
    clientId: request.clientId,
  })
  return subject === undefined ? undefined : { ...parsedRequest, request: { ...request, subject } }
}

/**
 * A session serves the request when it is of a tenant, key and person that may answer it, and fresh
 * enough.
 */
function satisfies(
  open: OpenSession,
  { request, ssoId }: ParsedAuthorization,
  now: number,
): boolean {
  const { session, user } = open
  if (!isGranted(open, request.clientId)) return false
  // A request that names an SSO key means its tenant: the session of another would hand over the
  // wrong account (R53).
  if (ssoId !== undefined && ssoId !== session.ssoId) return false
  if (request.subject !== undefined && request.subject !== user.id) return false
  if (request.prompt === 'login') return false
  return request.maxAge === undefined || now - session.authnInstant < request.maxAge * 1000
}

function requestedLogin({ request, loginHint }: ParsedAuthorization, ssoId: SsoId): RequestedLogin {
  return {
    ssoId,
    // SAML has no max_age: only a fresh authentication is sure to be young enough (R55).
    forceAuthn: request.prompt === 'login' || request.maxAge !== undefined,
    ...(loginHint === undefined ? {} : { loginHint }),
    oidc: request,
  }
}
