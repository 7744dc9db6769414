// Telling of enforcement: an event for the operator and for webhooks, and a mail to each
// administrator of the tenants that it holds for. Whoever has a password hears of a start before it
// comes.

import { strongRandom } from '../../storage/random.ts'
import type { DeploymentEvent, EventData, EventType } from '../../tenants/events/events.ts'
import { newId, type TenantId } from '../../tenants/ids.ts'
import type { MailKind } from '../../tenants/messages/mail.ts'
import { announce } from '../outbox/announcements.ts'
import { eventStatement } from '../outbox/events.ts'
import type { GateStatement } from '../tables/gate-statement.ts'

/** What is told of enforcement. */
export interface Telling {
  readonly type: EventType & `${'enforcement' | 'break_glass' | 'recovery_code'}.${string}`
  readonly data: EventData
}

/** An event of a tenant, and its words to the administrators of all tenants that it concerns. */
export function notifyAdministrators(
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
    ...tenantIds.map((concerned) =>
      announce(
        { tenantId: concerned, audience: 'administrators' },
        { kind: mailOf(type), facts },
        now,
      ),
    ),
  ]
}

/** Mails the same to whoever else has a password there. */
export const notifyUsers = (
  tenantId: TenantId,
  { type, data }: Telling,
  now: number,
): GateStatement =>
  announce({ tenantId, audience: 'people' }, { kind: mailOf(type), facts: data }, now)

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
