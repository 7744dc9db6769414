// Admission: the one decision that lets a verified assertion in, as one synchronous transaction. No
// await may stand between its read and its write, or another request would come in between.
// docs/flow.md numbers its steps.

import type { Admission, AdmissionRequest } from '../../login/ports.ts'
import type { UserId } from '../../tenants/ids.ts'
import type { RefusalRecord } from '../outbox/refused-attempts.ts'
import { findConfiguration } from '../tables/configurations.ts'
import type { LoginEvents } from '../tables/login-events.ts'
import { authorise } from './authorise.ts'
import { beginSession } from './begin-session.ts'
import { findCurrent } from './find-current.ts'
import { findEarlierAnswer } from './find-earlier-answer.ts'
import { identify } from './identify.ts'
import { mayEnter } from './may-enter.ts'
import { recordAdmitted, recordDenied, recordRefused } from './record-login.ts'
import { syncProfile } from './sync-profile.ts'

/** What an admission needs besides its request. */
export interface AdmissionRecord extends RefusalRecord {
  /** Used if the user is new. */
  readonly newUserId: UserId
  readonly logins: LoginEvents
}

/**
 * Decides about one verified login and writes its event: with its session if it is admitted, alone
 * if it is refused. Must run inside a transaction.
 */
export function admit(
  sql: SqlStorage,
  request: AdmissionRequest,
  record: AdmissionRecord,
): Admission {
  const current = findCurrent(sql, request)
  if (!current) return superseded(sql, request)

  const entered = mayEnter(sql, request, current)
  if (!entered.ok) return recordDenied(sql, request, entered.refusal, record)
  const login = entered.value

  const answer = findEarlierAnswer(sql, login)
  if (answer?.ok) return { kind: 'admitted', open: answer.value, repeated: true }
  if (answer) return recordRefused(sql, login, answer.refusal, record)

  const person = identify(sql, login, record.newUserId)
  if (!person.ok) return recordRefused(sql, login, person.refusal, record)

  const roles = authorise(sql, login, person.value)
  if (!roles.ok) return recordRefused(sql, login, roles.refusal, record)

  const synced = syncProfile(sql, login, person.value, roles.value)
  const open = beginSession(sql, login, synced.user)
  recordAdmitted(sql, login, { ...synced, open }, record)
  return { kind: 'admitted', open, repeated: false }
}

/** Nothing is spent: the response is verified once more under the configuration that is active. */
const superseded = (sql: SqlStorage, { tenantId, ssoId }: AdmissionRequest): Admission => ({
  kind: 'superseded',
  configuration: findConfiguration(sql, tenantId, ssoId),
})
