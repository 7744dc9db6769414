// Refusals in the gate: one call says whether another configuration governs by now than the one
// that refused, and records the refusal if not.

import { stampOf } from '../../login/configuration-stamp.ts'
import { attemptEvent } from '../../login/events.ts'
import type { NotedRefusal, RefusedAttempt } from '../../login/ports.ts'
import { strongRandom } from '../../storage/random.ts'
import type { DeploymentEvent } from '../../tenants/events/events.ts'
import { newId } from '../../tenants/ids.ts'
import { findConfiguration, findTenant } from '../tables/configurations.ts'
import { keepResponse } from './event-responses.ts'
import { appendEvent } from './events.ts'
import { failedDecryption } from './failed-decryptions.ts'
import type { CountedRefusals, RefusalCap } from './refusal-cap.ts'

const REFUSED = {
  login: 'login.refused',
  test: 'test.failed',
  logout: 'logout.refused',
} as const

/** What recording a refusal takes besides the refusal. */
export interface RefusalRecord {
  readonly cap: RefusalCap
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** Notes a refused attempt. Must run inside a transaction. */
export function noteRefusal(
  sql: SqlStorage,
  attempt: RefusedAttempt,
  record: RefusalRecord,
): NotedRefusal {
  const { tenantId, ssoId, under, event } = attempt
  const held = countDecryption(sql, attempt, record.now)
  if (under !== undefined) {
    const configuration = findConfiguration(sql, tenantId, ssoId)
    if (stampOf(configuration) !== under) return { kind: 'superseded', configuration, ...held }
  }
  // A location may know an SSO key for a minute after its tenant was deleted, with everything that
  // it had.
  const recorded =
    event !== undefined &&
    findTenant(sql, tenantId) !== undefined &&
    recordRefusal(sql, { ...attempt, event }, record)
  return { kind: 'noted', recorded, ...held }
}

/**
 * Writes the event of a refusal, with the response that was refused; false when it is one too many
 * in this minute.
 */
export function recordRefusal(
  sql: SqlStorage,
  refused: Omit<RefusedAttempt, 'ssoId'> &
    Required<Pick<RefusedAttempt, 'event'>> &
    Pick<DeploymentEvent, 'ssoId' | 'userId'>,
  { cap, now }: RefusalRecord,
): boolean {
  const { tenantId, ssoId, connectorId, userId, version, refusal, event: facts } = refused
  if (!cap.take(tenantId, ssoId, now)) return false
  const sealed = connectorId === undefined ? undefined : refused.sealedResponse
  const event = attemptEvent(
    {
      type: REFUSED[refused.purpose],
      tenantId,
      ...(ssoId === undefined ? {} : { ssoId }),
      ...(connectorId === undefined ? {} : { connectorId }),
      ...(userId === undefined ? {} : { userId }),
      version,
      refusal,
      facts,
      responseKept: sealed !== undefined,
    },
    now,
  )
  appendEvent(sql, event)
  if (connectorId !== undefined && sealed !== undefined)
    keepResponse(sql, { tenantId, connectorId, eventId: event.id, sealed }, now)
  return true
}

/** Appends what was only counted in the minutes that are over. Must run inside a transaction. */
export function reportCounted(sql: SqlStorage, counted: readonly CountedRefusals[]): void {
  for (const { tenantId, ssoId, from, until, count } of counted) {
    if (findTenant(sql, tenantId) === undefined) continue
    appendEvent(sql, {
      id: newId('evt', strongRandom),
      type: 'login.refusals_counted',
      tenantId,
      ...(ssoId === undefined ? {} : { ssoId }),
      at: until,
      data: { count, from: new Date(from).toISOString(), until: new Date(until).toISOString() },
    })
  }
}

/**
 * R34: counted even if another configuration governs, under which the message would be decrypted
 * once more.
 */
function countDecryption(
  sql: SqlStorage,
  { tenantId, ssoId, decryption }: RefusedAttempt,
  now: number,
): Pick<NotedRefusal, 'holdOff'> {
  if (decryption === undefined) return {}
  const failed = { tenantId, ssoId, id: newId('evt', strongRandom), ...decryption }
  const holdOff = failedDecryption(sql, failed, now)
  return holdOff === undefined ? {} : { holdOff }
}
