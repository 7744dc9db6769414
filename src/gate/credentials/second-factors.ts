// A person's second factors in the gate. Secrets and public keys are sealed, bound to the factor,
// so they are opened and verified before the transaction that accepts them; what makes an answer
// good once stands inside it (I3).

import type { FactorAnswer } from '../../login/second-factor/factor.ts'
import type { AuthenticationMethod } from '../../login/session.ts'
import { decodeBase64Url } from '../../protocol/bytes/base64.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import { namedPasskey, type Passkey, verifyPasskey } from '../../protocol/second-factor/passkey.ts'
import { digestRecoveryCode } from '../../protocol/second-factor/recovery-code.ts'
import type { SecondFactorRefusalCode } from '../../protocol/second-factor/second-factor-refusals.ts'
import { verifyTotp } from '../../protocol/second-factor/totp.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { FactorId, TenantId, UserId } from '../../tenants/ids.ts'
import type { Factor, FactorKind } from '../../tenants/second-factor.ts'
import { useCode } from '../enforcement/recovery-codes.ts'
import { firstRow } from '../tables/rows.ts'

/** A row of `second_factors`. */
export type FactorRow = {
  tenant_id: TenantId
  user_id: UserId
  factor_id: FactorId
  kind: FactorKind
  name: string
  /**
   * Sealed for use `factor` and its id: the secret of an app as base64url, or a passkey as JSON.
   */
  secret: string
  counter: number
  confirmed_at: number | null
  created_at: number
  used_at: number | null
}

/** Whose factors. */
export interface FactorOwner {
  readonly tenantId: TenantId
  readonly userId: UserId
}

/** What of a passkey is sealed; its count stands beside it. */
export type KeptPasskey = Omit<Passkey, 'signCount'>

/** An answer that is right as far as can be told without a transaction. */
export type VerifiedAnswer =
  | {
      readonly kind: FactorKind
      readonly factorId: FactorId
      /** The time step, or the sign count. */
      readonly counter: number
      /**
       * Why it is spent and not accepted: of a code that is right for another time, guessers must
       * not learn for when.
       */
      readonly refused?: FactorRefusal
    }
  | { readonly kind: 'recovery'; readonly digest: string }

type FactorRefusal = Refusal<SecondFactorRefusalCode>

const WRONG = { code: 'second_factor_wrong' } as const

/** The factors that a person has confirmed, the oldest first. */
export const readFactors = (
  sql: SqlStorage,
  { tenantId, userId }: FactorOwner,
): readonly FactorRow[] =>
  sql
    .exec<FactorRow>(
      `SELECT * FROM second_factors WHERE tenant_id = ? AND user_id = ? AND confirmed_at IS NOT NULL
       ORDER BY created_at, factor_id`,
      tenantId,
      userId,
    )
    .toArray()

/** A factor as it is shown. */
export const showFactor = (row: FactorRow): Factor => ({
  id: row.factor_id,
  kind: row.kind,
  name: row.name,
  createdAt: row.created_at,
  ...(row.used_at === null ? {} : { usedAt: row.used_at }),
})

/** The passkeys among factors. */
export async function openPasskeys(
  keyring: Pick<KeyRing, 'open'>,
  rows: readonly FactorRow[],
): Promise<readonly (KeptPasskey & { readonly row: FactorRow })[]> {
  const opened = await Promise.all(
    rows
      .filter(({ kind }) => kind === 'passkey')
      .map(async (row) => ({ row, text: await keyring.open('factor', row.factor_id, row.secret) })),
  )
  return opened.flatMap(({ row, text }) =>
    text === undefined ? [] : [{ ...(JSON.parse(text) as KeptPasskey), row }],
  )
}

