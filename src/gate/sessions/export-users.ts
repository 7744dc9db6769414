// What D1 must show of a person when the answer is given, not when the outbox has its turn: an
// address leads to the tenants in which D1 says that it has a password. The outbox row stays; it is
// what makes up for an outage.

import type { TenantId, UserId } from '../../tenants/ids.ts'
import type { User } from '../../tenants/user.ts'
import type { GateContext } from '../tables/context.ts'
import { findUser } from '../tables/find-user.ts'
import { exportUser } from './users.ts'

type Reach = Pick<GateContext, 'storage' | 'd1'>

/**
 * Has D1 lead an address to a password that is about to be set. Throws if D1 is out of reach: then
 * the password must not be set, or its owner would be told that it is wrong. The outbox row comes
 * first, so that D1 takes it back if the gate dies in between. Until then D1 leads to a gate that
 * knows no password, which is harmless.
 */
export async function announcePassword({ storage, d1 }: Reach, user: User): Promise<void> {
  if (user.hasPassword) return
  const { sql, params } = exportUser(user)
  storage.sql.exec(sql, ...params)
  await write({ d1 }, { ...user, hasPassword: true })
}

/**
 * Has D1 show a person as they are now. While D1 is out of reach nothing happens, and the outbox
 * makes up for it.
 */
export async function exportUserNow(
  { storage, d1 }: Reach,
  { tenantId, userId }: { readonly tenantId: TenantId; readonly userId: UserId },
): Promise<void> {
  const user = findUser(storage.sql, tenantId, userId)
  if (user) await write({ d1 }, user).catch(() => undefined)
}

/**
 * A login that changed somebody with a password: the IdP may have sent another address, which leads
 * to it from now on.
 */
export async function exportChange(
  reach: Reach,
  { tenantId, id: userId, hasPassword, updatedAt }: User,
  at: number,
): Promise<void> {
  if (hasPassword && updatedAt === at) await exportUserNow(reach, { tenantId, userId })
}

async function write({ d1 }: Pick<Reach, 'd1'>, user: User): Promise<void> {
  // Few logins come here, so a cold gate does without the query builder.
  const { openDatabase } = await import('../../storage/d1/database.ts')
  const { upsertUsers } = await import('../../storage/d1/user-rows.ts')
  const db = openDatabase(d1)
  const [first, ...rest] = upsertUsers(db, [user])
  if (first) await db.batch([first, ...rest])
}
