// What people's mailboxes are owed. A mail enters the queue in the transaction whose outcome it
// tells, and leaves it when the delivery service has it, or nobody needs it any more.

import { strongRandom } from '../../storage/random.ts'
import { newId, type TenantId, type UserId } from '../../tenants/ids.ts'
import type { MailKind, QueuedMail } from '../../tenants/messages/mail.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'
import { firstRow } from '../tables/rows.ts'

/** A notice that is older than this is news no more. */
export const NOTICE_LIFETIME = 3 * 86_400_000

/** A row of `mail_queue`. */
export type MailRow = {
  tenant_id: TenantId
  mail_id: string
  user_id: UserId
  kind: MailKind
  facts: string
  sealed_url: string | null
  created_at: number
  expires_at: number
  attempts: number
  next_at: number
}

/** Owes somebody a mail. As a statement, for the last transaction of a command (`Plan.commit`). */
export const mailStatement = (mail: QueuedMail, now: number): GateStatement =>
  gateStatement(
    `INSERT INTO mail_queue (tenant_id, mail_id, user_id, kind, facts, sealed_url, created_at, expires_at, attempts, next_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING`,
    mail.tenantId,
    mail.id,
    mail.userId,
    mail.kind,
    JSON.stringify(mail.facts ?? {}),
    mail.sealedUrl ?? null,
    now,
    mail.expiresAt,
    now,
  )

/**
 * Owes somebody a mail. Belongs in the transaction whose outcome it tells; who calls has the gate
 * wake (`wakeBy`).
 */
export function queueMail(sql: SqlStorage, mail: QueuedMail, now: number): void {
  const { sql: statement, params } = mailStatement(mail, now)
  sql.exec(statement, ...params)
}

/** A mail without a link, that says what happened to an account. */
export const noticeTo = (
  { tenantId, userId }: { readonly tenantId: TenantId; readonly userId: UserId },
  kind: MailKind,
  { now, facts = {} }: { readonly now: number; readonly facts?: QueuedMail['facts'] },
): QueuedMail => ({
  id: newId('msg', strongRandom),
  tenantId,
  userId,
  kind,
  facts,
  expiresAt: now + NOTICE_LIFETIME,
})

/** When the next attempt is due; undefined when nothing is owed. */
export const nextMailAt = (sql: SqlStorage): number | undefined =>
  firstRow<{ next_at: number | null }>(sql, 'SELECT min(next_at) AS next_at FROM mail_queue')
    ?.next_at ?? undefined
