// The link that a browser has opened: a sealed cookie takes the place of the token, so that no
// later address holds it. The gate decides by the row; the cookie only says which one.

import type { Context } from 'hono'
import { OPENED_LINK_LIFETIME } from '../../login/lifetimes.ts'
import type { SentLink } from '../../login/password/link.ts'
import { readCookies, writeCookie } from '../cookies.ts'
import type { Deps } from '../deps.ts'

const LINK_COOKIE = '__Host-password-link'
/** Other than that of a token, so that neither is taken for the other. */
const RECORD = 'browser'

interface OpenedLink extends SentLink {
  /** Milliseconds since the epoch; the browser's own clock is not asked. */
  readonly until: number
}

/**
 * The link that this browser has opened; undefined when there is none that we sealed, or it was too
 * long ago.
 */
export async function readOpenedLink(
  c: Context,
  { keyring, clock }: Pick<Deps, 'keyring' | 'clock'>,
): Promise<SentLink | undefined> {
  const sealed = readCookies(c).get(LINK_COOKIE)
  const opened =
    sealed === undefined ? undefined : await keyring.open('password-link', RECORD, sealed)
  if (opened === undefined) return undefined
  const { until, gate, key }: OpenedLink = JSON.parse(opened)
  return until > clock() ? { gate, key } : undefined
}

/** Hands a link to the browser that opened it; the one before, if any, is replaced. */
export async function writeOpenedLink(
  c: Context,
  { keyring, clock }: Pick<Deps, 'keyring' | 'clock'>,
  { gate, key }: SentLink,
): Promise<void> {
  const link: OpenedLink = { gate, key, until: clock() + OPENED_LINK_LIFETIME }
  const value = await keyring.seal('password-link', RECORD, JSON.stringify(link))
  // Lax: people come from the page of their mail provider, and a Strict cookie would miss the
  // redirect that follows.
  writeCookie(c, { name: LINK_COOKIE, value, maxAge: OPENED_LINK_LIFETIME / 1000 }, 'Lax')
}

/** Removes it. */
export function removeOpenedLink(c: Context): void {
  writeCookie(c, { name: LINK_COOKIE, value: '', maxAge: 0 }, 'Lax')
}

/**
 * Names a link in the form that was shown for it. It is no secret: a piece of the hash by which the
 * gate knows the link.
 */
export const linkName = ({ key }: SentLink): string => key.linkHash.slice(0, 16)
