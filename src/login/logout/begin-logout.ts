// Signing out at the IdP too (SAML Profiles §4.4.3.1). Our session has ended before this begins, so
// whatever the IdP answers, or whether it answers at all, changes nothing here.

import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { buildLogoutRequest } from '../../protocol/saml/logout/write-logout.ts'
import { ssoKeyUrls } from '../../tenants/sso-key.ts'
import { evictOldest, sealPendingLogin } from '../begin/pending-login.ts'
import { issueRequestId } from '../begin/request-id.ts'
import { leaveWith, offeredBinding, type SendMessageDeps } from '../begin/send-message.ts'
import type { BegunLogin } from '../begin/send-request.ts'
import { LOGOUT_REQUEST_LIFETIME } from '../lifetimes.ts'
import type { EndedSession, LoginConfigurations } from '../ports.ts'
import { openLogoutContext } from './logout-context.ts'

/**
 * Sends the person of a session that ended to the IdP with a signed LogoutRequest. Undefined when
 * there is nobody to ask: no IdP began it, or it offers no logout or gave no NameID, or the
 * connector has gone or points at another IdP by now.
 */
export async function beginLogout(
  deps: SendMessageDeps & { readonly configurations: LoginConfigurations },
  { session, sealedLogoutContext }: EndedSession,
  cookies: ReadonlyMap<string, string>,
): Promise<BegunLogin | undefined> {
  const { keyring, clock, random } = deps
  const { sid, ssoId, connectorId } = session
  if (ssoId === undefined || connectorId === undefined || sealedLogoutContext === undefined)
    return undefined
  const [configuration, context] = await Promise.all([
    deps.configurations.find(ssoId),
    openLogoutContext(keyring, sid, sealedLogoutContext),
  ])
  if (configuration === undefined || context === undefined) return undefined
  const { connector } = configuration
  if (connector?.id !== connectorId) return undefined
  const { settings, version } = connector
  const to = offeredBinding(settings.slo)
  const { nameId, sessionIndex } = context
  if (to === undefined || nameId === undefined) return undefined
  if (settings.idpEntityID !== context.idpEntityID) return undefined

  const now = clock()
  const binding = { browserNonce: encodeBase64Url(random(16)), forceAuthn: false }
  const purpose = 'logout' as const
  const requestId = await issueRequestId(keyring, { ...binding, ssoId, purpose }, { now, random })
  const message = buildLogoutRequest({
    id: requestId,
    issueInstant: now,
    notOnOrAfter: now + LOGOUT_REQUEST_LIFETIME,
    destination: to.url,
    spEntityID: ssoKeyUrls(configuration.ssoKey).spEntityID,
    nameId,
    sessionIndex,
  })
  const pending = { ...binding, purpose, version }
  const relayState = requestId.slice(1, 9)
  const [departure, cookie] = await Promise.all([
    leaveWith(deps, configuration.ssoKey, { to, message, parameter: 'SAMLRequest', relayState }),
    sealPendingLogin(keyring, { ssoId, requestId, pending, now }),
  ])
  return { departure, cookies: [cookie, ...evictOldest(cookies)] }
}
