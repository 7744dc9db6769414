// Opening what an IdP sent in an attempt. Nothing changes; the audit log tells who looked, before
// they see it.

import { ok, refuse } from '../../result.ts'
import type { CommandOf } from '../../tenants/commands/commands.ts'
import type { Planned, Planners, Scope } from '../intents/plan.ts'
import { findResponse } from '../outbox/event-responses.ts'

/** The planners of the commands of this file. */
export const eventResponsePlanners: Planners<'open_response'> = {
  open_response: openResponse,
}

/** Hands out a response while it is kept, still sealed. */
async function openResponse(
  { sql, tenant, clock }: Scope,
  { eventId }: CommandOf<'open_response'>,
): Planned<'open_response'> {
  const sealed = findResponse(sql, tenant.id, eventId, clock())
  if (sealed === undefined) return refuse({ code: 'event_response_unknown' })
  // Nothing of what was opened goes into the log.
  return ok({ result: { sealed }, audit: { target: { type: 'event', id: eventId }, after: {} } })
}
