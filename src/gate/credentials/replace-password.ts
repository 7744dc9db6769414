// A person changes their password: the present one is asked for, as at a login, and every other
// session ends.

import type {
  AccountCalls,
  AccountKey,
  PasswordQuestion,
  PasswordReplacement,
} from '../../login/account/ports.ts'
import { strongRandom } from '../../storage/random.ts'
import { newId } from '../../tenants/ids.ts'
import { appendEvent } from '../outbox/events.ts'
import { noticeTo, queueMail } from '../outbox/mail-queue.ts'
import type { GateContext } from '../tables/context.ts'
import { holdAccount } from './account.ts'
import { type AttemptKey, beginTrace, forgetAttempts } from './attempts.ts'
import { failAttemptAt } from './failed-attempts.ts'
import { aboutOf } from './password-links.ts'
import { isKey, passwordOf, readParameters, writePassword } from './passwords.ts'

/** Guessers in a session share one count, from whichever network they come. */
const NETWORK = 'account'
const WRONG = { code: 'login_present_password_wrong' } as const

/**
 * Counts the attempt and answers what the key is to be derived with. Must run inside a transaction.
 */
export function askCurrentPassword(
  sql: SqlStorage,
  key: AccountKey,
  now: number,
): PasswordQuestion {
  const held = holdAccount(sql, key, now)
  if (held === undefined) return { kind: 'no_session' }
  const { user, tenantName } = held.open
  const row = passwordOf(sql, user.tenantId, user.id)
  // The present password is proof enough of who does not have another factor.
  if (held.need === 'factor') return { kind: 'refused', refusal: { code: 'login_account_stale' } }
  if (row === undefined) return { kind: 'refused', refusal: WRONG }
  const until = beginTrace(sql, attemptKeyOf(row.user_id, key), now)
  if (until !== undefined) return { kind: 'limited', until }
  const { salt } = row
  const asked = { userId: user.id, salt, parameters: readParameters(row) }
  return { kind: 'asked', ...asked, about: aboutOf(user, tenantName) }
}

/** Compares, then sets the new password in the place of the very one that was compared. */
export async function replacePassword(
  { storage, keyring }: GateContext,
  { key: derived, password, ...key }: PasswordReplacement,
  now: number,
): ReturnType<AccountCalls['replacePassword']> {
  const { sql } = storage
  const before = holdAccount(sql, key, now)
  const row = before && passwordOf(sql, key.tenantId, before.open.user.id)
  const right = await isKey(keyring, derived, row)
  return storage.transactionSync(() => {
    const held = holdAccount(sql, key, now)
    if (held === undefined || row === undefined) return { kind: 'no_session' }
    const { user } = held.open
    const attempts = attemptKeyOf(user.id, key)
    const present = passwordOf(sql, user.tenantId, user.id)
    if (!right || held.need === 'factor' || present?.sealed_key !== row.sealed_key) {
      failAttemptAt(sql, user, { key: attempts, now })
      return { kind: 'refused', refusal: WRONG }
    }
    writePassword(sql, user, password, now)
    forgetAttempts(sql, attempts, now)
    const { tenantId, id: userId } = user
    sql.exec(
      `UPDATE sessions SET ended_at = ?1 WHERE tenant_id = ?2 AND user_id = ?3 AND sid <> ?4
       AND ended_at IS NULL`,
      now,
      tenantId,
      userId,
      key.sid,
    )
    // Whoever is on the way with the password of before goes no further.
    for (const [table, column] of SPENT)
      sql.exec(
        `UPDATE ${table} SET ${column} = ? WHERE tenant_id = ? AND user_id = ? AND ${column} IS NULL`,
        now,
        tenantId,
        userId,
      )
    const id = newId('evt', strongRandom)
    const data = { by: 'account' }
    appendEvent(sql, { id, type: 'password.set', tenantId, userId, at: now, data })
    queueMail(sql, noticeTo({ tenantId, userId }, 'password_changed', { now }), now)
    return { kind: 'changed' }
  })
}

const SPENT = [
  ['password_links', 'used_at'],
  ['password_proofs', 'spent_at'],
] as const

const attemptKeyOf = (account: string, { tenantId }: AccountKey): AttemptKey => ({
  tenantId,
  account,
  network: NETWORK,
})