/** Verifies an answer against a person's factors. */
export async function verifyAnswer(
  keyring: Pick<KeyRing, 'open'>,
  rows: readonly FactorRow[],
  {
    owner: { userId },
    answer,
    challenge,
    now,
  }: {
    readonly owner: FactorOwner
    readonly answer: FactorAnswer
    readonly challenge: string
    readonly now: number
  },
): Promise<Result<VerifiedAnswer, FactorRefusal>> {
  if (answer.kind === 'passkey') {
    const id = namedPasskey(answer.json)
    const passkeys = await openPasskeys(keyring, rows)
    const passkey = passkeys.find((known) => known.id === id)
    if (passkey === undefined) return refuse({ code: 'passkey_not_verified' })
    const { row, ...key } = passkey
    const question = { challenge, origin: answer.origin }
    const count = await verifyPasskey(answer.json, { ...key, signCount: row.counter }, question)
    return count.ok ? ok({ kind: 'passkey', factorId: row.factor_id, counter: count.value }) : count
  }
  const digest = await digestRecoveryCode(userId, answer.typed)
  if (digest !== undefined) return ok({ kind: 'recovery', digest })
  return verifyCode(keyring, rows, { typed: answer.typed, now })
}

/** The code of any of the person's apps. Of several answers the one that says most. */
async function verifyCode(
  keyring: Pick<KeyRing, 'open'>,
  rows: readonly FactorRow[],
  { typed, now }: { readonly typed: string; readonly now: number },
): Promise<Result<VerifiedAnswer, FactorRefusal>> {
  let refusal: FactorRefusal = WRONG
  let early: VerifiedAnswer | undefined
  for (const row of rows.filter(({ kind }) => kind === 'totp')) {
    const secret = await openTotp(keyring, row)
    if (secret === undefined) continue
    const checked = verifyTotp({ secret, code: typed, now, lastStep: row.counter })
    const answer = { kind: 'totp', factorId: row.factor_id } as const
    if (checked.ok) return ok({ ...answer, counter: checked.value })
    const { step, ...refused } = checked.refusal
    if (step !== undefined) early = { ...answer, counter: step, refused }
    else if (refused.code !== WRONG.code) refusal = refused
  }
  return early ? ok(early) : refuse(refusal)
}

/** The secret of an app; undefined when no key opens it. */
export async function openTotp(
  keyring: Pick<KeyRing, 'open'>,
  { factor_id, secret }: { readonly factor_id: string; readonly secret: string },
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const opened = await keyring.open('factor', factor_id, secret)
  return opened === undefined ? undefined : decodeBase64Url(opened)
}

/**
 * Accepts what was verified, unless the same was accepted in between: a step or a count only grows,
 * a recovery code is used once (I3). Answers how it is told of (RFC 8176). Must run inside a
 * transaction.
 */
export function acceptAnswer(
  sql: SqlStorage,
  { tenantId, userId }: FactorOwner,
  { verified, now }: { readonly verified: VerifiedAnswer; readonly now: number },
): Result<AuthenticationMethod, FactorRefusal> {
  if (verified.kind === 'recovery')
    return useCode(sql, { tenantId, owner: userId }, { digest: verified.digest, now })
      ? ok('rcv')
      : refuse(WRONG)
  const { kind, factorId, counter, refused } = verified
  const accepted = firstRow(
    sql,
    // Passkeys that are in several devices do not count: theirs is 0, before and after.
    `UPDATE second_factors SET counter = ?1, used_at = coalesce(?2, used_at)
     WHERE tenant_id = ?3 AND user_id = ?4 AND factor_id = ?5 AND confirmed_at IS NOT NULL
     AND (counter < ?1 OR (kind = 'passkey' AND counter = 0 AND ?1 = 0)) RETURNING 1`,
    counter,
    refused ? null : now,
    tenantId,
    userId,
    factorId,
  )
  if (kind === 'passkey') return accepted ? ok('hwk') : refuse({ code: 'passkey_not_verified' })
  if (accepted === undefined) return refuse({ code: 'second_factor_code_used' })
  return refused ? refuse(refused) : ok('otp')
}
