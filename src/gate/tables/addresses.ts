// Whose an e-mail address is. A row stands under a key that disregards the case of every letter, so
// nobody gets an address that differs from a known one in case alone; whether two addresses are
// equal `isSameAddress` decides (R47).

import { emailKey, isSameAddress } from '../../tenants/email-address.ts'
import type { TenantId, UserId } from '../../tenants/ids.ts'
import { isAscii } from '../../tenants/letter-case.ts'
import { findUser } from './find-user.ts'
import { firstRow } from './rows.ts'

/** The user who has an address, or one that differs from it in case alone. */
export interface Holder {
  readonly userId: string
  /** The address is theirs; otherwise it differs in the case of a letter that is not ASCII. */
  readonly same: boolean
}

/** Finds who has an address in the tenant. */
export function findHolder(
  sql: SqlStorage,
  tenantId: TenantId,
  email: string | undefined,
): Holder | undefined {
  if (email === undefined) return undefined
  const row = firstRow<{ user_id: string }>(
    sql,
    'SELECT user_id FROM user_emails WHERE tenant_id = ? AND email = ?',
    tenantId,
    emailKey(email),
  )
  if (row === undefined) return undefined
  // No key makes ASCII of other letters, so an address in ASCII has the key of no other.
  const held = isAscii(email) ? undefined : findUser(sql, tenantId, row.user_id)?.email
  return {
    userId: row.user_id,
    same: held === undefined || isSameAddress(held, email),
  }
}

/** Whose an e-mail address is in the tenant: this very address. */
export function holderOf(
  sql: SqlStorage,
  tenantId: TenantId,
  email: string | undefined,
): string | undefined {
  const holder = findHolder(sql, tenantId, email)
  return holder?.same ? holder.userId : undefined
}

/** Brings the address of a person up to date; tells whether it was another one before. */
export function moveEmail(
  sql: SqlStorage,
  { tenantId, userId }: { readonly tenantId: TenantId; readonly userId: UserId },
  before: string | undefined,
  after: string | undefined,
): boolean {
  const [from, to] = [before, after].map((email) => email && emailKey(email))
  if (from !== to && from !== undefined)
    sql.exec(
      'DELETE FROM user_emails WHERE tenant_id = ? AND email = ? AND user_id = ?',
      tenantId,
      from,
      userId,
    )
  if (from !== to && to !== undefined)
    // It may be theirs already. Whoever else has it was found before.
    sql.exec(
      `INSERT INTO user_emails (tenant_id, email, user_id) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET user_id = excluded.user_id WHERE user_id = excluded.user_id`,
      tenantId,
      to,
      userId,
    )
  return before !== undefined && (after === undefined || !isSameAddress(before, after))
}
