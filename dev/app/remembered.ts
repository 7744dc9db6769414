// Where somebody logged in the last time, kept in their browser for a year: they need not say again
// which organisation they belong to.

import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'

const COOKIE = 'demo_app_organisation'
const YEAR_S = 365 * 24 * 60 * 60

/** An organisation, and what leads to its sign-in: its SSO key, else the person's address. */
export interface Remembered {
  readonly tenant: string
  readonly ssoId?: string | undefined
  readonly loginHint?: string | undefined
}

/** Reads the cookie. `undefined`: nobody logged in here, or the cookie is not one of ours. */
export function readRemembered(c: Context): Remembered | undefined {
  const read = new URLSearchParams(getCookie(c, COOKIE) ?? '')
  const tenant = read.get('tenant')
  if (tenant === null) return undefined
  return {
    tenant,
    ssoId: read.get('ssoId') ?? undefined,
    loginHint: read.get('loginHint') ?? undefined,
  }
}

/** Writes the cookie. */
export function remember(c: Context, { tenant, ssoId, loginHint }: Remembered): void {
  const kept = new URLSearchParams({
    tenant,
    ...(ssoId === undefined ? {} : { ssoId }),
    ...(loginHint === undefined ? {} : { loginHint }),
  })
  setCookie(c, COOKIE, kept.toString(), {
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    maxAge: YEAR_S,
  })
}
