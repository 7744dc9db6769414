// Telling of enforcement: an event for the operator and for webhooks, and a mail to each administrator of the tenants that it
// holds for. Whoever has a password hears of a start before it comes.

import type { DeploymentEvent, EventData, EventType } from '../../../tenants/events.ts'
import { newId, type TenantId } from '../../../tenants/ids.ts'
import type { MailKind } from '../../../tenants/mail.ts'
import { strongRandom } from '../../random.ts'
import { listAdministrators } from '../administrators.ts'
import { eventStatement } from '../events.ts'
import { type GateStatement, gateStatement } from '../intents.ts'
import { mailStatement, noticeTo } from './mail-queue.ts'

/** More people than this are told by the tenant itself. */
const MOST_TOLD = 5_000
const NOTICE_LIFETIME = 3 * 86_400_000

/** What is told of enforcement. */
export interface Telling {
  readonly type: EventType & `${'enforcement' | 'break_glass' | 'recovery_code'}.${string}`
  readonly data: EventData
}

/** An event of a tenant, and its words to the administrators of all tenants that it concerns. */
export function tellAdministrators(
  sql: SqlStorage,
  tenantIds: readonly [TenantId, ...TenantId[]],
  { type, data }: Telling,
  now: number,
): readonly GateStatement[] {
  const [tenantId] = tenantIds
  const id = newId('evt', strongRandom)
  const event: DeploymentEvent = { id, type, tenantId, at: now, data }
  const facts = { event_id: id, ...data }
  return [
    eventStatement(event),
    ...tenantIds.flatMap((concerned) =>
      listAdministrators(sql, concerned).map((userId) =>
        mailStatement(noticeTo({ tenantId: concerned, userId }, mailOf(type), { now, facts }), now),
      ),
    ),
  ]
}

/** Mails the same to whoever else has a password there. */
export const tellPeople = (
  tenantId: TenantId,
  { type, data }: Telling,
  now: number,
): GateStatement =>
  gateStatement(
    `INSERT INTO mail_queue (tenant_id, mail_id, user_id, kind, facts, created_at, expires_at, next_at)
     SELECT p.tenant_id, 'msg_' || lower(hex(randomblob(12))), p.user_id, ?2, ?3, ?4, ?5, ?4
     FROM passwords AS p JOIN users USING (tenant_id, user_id)
     WHERE p.tenant_id = ?1 AND users.status = 'active'
     AND NOT EXISTS (SELECT 1 FROM json_each(users.profile, '$.roles') WHERE value = 'admin')
     LIMIT ?6`,
    tenantId,
    mailOf(type),
    JSON.stringify(data),
    now,
    now + NOTICE_LIFETIME,
    MOST_TOLD,
  )

const MAILS: Readonly<Record<Telling['type'], MailKind>> = {
  'enforcement.announced': 'enforcement_announced',
  'enforcement.started': 'enforcement_started',
  'enforcement.not_started': 'enforcement_not_started',
  'enforcement.ended': 'enforcement_ended',
  'break_glass.opened': 'break_glass_opened',
  'break_glass.ended': 'break_glass_ended',
  'recovery_code.used': 'recovery_code_used',
}
const mailOf = (type: Telling['type']): MailKind => MAILS[type]
