// Opening what an IdP sent in an attempt. Nothing changes; the audit log tells who looked, before they see it.

import { ok, refuse } from '../../result.ts'
import type { CommandOf } from '../../tenants/commands/commands.ts'
import type { Planned, Scope } from '../intents/plan.ts'
import { findResponse } from '../outbox/event-responses.ts'

/** Hands out a response while it is kept, still sealed. */
export async function openResponse(
  { sql, tenant, clock }: Scope,
  { eventId }: CommandOf<'open_response'>,
): Planned<'open_response'> {
  const sealed = findResponse(sql, tenant.id, eventId, clock())
  if (sealed === undefined) return refuse({ code: 'event_response_unknown' })
  // Nothing of what was opened goes into the log.
  return ok({ result: { sealed }, audit: { target: { type: 'event', id: eventId }, after: {} } })
}
