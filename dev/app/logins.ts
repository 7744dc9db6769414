// The logins under way of the demo application: authorization code with PKCE. Each has a state and
// a cookie of its own, so that two tabs that log in at once both arrive.

import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import * as oidc from 'openid-client'

const LOGIN_S = 30 * 60
// The IdP shares the host 127.0.0.1, and so the cookies: the name says whose it is.
const cookieOf = (state: string): string => `demo_app_login_${state.slice(0, 16)}`

export interface Client {
  /** Issuer of the ID tokens: the Worker. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
}

/** What a login asks for, besides what every login does. */
export interface Asked {
  /** The SSO key to log in with, sent as the extension parameter `sso_id`. */
  readonly ssoId?: string | undefined
  readonly loginHint?: string | undefined
  readonly prompt?: 'select_account'
}

/** A login under way. */
export interface Pending {
  readonly state: string
  /** Only the browser that began the login knows it. */
  readonly secret: string
  readonly nonce: string
  readonly codeVerifier: string
  readonly ssoId: string | undefined
}

export interface Logins {
  /** Sends the browser to the issuer. */
  begin(c: Context, asked: Asked): Promise<Response>
  /** Takes the login that this browser began under the answer's state; it serves once. */
  take(c: Context): Pending | undefined
  /** Exchanges the code of the answer; throws if the issuer says no. */
  claims(c: Context, login: Pending): Promise<oidc.IDToken | undefined>
}

/** Keeps logins in memory: they are gone after a restart. */
export function createLogins(client: Client): Logins {
  const pending = new Map<string, Pending>()
  const discover = discoverOnce(client)
  return {
    async begin(c, { ssoId, loginHint, prompt }) {
      const login = {
        state: oidc.randomState(),
        secret: randomBytes(16).toString('hex'),
        nonce: oidc.randomNonce(),
        codeVerifier: oidc.randomPKCECodeVerifier(),
        ssoId,
      }
      pending.set(login.state, login)
      const options = { httpOnly: true, sameSite: 'Lax', path: '/callback' } as const
      setCookie(c, cookieOf(login.state), login.secret, { ...options, maxAge: LOGIN_S })
      const url = oidc.buildAuthorizationUrl(await discover(), {
        redirect_uri: client.redirectUri,
        scope: 'openid profile email roles',
        state: login.state,
        nonce: login.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(login.codeVerifier),
        code_challenge_method: 'S256',
        ...(ssoId === undefined ? {} : { sso_id: ssoId }),
        ...(loginHint === undefined ? {} : { login_hint: loginHint }),
        ...(prompt === undefined ? {} : { prompt }),
      })
      return c.redirect(url.href)
    },
    take(c) {
      const login = pending.get(c.req.query('state') ?? '')
      if (login === undefined || getCookie(c, cookieOf(login.state)) !== login.secret)
        return undefined
      pending.delete(login.state)
      deleteCookie(c, cookieOf(login.state), { path: '/callback' })
      return login
    },
    async claims(c, login) {
      const tokens = await oidc.authorizationCodeGrant(await discover(), new URL(c.req.url), {
        pkceCodeVerifier: login.codeVerifier,
        expectedState: login.state,
        expectedNonce: login.nonce,
        idTokenExpected: true,
      })
      return tokens.claims()
    },
  }
}

/**
 * The issuer's configuration, asked for when it is first needed: the application starts beside the
 * Worker.
 */
function discoverOnce(client: Client): () => Promise<oidc.Configuration> {
  let configuration: Promise<oidc.Configuration> | undefined
  return () => {
    configuration ??= oidc.discovery(
      new URL(client.issuer),
      client.clientId,
      undefined,
      oidc.ClientSecretBasic(client.clientSecret),
      { execute: [oidc.allowInsecureRequests] },
    )
    return configuration
  }
}
