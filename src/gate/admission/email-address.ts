// The e-mail address of a login: it belongs to one user, and what was mailed to an address that a
// user gave up opens nothing.

import type { AdmissionRefusalCode } from '../../login/ports.ts'
import type { Refusal } from '../../refusal.ts'
import { moveEmail } from '../tables/addresses.ts'
import { emailRefusal } from './email-links.ts'
import type { Person } from './identify.ts'
import type { EnteringLogin } from './may-enter.ts'

/** R52: an address in use belongs to another user, whoever logs in. */
export function checkEmailAddress(
  sql: SqlStorage,
  login: EnteringLogin,
  { userId, held }: Person,
): Refusal<AdmissionRefusalCode> | undefined {
  if (held === undefined || held.userId === userId) return undefined
  return { code: held.same ? emailRefusal(sql, login, held.userId) : 'login_email_case_differs' }
}

/**
 * Gives the user the address of the login. A changed address ends the open password links of the
 * user.
 */
export function syncEmailAddress(
  sql: SqlStorage,
  { tenantId, profile, now }: EnteringLogin,
  { userId, user }: Person,
): void {
  if (!moveEmail(sql, { tenantId, userId }, user?.email, profile.email)) return
  sql.exec(
    `UPDATE password_links INDEXED BY password_links_by_user SET used_at = ?
     WHERE tenant_id = ? AND user_id = ? AND used_at IS NULL`,
    now,
    tenantId,
    userId,
  )
}
