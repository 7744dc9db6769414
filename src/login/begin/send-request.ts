// The way out: an AuthnRequest for the IdP, and the cookie that recognises its answer. No storage
// is touched.

import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { buildAuthnRequest } from '../../protocol/saml/authn-request.ts'
import { NAME_ID_FORMATS } from '../../tenants/connectors/choices.ts'
import type {
  ActiveConnector,
  LoginConfiguration,
} from '../../tenants/connectors/login-configuration.ts'
import { certificateDer, ssoKeyUrls } from '../../tenants/sso-key.ts'
import { openSigningKey } from '../private-key.ts'
import { type Cookie, evictOldest, type PendingLogin, sealPendingLogin } from './pending-login.ts'
import { issueRequestId } from './request-id.ts'
import type { Departure, SendMessageDeps } from './send-message.ts'

export interface BegunLogin {
  readonly departure: Departure
  /** To set with the answer: the login that begins, and removals of the oldest ones. */
  readonly cookies: readonly Cookie[]
}

export interface SendInput {
  readonly configuration: LoginConfiguration
  readonly connector: ActiveConnector
  readonly pending: Pick<
    PendingLogin,
    'purpose' | 'returnTo' | 'oidc' | 'testId' | 'chosenTenantId' | 'restarted'
  >
  readonly forceAuthn: boolean
  readonly loginHint?: string | undefined
  /** The cookies that the browser has. */
  readonly cookies: ReadonlyMap<string, string>
}

/**
 * Builds the AuthnRequest of a login or test, and seals what the browser keeps until the answer
 * comes.
 */
export async function sendRequest(deps: SendMessageDeps, input: SendInput): Promise<BegunLogin> {
  const { ssoKey } = input.configuration
  const { settings, version } = input.connector
  const now = deps.clock()
  const binding = {
    browserNonce: encodeBase64Url(deps.random(16)),
    forceAuthn: input.forceAuthn || settings.forceAuthn,
    ...(settings.authnContextClassRef === undefined
      ? {}
      : { authnContextClassRef: settings.authnContextClassRef }),
  }
  const { keyring, random } = deps
  const { purpose } = input.pending
  const requestId = await issueRequestId(
    keyring,
    { ...binding, ssoId: ssoKey.id, purpose },
    { now, random },
  )
  const pending: PendingLogin = { ...input.pending, ...binding, version }
  const [departure, cookie] = await Promise.all([
    sendMessage(deps, input, { requestId, now, forceAuthn: binding.forceAuthn }),
    sealPendingLogin(keyring, { ssoId: ssoKey.id, requestId, pending, now }),
  ])
  return { departure, cookies: [cookie, ...evictOldest(input.cookies)] }
}

async function sendMessage(
  { keyring }: SendMessageDeps,
  { configuration, connector, loginHint }: SendInput,
  {
    requestId,
    now,
    forceAuthn,
  }: { readonly requestId: string; readonly now: number; readonly forceAuthn: boolean },
): Promise<Departure> {
  const { settings } = connector
  const binding = settings.requestBinding
  const destination = settings.sso[binding]
  // A version is refused at its writing when its IdP lacks the binding, so this is a broken store.
  if (destination === undefined)
    throw new Error('The version names a binding that its IdP does not offer')
  const urls = ssoKeyUrls(configuration.ssoKey)
  const message = buildAuthnRequest({
    id: requestId,
    issueInstant: now,
    destination,
    spEntityID: urls.spEntityID,
    acsUrl: urls.acsUrl,
    nameIdFormat: NAME_ID_FORMATS[settings.nameIdFormat],
    forceAuthn,
    authnContextClassRef: settings.authnContextClassRef,
  })
  const { ssoKey } = configuration
  const privateKey = settings.signRequests ? await openSigningKey(keyring, ssoKey) : undefined
  // Some IdPs answer only what carries a RelayState; ours says nothing and is never read back
  // (R51).
  const relayState = requestId.slice(1, 9)
  if (binding === 'post') {
    // It signs the XML, which takes a reader and a canonical form: only these IdPs need them.
    const { postForm } = await import('../../protocol/saml/post-binding.ts')
    const certificate = certificateDer(ssoKey.certificatePem)
    const signingKey = privateKey && { privateKey, certificate }
    const { action, fields } = await postForm({ destination, message, relayState, signingKey })
    return { kind: 'post', action: withHint(action, loginHint), fields }
  }
  const { redirectUrl } = await import('../../protocol/saml/redirect-binding.ts')
  const url = await redirectUrl({ destination, message, relayState, privateKey })
  return { kind: 'redirect', url: withHint(url, loginHint) }
}

/**
 * Not a part of SAML: several IdPs (Entra among them) fill in their form from the query of the SSO
 * URL, by either binding, and the others ignore it. A Subject in the request would be a demand, not
 * a hint (SAML Core §3.4.1), and Entra refuses it.
 */
function withHint(url: string, loginHint: string | undefined): string {
  if (loginHint === undefined) return url
  return `${url}${url.includes('?') ? '&' : '?'}login_hint=${encodeURIComponent(loginHint)}`
}
