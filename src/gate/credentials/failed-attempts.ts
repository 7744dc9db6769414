// An attempt at somebody's account that has failed, whatever it was at: their password, a second
// factor, a code of the tenant.

import { strongRandom } from '../../storage/random.ts'
import { newId } from '../../tenants/ids.ts'
import type { User } from '../../tenants/user.ts'
import { appendEvent } from '../outbox/events.ts'
import { type AttemptKey, failAttempt } from './attempts.ts'

/**
 * Counts it as failed, and tells the tenant when it locked the account. Must run inside a
 * transaction.
 */
export function failAttemptAt(
  sql: SqlStorage,
  { tenantId, id: userId }: Pick<User, 'tenantId' | 'id'>,
  { key, now }: { readonly key: AttemptKey; readonly now: number },
): void {
  if (!failAttempt(sql, key, now)) return
  const id = newId('evt', strongRandom)
  appendEvent(sql, { id, type: 'password.locked', tenantId, userId, at: now, data: {} })
}
