// The guest of a set-up link, as their browser says who it is: a sealed handle that names the link
// in its gate. The link decides with every request, so revoking it holds from the next one on.

import type { Context } from 'hono'
import type { Cookie } from '../../login/begin/pending-login.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { SetupLinkId, TenantId } from '../../tenants/ids.ts'
import {
  endOf,
  SETUP_SESSION_LIFETIME,
  type SetupLink,
} from '../../tenants/setup-links/setup-link.ts'
import type { GateAddress } from '../../tenants/tenant.ts'
import { readCookies } from '../cookies.ts'
import type { AdministrationDeps } from '../deps.ts'

/** Names the cookie of a guest. */
export const SETUP_COOKIE = '__Host-setup'
const RECORD = 'browser'

/** What the cookie seals. */
interface SetupHandle {
  readonly gate: GateAddress
  readonly tenantId: TenantId
  readonly linkId: SetupLinkId
  /** Milliseconds since the epoch; the browser's own clock is not asked. */
  readonly until: number
}

/** A guest whose link opens something at this moment. */
export interface SetupGuest {
  readonly link: SetupLink
  readonly gate: GateAddress
  /** When this browser has to open the link again. */
  readonly until: number
}

/** Why a browser is no guest: it has no session, or its link has ended. */
export type NoGuest = 'setup_session_missing' | NonNullable<ReturnType<typeof endOf>>

type SetupDeps = Pick<AdministrationDeps, 'keyring' | 'clock' | 'setupLinks'>

/** Tells whether this browser holds anything that may be the session of a guest. */
export const holdsSetupSession = (c: Context): boolean => readCookies(c).has(SETUP_COOKIE)

/**
 * The guest of this browser: one call to the gate of the link, and none without a handle of ours.
 */
export async function findGuest(
  c: Context,
  { keyring, clock, setupLinks }: SetupDeps,
): Promise<Result<SetupGuest, { readonly code: NoGuest }>> {
  const sealed = readCookies(c).get(SETUP_COOKIE)
  const opened =
    sealed === undefined ? undefined : await keyring.open('setup-session', RECORD, sealed)
  if (opened === undefined) return refuse({ code: 'setup_session_missing' })
  const { gate, tenantId, linkId, until }: SetupHandle = JSON.parse(opened)
  if (until <= clock()) return refuse({ code: 'setup_session_missing' })
  const link = await setupLinks.find(gate, tenantId, linkId)
  if (link === undefined) return refuse({ code: 'setup_session_missing' })
  const end = endOf(link, clock())
  return end ? refuse({ code: end }) : ok({ link, gate, until })
}

/** The cookie of a browser that opened a link; it holds until then, if the link does. */
export async function setupCookie(
  { keyring, clock }: Pick<SetupDeps, 'keyring' | 'clock'>,
  gate: GateAddress,
  { tenantId, id: linkId }: SetupLink,
): Promise<{ readonly cookie: Cookie; readonly until: number }> {
  const until = clock() + SETUP_SESSION_LIFETIME
  const handle: SetupHandle = { gate, tenantId, linkId, until }
  const value = await keyring.seal('setup-session', RECORD, JSON.stringify(handle))
  return { cookie: { name: SETUP_COOKIE, value, maxAge: SETUP_SESSION_LIFETIME / 1000 }, until }
}

/** Takes the session out of the browser. */
export const NO_SETUP_COOKIE: Cookie = { name: SETUP_COOKIE, value: '', maxAge: 0 }
