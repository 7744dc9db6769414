// Notices to everybody whom they concern, however many that are: one row says to whom, and the
// alarm turns it into mails, some at a time. Who was written to is behind the row's place, so
// nobody is written to twice.

import { strongRandom } from '../../storage/random.ts'
import { ADMIN_ROLE } from '../../tenants/connectors/access-rules.ts'
import { newId, type TenantId, type UserId } from '../../tenants/ids.ts'
import type { MailKind } from '../../tenants/messages/mail.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'
import { firstRow } from '../tables/rows.ts'
import { NAMES_ADMINISTRATOR } from '../tables/user-tables.ts'
import { NOTICE_LIFETIME, noticeTo, queueMail } from './mail-queue.ts'

/** The active administrators of a tenant, or whoever else of it is active and has a password. */
type Audience = 'administrators' | 'people'

/** Mails in the queue beside which no more are made. */
const ENOUGH = 100

const IS_ADMINISTRATOR = `SELECT 1 FROM json_each(users.profile, '$.roles') WHERE value = '${ADMIN_ROLE}'`
const LISTS: Readonly<Record<Audience, string>> = {
  administrators: `SELECT user_id FROM users INDEXED BY users_administrators
    WHERE tenant_id = ? AND user_id > ? AND ${NAMES_ADMINISTRATOR} AND status = 'active' AND EXISTS (${IS_ADMINISTRATOR})
    ORDER BY user_id LIMIT ?`,
  people: `SELECT user_id FROM passwords JOIN users USING (tenant_id, user_id)
    WHERE tenant_id = ? AND user_id > ? AND status = 'active' AND NOT EXISTS (${IS_ADMINISTRATOR})
    ORDER BY user_id LIMIT ?`,
}

/** Owes an audience a notice. */
export const announce = (
  { tenantId, audience }: { readonly tenantId: TenantId; readonly audience: Audience },
  { kind, facts }: { readonly kind: MailKind; readonly facts: Readonly<Record<string, unknown>> },
  now: number,
): GateStatement =>
  gateStatement(
    `INSERT INTO announcements (tenant_id, announcement_id, audience, kind, facts, expires_at, after)
     VALUES (?, ?, ?, ?, ?, ?, '')`,
    tenantId,
    newId('msg', strongRandom),
    audience,
    kind,
    JSON.stringify(facts),
    now + NOTICE_LIFETIME,
  )

/** Tells whether there are mails to be made, and room for them. */
export const awaitsMails = (sql: SqlStorage): boolean =>
  roomOf(sql) > 0 && firstRow(sql, 'SELECT 1 FROM announcements LIMIT 1') !== undefined

/** Makes as many mails as there is room for. Must run inside a transaction. */
export function queueAnnounced(sql: SqlStorage, now: number): void {
  sql.exec('DELETE FROM announcements WHERE expires_at <= ?', now)
  const rows = sql.exec<Row>(
    'SELECT * FROM announcements ORDER BY expires_at, audience LIMIT ?',
    ENOUGH,
  )
  for (const row of rows.toArray()) queueNext(sql, row, now)
}

function queueNext(sql: SqlStorage, row: Row, now: number): void {
  const room = roomOf(sql)
  if (room <= 0) return
  const { tenant_id: tenantId, announcement_id: id, expires_at: expiresAt } = row
  const people = sql
    .exec<{ user_id: UserId }>(LISTS[row.audience], tenantId, row.after, room)
    .toArray()
    .map(({ user_id }) => user_id)
  for (const userId of people) {
    const notice = noticeTo({ tenantId, userId }, row.kind, { now, facts: JSON.parse(row.facts) })
    queueMail(sql, { ...notice, expiresAt }, now)
  }
  const named = 'tenant_id = ? AND announcement_id = ?'
  const last = people.at(-1)
  if (people.length < room || last === undefined)
    sql.exec(`DELETE FROM announcements WHERE ${named}`, tenantId, id)
  else sql.exec(`UPDATE announcements SET after = ? WHERE ${named}`, last, tenantId, id)
}

type Row = {
  tenant_id: TenantId
  announcement_id: string
  audience: Audience
  kind: MailKind
  facts: string
  expires_at: number
  after: string
}

const roomOf = (sql: SqlStorage): number =>
  ENOUGH -
  (firstRow<{ mails: number }>(sql, 'SELECT COUNT(*) AS mails FROM mail_queue')?.mails ?? 0)
