// The tenant's recovery codes where everybody signs in through SSO: one of them, after password and
// second factor, is one session, and every administrator hears of it.

import type { RecoveryAnswer, RecoveryOutcome } from '../../login/password/recovery-calls.ts'
import { digestRecoveryCode } from '../../protocol/second-factor/recovery-code.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { notifyAdministrators } from '../enforcement/enforcement-notifications.ts'
import { findPasswordBar, hasSecondFactor, mayRecover, ownersFor } from '../enforcement/policy.ts'
import { countCodes, useCode } from '../enforcement/recovery-codes.ts'
import { type RefusalRecord, recordRefusal } from '../outbox/refused-attempts.ts'
import { beginSession } from '../sessions/password-sessions.ts'
import { findUser } from '../tables/find-user.ts'
import { forgetAttempts } from './attempts.ts'
import { failAttemptAt } from './failed-attempts.ts'
import { deviceOf } from './known-devices.ts'
import { attemptKeyOf, readProof, spend } from './second-factor-proofs.ts'

/** A code that was typed, as it would be kept of each tenant whose it could be. */
export interface TypedCode {
  readonly owner: TenantId
  readonly digest: string | undefined
}

/** Digests a typed code. */
export const digestTenantCode = (
  sql: SqlStorage,
  { tenantId, typed }: Pick<RecoveryAnswer, 'tenantId' | 'typed'>,
): Promise<readonly TypedCode[]> =>
  Promise.all(
    ownersFor(sql, tenantId).map(async (owner) => ({
      owner,
      digest: await digestRecoveryCode(owner, typed),
    })),
  )

/**
 * Consumes the code and begins the session, or says that it is none. The try was counted. Must run
 * inside a transaction.
 */
export function finishRecovery(
  sql: SqlStorage,
  answer: RecoveryAnswer,
  { digests, record }: { readonly digests: readonly TypedCode[]; readonly record: RefusalRecord },
): RecoveryOutcome {
  const { tenantId, sid, event } = answer
  const { now } = record
  const proof = readProof(sql, answer, now, Number.MAX_SAFE_INTEGER)
  const user = proof && findUser(sql, tenantId, proof.user_id)
  const denial = user && findPasswordBar(sql, user, now)
  // Where the password is good again, or the second factor was not proven, signing in begins anew.
  if (
    proof === undefined ||
    !user ||
    !denial ||
    proof.sid !== null ||
    !mayRecover(sql, user, denial)
  )
    return { kind: 'gone' }
  const proven = JSON.parse(proof.factors)
  if (hasSecondFactor(sql, user) && proven.length < 2) return { kind: 'gone' }
  const owner = { tenantId, userId: user.id }
  const attempt = attemptKeyOf({ ...owner, ...deviceOf(sql, owner, answer.devices) })
  const used = digests.find(({ owner, digest = '' }) =>
    useCode(sql, { tenantId: owner, owner }, { digest, now }),
  )
  if (used === undefined) {
    const refusal = { code: 'login_recovery_code_refused' } as const
    failAttemptAt(sql, user, { key: attempt, now })
    const refused = { tenantId, userId: user.id, purpose: 'login' as const, refusal, event }
    recordRefusal(sql, refused, record)
    return { kind: 'refused', refusal }
  }
  spend(sql, answer, now)
  forgetAttempts(sql, attempt, now)
  const codes_left = countCodes(sql, { tenantId: used.owner, owner: used.owner })
  const data = { of: 'tenant', user_id: user.id, codes_left }
  for (const { sql: statement, params } of notifyAdministrators(
    used.owner === tenantId ? [tenantId] : [tenantId, used.owner],
    { type: 'recovery_code.used', data },
    now,
  ))
    sql.exec(statement, ...params)
  const factorAt = proven.length > 1 ? { factorAt: now } : {}
  const methods = [...proven, 'rcv']
  return {
    kind: 'admitted',
    open: beginSession(sql, user, { sid, methods, event, now, ...factorAt }),
  }
}
