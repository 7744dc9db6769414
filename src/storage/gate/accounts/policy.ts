// What a tenant says of passwords, asked once the right one was given: in the transaction that would let the person in.

import type { PasswordBarCode } from '../../../login/password/ports.ts'
import type { Refusal } from '../../../refusal.ts'
import type { User } from '../../../tenants/user.ts'

/** What keeps a person out whose password was right. */
export function findPasswordBar(
  _sql: SqlStorage,
  user: User,
): Refusal<PasswordBarCode> | undefined {
  return user.status === 'active' ? undefined : { code: 'login_user_inactive' }
}
