// A person's account as their session may see and change it. Changing takes a proof of the last
// minutes: a session that was stolen, or a browser that was left open, removes no second factor.

import type { Account, AccountKey, AccountNeed } from '../../login/account/ports.ts'
import { RECENT_AUTHENTICATION } from '../../login/lifetimes.ts'
import { factorProvenAt, type OpenSession, type Session } from '../../login/session.ts'
import { strongRandom } from '../../storage/random.ts'
import type { EventType } from '../../tenants/events/events.ts'
import { newId } from '../../tenants/ids.ts'
import type { MailKind } from '../../tenants/messages/mail.ts'
import { countCodes } from '../enforcement/recovery-codes.ts'
import { appendEvent } from '../outbox/events.ts'
import { noticeTo, queueMail } from '../outbox/mail-queue.ts'
import { findSession } from '../sessions/sessions.ts'
import { endEnrolments } from './enrolments.ts'
import { type FactorRow, readFactors, showFactor } from './second-factors.ts'

/** An account together with the rows that it was read from. */
export interface HeldAccount {
  readonly open: OpenSession
  readonly rows: readonly FactorRow[]
  readonly need: AccountNeed | undefined
}

/** The account of a live session. */
export function holdAccount(
  sql: SqlStorage,
  { tenantId, sid, ...handle }: AccountKey,
  now: number,
): HeldAccount | undefined {
  const open = findSession(sql, tenantId, sid, now)
  // What somebody of a trial's IdP says of a person changes nothing of how that person signs in.
  if (open?.session.environment !== 'production') return undefined
  const rows = readFactors(sql, { tenantId, userId: open.user.id })
  const factorAt = factorProvenAt(open.session, handle) ?? 0
  const { authnInstant } = open.session
  const asked = { hasFactors: rows.length > 0, now }
  return { open, rows, need: findNeed({ authnInstant, factorAt }, asked) }
}

/** As its page shows it. */
export function showAccount(sql: SqlStorage, { open, rows, need }: HeldAccount): Account {
  const { tenantId, id: owner, hasPassword = false } = open.user
  return {
    open,
    factors: rows.map(showFactor),
    codesLeft: countCodes(sql, { tenantId, owner }),
    hasPassword,
    ...(need === undefined ? {} : { need }),
  }
}

function findNeed(
  { authnInstant, factorAt }: { readonly authnInstant: number; readonly factorAt: number },
  { hasFactors, now }: { readonly hasFactors: boolean; readonly now: number },
): AccountNeed | undefined {
  const proven = hasFactors ? factorAt : Math.max(authnInstant, factorAt)
  if (now - proven < RECENT_AUTHENTICATION) return undefined
  return hasFactors ? 'factor' : 'login'
}

/**
 * Ends the person's other sessions that a password began and whatever was to become one or to
 * change the account, and tells of a change: the tenant by an event, the person by mail. Must run
 * inside the transaction that changes.
 */
export function notifyOfChange(
  sql: SqlStorage,
  { tenantId, userId, sid }: Pick<Session, 'tenantId' | 'userId' | 'sid'>,
  {
    event,
    mail,
    facts,
    now,
  }: {
    readonly event: EventType
    readonly mail: MailKind
    readonly facts: Readonly<Record<string, unknown>>
    readonly now: number
  },
): void {
  sql.exec(
    `UPDATE sessions SET ended_at = ?1 WHERE tenant_id = ?2 AND user_id = ?3 AND sid <> ?4
     AND ended_at IS NULL AND connector_id = ''`,
    now,
    tenantId,
    userId,
    sid,
  )
  endEnrolments(sql, { tenantId, userId }, now)
  const id = newId('evt', strongRandom)
  appendEvent(sql, { id, type: event, tenantId, userId, at: now, data: facts })
  queueMail(sql, noticeTo({ tenantId, userId }, mail, { now, facts }), now)
}
