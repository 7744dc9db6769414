// A proof in the gate: five tries in ten minutes for one browser, spent once (I3). Each try is
// counted before anything is looked at, with the proof and with the account, so that neither twenty
// at once nor proof after proof make more of them.

import type {
  OpenProof,
  ProofAnswer,
  ProofKey,
  ProofOutcome,
} from '../../login/second-factor/ports.ts'
import type { AuthenticationMethod, Session } from '../../login/session.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { SecondFactorRefusalCode } from '../../protocol/second-factor/second-factor-refusals.ts'
import type { Refusal } from '../../refusal.ts'
import type { Result } from '../../result.ts'
import { strongRandom } from '../../storage/random.ts'
import { newId, type UserId } from '../../tenants/ids.ts'
import type { User } from '../../tenants/user.ts'
import { findPasswordBar, mayRecover } from '../enforcement/policy.ts'
import { countCodes } from '../enforcement/recovery-codes.ts'
import { appendEvent } from '../outbox/events.ts'
import { noticeTo, queueMail } from '../outbox/mail-queue.ts'
import { type RefusalRecord, recordRefusal } from '../outbox/refused-attempts.ts'
import { beginSession } from '../sessions/password-sessions.ts'
import { findTenant } from '../tables/configurations.ts'
import { findUser } from '../tables/find-user.ts'
import { firstRow } from '../tables/rows.ts'
import { type AttemptKey, beginTrace, forgetAttempts } from './attempts.ts'
import { failAttemptAt } from './failed-attempts.ts'
import { deviceOf } from './known-devices.ts'
import {
  acceptAnswer,
  type FactorOwner,
  openPasskeys,
  readFactors,
  type VerifiedAnswer,
} from './second-factors.ts'

const MAX_TRIES = 5
/**
 * Whoever comes this far knows the password: guessers at codes share one count, from whichever
 * network they come.
 */
const NETWORK = 'second-factor'

type ProofRow = {
  user_id: UserId
  challenge: string
  factors: string
  sid: string | null
}

/** What a person may answer with; undefined when nothing can be answered any more. */
export async function findProof(
  sql: SqlStorage,
  keyring: Pick<KeyRing, 'open'>,
  { key, now }: { readonly key: ProofKey; readonly now: number },
): Promise<OpenProof | undefined> {
  const row = readProof(sql, key, now)
  const tenant = findTenant(sql, key.tenantId)
  if (row === undefined || tenant === undefined) return undefined
  const owner = { tenantId: key.tenantId, userId: row.user_id }
  const factors = readFactors(sql, owner)
  const hasRecoveryCodes = countCodes(sql, { ...owner, owner: row.user_id }) > 0
  const passkeys = await openPasskeys(keyring, factors)
  return {
    tenantName: tenant.name,
    mustEnrol: factors.length === 0 && row.sid === null,
    hasTotp: factors.some(({ kind }) => kind === 'totp'),
    hasRecoveryCodes,
    passkeys: passkeys.map(({ id }) => id),
    challenge: row.challenge,
  }
}

/** A try that was counted. */
export interface CountedTry extends FactorOwner {
  readonly kind: 'counted'
  readonly challenge: string
  /** The browser that it was counted by. */
  readonly device?: string
}

/** Counts a try before it is looked at. Must run inside a transaction. */
export function countTry(
  sql: SqlStorage,
  key: ProofKey,
  now: number,
): CountedTry | Extract<ProofOutcome, { kind: 'gone' | 'limited' }> {
  const row = readProof(sql, key, now)
  if (row === undefined) return { kind: 'gone' }
  const owner = { tenantId: key.tenantId, userId: row.user_id }
  const known = deviceOf(sql, owner, key.devices)
  const until = beginTrace(sql, attemptKeyOf({ ...owner, ...known }), now)
  if (until !== undefined) return { kind: 'limited', until }
  sql.exec(
    'UPDATE password_proofs SET tries = tries + 1 WHERE tenant_id = ? AND proof_id = ?',
    key.tenantId,
    key.proofId,
  )
  return { kind: 'counted', ...owner, ...known, challenge: row.challenge }
}

