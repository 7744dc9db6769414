// The demo application: an ordinary relying party that knows nothing of SAML. Authorization code
// with PKCE through openid-client, its own session in a cookie, the claims in a table.

import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import * as oidc from 'openid-client'
import { homePage, problemPage, welcomePage } from './pages.ts'

// The IdP shares the host 127.0.0.1, and so the cookies: every name says whose it is.
const SESSION_COOKIE = 'demo_app_session'
const LOGIN_COOKIE = 'demo_app_login'

export interface AppSettings {
  readonly origin: string
  /** Issuer of the ID tokens: the Worker. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** The SSO key to log in with, sent as the extension parameter `sso_id`. */
  readonly ssoId: string
}

/** The address that authorization codes are sent to. */
export const callbackUrl = (origin: string): string => `${origin}/callback`

/**
 * The address where people land who logged in without starting here: it asks who they are at once.
 */
export const landingUrl = (origin: string): string => `${origin}/login`

interface Pending {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

/**
 * The issuer's configuration, asked for when it is first needed: the application starts beside the
 * Worker.
 */
function discoverOnce(settings: AppSettings): () => Promise<oidc.Configuration> {
  let configuration: Promise<oidc.Configuration> | undefined
  return () => {
    configuration ??= oidc.discovery(
      new URL(settings.issuer),
      settings.clientId,
      undefined,
      oidc.ClientSecretBasic(settings.clientSecret),
      { execute: [oidc.allowInsecureRequests] },
    )
    return configuration
  }
}

/** Builds the application; both kinds of state live in memory and are gone after a restart. */
export function createApp(settings: AppSettings): Hono {
  const sessions = new Map<string, oidc.IDToken>()
  const pending = new Map<string, Pending>()
  const discover = discoverOnce(settings)

  return new Hono()
    .get('/', (c) => {
      const claims = sessions.get(getCookie(c, SESSION_COOKIE) ?? '')
      return c.html(claims === undefined ? homePage() : welcomePage(claims))
    })
    .get('/login', async (c) => {
      const login = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        codeVerifier: oidc.randomPKCECodeVerifier(),
      }
      // One browser may have several logins under way, one in each tab: `state` tells them apart.
      const browser = getCookie(c, LOGIN_COOKIE) ?? keep(c, LOGIN_COOKIE)
      pending.set(keyOf(browser, login.state), login)
      const url = oidc.buildAuthorizationUrl(await discover(), {
        redirect_uri: callbackUrl(settings.origin),
        scope: 'openid profile email roles',
        state: login.state,
        nonce: login.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(login.codeVerifier),
        code_challenge_method: 'S256',
        // Another SSO key may be tried by naming it in the address.
        sso_id: c.req.query('sso_id') ?? settings.ssoId,
      })
      return c.redirect(url.href)
    })
    .get('/callback', async (c) => {
      const login = take(c, pending)
      if (login === undefined) {
        // Back and forward bring old answers: whoever is logged in already just goes on.
        if (sessions.has(getCookie(c, SESSION_COOKIE) ?? '')) return c.redirect('/')
        return c.html(problemPage('This login was not started here.'), 400)
      }
      try {
        const tokens = await oidc.authorizationCodeGrant(await discover(), new URL(c.req.url), {
          pkceCodeVerifier: login.codeVerifier,
          expectedState: login.state,
          expectedNonce: login.nonce,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (claims !== undefined) sessions.set(keep(c, SESSION_COOKIE), claims)
        return c.redirect('/')
      } catch (error) {
        return c.html(problemPage(describe(error)), 400)
      }
    })
    .post('/logout', (c) => {
      sessions.delete(getCookie(c, SESSION_COOKIE) ?? '')
      deleteCookie(c, SESSION_COOKIE)
      return c.redirect(`${settings.issuer}/logout`, 303)
    })
}

/** Puts a fresh random id into a cookie and returns it. */
function keep(c: Context, name: string): string {
  const id = randomBytes(16).toString('hex')
  setCookie(c, name, id, { httpOnly: true, sameSite: 'Lax', path: '/' })
  return id
}

/** Takes the pending login that this browser began under the answer's state; it serves once. */
function take(c: Context, pending: Map<string, Pending>): Pending | undefined {
  const key = keyOf(getCookie(c, LOGIN_COOKIE) ?? '', c.req.query('state') ?? '')
  const login = pending.get(key)
  pending.delete(key)
  return login
}

const keyOf = (browser: string, state: string): string => `${browser} ${state}`

/** The OAuth error where there is one, else what openid-client says. */
function describe(error: unknown): string {
  if (error instanceof oidc.AuthorizationResponseError || error instanceof oidc.ResponseBodyError)
    return [error.error, error.error_description].filter(Boolean).join(': ')
  return error instanceof Error ? error.message : String(error)
}
