// A login in flight lives in the browser that began it, in a sealed cookie per request. There is
// nothing on our side to write, to expire or to fill up.

import type { AuthorizationRequest } from '../../protocol/oidc/authorization-request.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { SsoId, TenantId, TestId } from '../../tenants/ids.ts'
import { LOGIN_COOKIE_LIFETIME } from '../lifetimes.ts'
import type { RequestPurpose } from './request-id.ts'

/**
 * What the browser keeps for us while its person is at the IdP. `oidc` and `returnTo` exclude each
 * other.
 */
export interface PendingLogin {
  readonly purpose: RequestPurpose
  /** Binds the request id to this browser (R53). */
  readonly browserNonce: string
  readonly forceAuthn: boolean
  readonly authnContextClassRef?: string
  /** Version and trust revision under which the request was sent. */
  readonly version: string
  readonly returnTo?: string
  readonly oidc?: AuthorizationRequest
  readonly testId?: TestId
  /**
   * Of several tenants, the one that the person wants to enter; the rules decide whether they may.
   */
  readonly chosenTenantId?: TenantId
  /** This login was already started again after a change of configuration; once is enough. */
  readonly restarted?: true
}

/** A cookie to set; an empty value removes it. */
export interface Cookie {
  readonly name: string
  readonly value: string
  /** Seconds. */
  readonly maxAge: number
}

const LOGIN_COOKIE_PREFIX = '__Host-login-'
/**
 * Four tabs at a time; the oldest goes, so that the Cookie header stays within every server's
 * bounds.
 */
const LOGINS_IN_FLIGHT = 4
const MAX_COOKIE_BYTES = 3072

/**
 * The cookie that holds the login of this request: one per request, so that tabs do not disturb
 * each other.
 */
export const loginCookieName = (requestId: string): string =>
  LOGIN_COOKIE_PREFIX + requestId.slice(1, 9)

/**
 * Seals a pending login into its cookie. Throws when it outgrows 3 KB: callers bound what goes in.
 */
export async function sealPendingLogin(
  keyring: KeyRing,
  input: { ssoId: SsoId; requestId: string; pending: PendingLogin; now: number },
): Promise<Cookie> {
  const sealed = await keyring.seal('login-cookie', record(input), JSON.stringify(input.pending))
  // The time stands in the clear only so that the oldest cookie can be found without opening them
  // all.
  const value = `${Math.floor(input.now / 1000).toString(36)}.${sealed}`
  if (value.length > MAX_COOKIE_BYTES) throw new Error('A pending login outgrew its cookie')
  return { name: loginCookieName(input.requestId), value, maxAge: LOGIN_COOKIE_LIFETIME / 1000 }
}

/**
 * Opens the cookie of a request; undefined when this browser has none, or not one of ours for this
 * SSO key and request.
 */
export async function openPendingLogin(
  keyring: KeyRing,
  input: { ssoId: SsoId; requestId: string; cookies: ReadonlyMap<string, string> },
): Promise<PendingLogin | undefined> {
  const value = input.cookies.get(loginCookieName(input.requestId))
  if (value === undefined || value.length > MAX_COOKIE_BYTES) return undefined
  const opened = await keyring.open(
    'login-cookie',
    record(input),
    value.slice(value.indexOf('.') + 1),
  )
  return opened === undefined ? undefined : JSON.parse(opened)
}

/** The removals that keep the number of logins in flight within bounds once another one begins. */
export function evictOldest(cookies: ReadonlyMap<string, string>): readonly Cookie[] {
  return [...cookies]
    .filter(([name]) => name.startsWith(LOGIN_COOKIE_PREFIX))
    .map(([name, value]) => ({
      name,
      time: Number.parseInt(value.split('.', 1)[0] ?? '', 36) || 0,
    }))
    .sort((a, b) => b.time - a.time)
    .slice(LOGINS_IN_FLIGHT - 1)
    .map(({ name }) => ({ name, value: '', maxAge: 0 }))
}

const record = ({ ssoId, requestId }: { ssoId: SsoId; requestId: string }) =>
  `${ssoId} ${requestId}`
