// The demo application: an ordinary relying party that knows nothing of SAML. It has its own
// session in a cookie, and shows the claims that it received.

import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { AuthorizationResponseError, type IDToken, ResponseBodyError } from 'openid-client'
import { showIcon } from '../page.ts'
import { APP_BRAND } from './brand.ts'
import { createLogins, type Pending } from './logins.ts'
import { homePage, problemPage, welcomePage } from './pages.ts'
import { type Remembered, readRemembered, remember } from './remembered.ts'

// The IdP shares the host 127.0.0.1, and so the cookies: the name says whose it is.
const SESSION_COOKIE = 'demo_app_session'

export interface AppSettings {
  readonly origin: string
  /** Issuer of the ID tokens: the Worker. */
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** The SSO key for people who were never here before. */
  readonly ssoId: string
}

/** The address that authorization codes are sent to. */
export const callbackUrl = (origin: string): string => `${origin}/callback`

/**
 * The address where people land who logged in without starting here. It names no organisation: the
 * session that they bring says who they are.
 */
export const landingUrl = (origin: string): string => `${origin}/enter`

/** Where else a login may end: anywhere in the application. */
export const returnUrls = (origin: string): readonly string[] => [`${origin}/*`]

/** Builds the application; its sessions live in memory and are gone after a restart. */
export function createApp(settings: AppSettings): Hono {
  const sessions = new Map<string, IDToken>()
  const logins = createLogins({ ...settings, redirectUri: callbackUrl(settings.origin) })

  return new Hono()
    .get('/', (c) => {
      const claims = sessions.get(getCookie(c, SESSION_COOKIE) ?? '')
      return c.html(claims === undefined ? homePage(readRemembered(c)) : welcomePage(claims))
    })
    .get('/favicon.ico', showIcon(APP_BRAND))
    .get('/login', (c) => {
      // Another SSO key may be tried by naming it in the address.
      const ssoId = c.req.query('sso_id')
      const known = readRemembered(c) ?? { ssoId: settings.ssoId }
      return logins.begin(c, ssoId === undefined ? known : { ssoId })
    })
    .get('/enter', (c) => logins.begin(c, {}))
    .get('/other', (c) => logins.begin(c, { prompt: 'select_account' }))
    .get('/callback', async (c) => {
      const login = logins.take(c)
      if (login === undefined) {
        // Back and forward bring old answers: people who are logged in already just go on.
        if (sessions.has(getCookie(c, SESSION_COOKIE) ?? '')) return c.redirect('/')
        return c.html(problemPage('This login was not started here.'), 400)
      }
      try {
        const claims = await logins.claims(c, login)
        if (claims === undefined) return c.html(problemPage('The answer has no ID token.'), 400)
        const id = randomBytes(16).toString('hex')
        sessions.set(id, claims)
        setCookie(c, SESSION_COOKIE, id, { httpOnly: true, sameSite: 'Lax', path: '/' })
        remember(c, whereOf(claims, login))
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

/** The organisation of a login, and what leads to its sign-in the next time. */
function whereOf({ tenant_name, email }: IDToken, { ssoId }: Pending): Remembered {
  const tenant = typeof tenant_name === 'string' ? tenant_name : 'your organisation'
  const loginHint = typeof email === 'string' ? email : undefined
  return ssoId === undefined ? { tenant, loginHint } : { tenant, ssoId }
}

/** The OAuth error, if there is one. Otherwise what openid-client says. */
function describe(error: unknown): string {
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError)
    return [error.error, error.error_description].filter(Boolean).join(': ')
  return error instanceof Error ? error.message : String(error)
}