/** Goes on from an answer that was verified, or was not. Must run inside a transaction. */
export function finishProof(
  sql: SqlStorage,
  answer: ProofAnswer,
  {
    counted,
    verified,
    record,
  }: {
    readonly counted: CountedTry
    readonly verified: Result<VerifiedAnswer, Refusal<SecondFactorRefusalCode>>
    readonly record: RefusalRecord
  },
): ProofOutcome {
  const { tenantId, userId } = counted
  const { now } = record
  // Other answers may have come in between: whether it is spent, not how often it was tried.
  const row = readProof(sql, answer, now, MAX_TRIES + 1)
  const user = row && findUser(sql, tenantId, userId)
  if (row === undefined || user === undefined) return { kind: 'gone' }
  const refused = { tenantId, userId, purpose: 'login' as const, event: answer.event }
  const denial = findDenial(sql, user, { ...row, now })
  const recovers = denial !== undefined && row.sid === null && mayRecover(sql, user, denial)
  if (denial && !recovers) {
    const recorded = recordRefusal(sql, { ...refused, refusal: denial }, record)
    return { kind: 'denied', refusal: denial, recorded }
  }
  const accepted = verified.ok
    ? acceptAnswer(sql, counted, { verified: verified.value, now })
    : verified
  if (!accepted.ok) {
    failAttemptAt(sql, user, { key: attemptKeyOf(counted), now })
    recordRefusal(sql, { ...refused, refusal: accepted.refusal }, record)
    return { kind: 'refused', refusal: accepted.refusal }
  }
  if (denial) {
    keepMethod(sql, answer, [...JSON.parse(row.factors), accepted.value])
    const recorded = recordRefusal(sql, { ...refused, refusal: denial }, record)
    return { kind: 'denied', refusal: denial, recorded, recovers }
  }
  spend(sql, answer, now)
  forgetAttempts(sql, attemptKeyOf(counted), now)
  const codes = accepted.value === 'rcv' ? { codesLeft: notifyOfCode(sql, user, now) } : {}
  if (row.sid !== null) {
    const proven = { proof: answer.proofId, method: accepted.value, now }
    const session = stepUp(sql, { ...counted, sid: row.sid, ...proven })
    return session ? { kind: 'stepped_up', session, ...codes } : { kind: 'gone' }
  }
  const proven: readonly AuthenticationMethod[] = JSON.parse(row.factors)
  const { sid, event } = answer
  const methods = [...proven, accepted.value]
  const open = beginSession(sql, user, { sid, methods, event, now, factorAt: now })
  return { kind: 'admitted', open, ...codes }
}

/** The proof goes on with what was proven: a recovery code of the tenant is still to come. */
const keepMethod = (
  sql: SqlStorage,
  { tenantId, proofId }: ProofKey,
  methods: readonly AuthenticationMethod[],
): void => {
  sql.exec(
    'UPDATE password_proofs SET factors = ? WHERE tenant_id = ? AND proof_id = ?',
    JSON.stringify(methods),
    tenantId,
    proofId,
  )
}

/**
 * A session that steps up may have come from a connector: what is said of passwords does not
 * concern it.
 */
const findDenial = (sql: SqlStorage, user: User, { sid, now }: ProofRow & { now: number }) => {
  if (sid === null) return findPasswordBar(sql, user, now)
  return user.status === 'active' ? undefined : ({ code: 'login_user_inactive' } as const)
}

function stepUp(
  sql: SqlStorage,
  {
    tenantId,
    userId,
    sid,
    proof,
    method,
    now,
  }: FactorOwner & {
    readonly sid: string
    readonly proof: string
    readonly method: AuthenticationMethod
    readonly now: number
  },
): Pick<Session, 'sid' | 'expiresAt'> | undefined {
  const session = firstRow<{ methods: string | null; expires_at: number }>(
    sql,
    `UPDATE sessions SET factor_at = ?1, factor_by = ?2 WHERE tenant_id = ?3 AND sid = ?4 AND user_id = ?5
     AND ended_at IS NULL AND expires_at > ?1 RETURNING methods, expires_at`,
    now,
    proof,
    tenantId,
    sid,
    userId,
  )
  if (session === undefined) return undefined
  const before: readonly AuthenticationMethod[] = JSON.parse(session.methods ?? '[]')
  sql.exec(
    'UPDATE sessions SET methods = ? WHERE tenant_id = ? AND sid = ?',
    JSON.stringify([...before.filter((known) => known !== method), method]),
    tenantId,
    sid,
  )
  return { sid, expiresAt: session.expires_at }
}

/** A proof that can be answered. */
export function readProof(
  sql: SqlStorage,
  { tenantId, proofId, browser }: ProofKey,
  now: number,
  tries = MAX_TRIES,
): ProofRow | undefined {
  return firstRow<ProofRow>(
    sql,
    `SELECT user_id, challenge, factors, sid FROM password_proofs
     WHERE tenant_id = ? AND proof_id = ? AND browser = ? AND spent_at IS NULL AND expires_at > ? AND tries < ?`,
    tenantId,
    proofId,
    browser,
    now,
    tries,
  )
}

/** Has a proof answered for good (I3). */
export const spend = (sql: SqlStorage, { tenantId, proofId }: ProofKey, now: number): void => {
  sql.exec(
    'UPDATE password_proofs SET spent_at = ? WHERE tenant_id = ? AND proof_id = ?',
    now,
    tenantId,
    proofId,
  )
}

/** What tries at second factors, and whatever comes after a password, are counted by. */
export const attemptKeyOf = ({
  tenantId,
  userId,
  device,
}: FactorOwner & Pick<AttemptKey, 'device'>): AttemptKey => ({
  tenantId,
  account: userId,
  network: NETWORK,
  ...(device === undefined ? {} : { device }),
})

/**
 * Whoever did not use their recovery code has to learn that somebody did. Answers how many are
 * left.
 */
function notifyOfCode(sql: SqlStorage, { tenantId, id: userId }: User, now: number): number {
  const left = countCodes(sql, { tenantId, owner: userId })
  const data = { codes_left: left }
  const id = newId('evt', strongRandom)
  appendEvent(sql, { id, type: 'recovery_code.used', tenantId, userId, at: now, data })
  queueMail(sql, noticeTo({ tenantId, userId }, 'recovery_code_used', { now, facts: data }), now)
  return left
}
