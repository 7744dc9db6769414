// Sending the mails that are owed: from the alarm, one after the other. Without a way out of here
// nothing is kept for one.

import type { Mail } from '../../tenants/messages/mail.ts'
import { findTenant } from '../tables/configurations.ts'
import type { GateContext } from '../tables/context.ts'
import { findUser } from '../tables/find-user.ts'
import { queueAnnounced } from './announcements.ts'
import type { MailRow } from './mail-queue.ts'
import { sendMail } from './send-mail.ts'

const SECOND = 1_000
/** Waits after so many failures; the last one repeats until nobody needs the mail any more. */
const BACKOFF = [5 * SECOND, 30 * SECOND, 120 * SECOND, 600 * SECOND, 3_600 * SECOND] as const
const IN_ONE_TURN = 20
/** A slow service ends its turn here, because the outbox waits for the alarm. */
const MAX_TURN = 10 * SECOND

/** Hands over what is due. */
export async function deliverMail(context: GateContext): Promise<void> {
  const { storage, clock, delivery, guard } = context
  const { sql } = storage
  const turnEnds = clock() + MAX_TURN
  if (delivery === undefined) sql.exec('DELETE FROM announcements')
  sql.exec('DELETE FROM mail_queue WHERE expires_at <= ? OR ?', clock(), delivery ? 0 : 1)
  storage.transactionSync(() => queueAnnounced(sql, clock()))
  const due = sql
    .exec<MailRow>(
      'SELECT * FROM mail_queue WHERE next_at <= ? ORDER BY next_at LIMIT ?',
      clock(),
      IN_ONE_TURN,
    )
    .toArray()
  for (const row of due) {
    const mail = await readMail(context, row)
    // Whoever was deleted, or has no address any more, is not written to.
    const delivered =
      mail === undefined ||
      (delivery !== undefined && (await sendMail(delivery, mail, { guard, now: clock() })))
    if (delivered) forget(sql, row)
    else retryLater(sql, row, clock())
    if (!delivered || clock() >= turnEnds) return
  }
}

async function readMail(
  { storage: { sql }, keyring }: GateContext,
  row: MailRow,
): Promise<Mail | undefined> {
  const { tenant_id: tenantId, mail_id: id, kind, expires_at: expiresAt } = row
  const to = findUser(sql, tenantId, row.user_id)?.email
  const tenant = findTenant(sql, tenantId)
  const url = row.sealed_url === null ? undefined : await keyring.open('mail', id, row.sealed_url)
  // A link that nothing opens any more would be a mail about nothing.
  if (to === undefined || tenant === undefined || (row.sealed_url !== null && url === undefined))
    return undefined
  const facts = JSON.parse(row.facts)
  const linked = url === undefined ? {} : { url }
  return { id, tenantId, tenantName: tenant.name, to, kind, facts, expiresAt, ...linked }
}

const forget = (sql: SqlStorage, { tenant_id, mail_id }: MailRow) =>
  sql.exec('DELETE FROM mail_queue WHERE tenant_id = ? AND mail_id = ?', tenant_id, mail_id)

const retryLater = (sql: SqlStorage, { tenant_id, mail_id, attempts }: MailRow, now: number) =>
  sql.exec(
    'UPDATE mail_queue SET attempts = attempts + 1, next_at = ? WHERE tenant_id = ? AND mail_id = ?',
    now + (BACKOFF[Math.min(attempts, BACKOFF.length - 1)] ?? BACKOFF[0]),
    tenant_id,
    mail_id,
  )
