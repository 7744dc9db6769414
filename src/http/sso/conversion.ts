// The marker of a converted sign-in: five minutes in which the IdP has to answer it.

import type { Context } from 'hono'
import { CONVERTED_COOKIE } from '../../login/complete/receive-unsolicited.ts'
import type { SsoId } from '../../tenants/ids.ts'
import { writeCookie } from '../cookies.ts'

const MARKER_SECONDS = 300

/** Marks the browser. None, because it has to come along with the IdP's next cross-site POST. */
export const rememberConversion = (c: Context, ssoId: SsoId): void =>
  writeCookie(c, { name: CONVERTED_COOKIE, value: ssoId, maxAge: MARKER_SECONDS }, 'None')

/** Removes the mark: the sign-in was answered, so the next one may be converted again. */
export const forgetConversion = (c: Context): void =>
  writeCookie(c, { name: CONVERTED_COOKIE, value: '', maxAge: 0 }, 'None')
