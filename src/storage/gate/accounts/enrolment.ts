// Setting up a second factor: a row that waits, with what its confirmation is checked against, and counts once it has answered.
// A person has one such row at a time, for ten minutes.

import { PROOF_LIFETIME } from '../../../login/lifetimes.ts'
import type { FactorAnswer, PendingFactor } from '../../../login/second-factor/factor.ts'
import { encodeBase64Url } from '../../../protocol/bytes/base64.ts'
import type { KeyRing } from '../../../protocol/sealing/keyring.ts'
import { verifyNewPasskey } from '../../../protocol/second-factor/passkey.ts'
import type { SecondFactorRefusalCode } from '../../../protocol/second-factor/refusals.ts'
import {
  describeTotp,
  TOTP_SECRET_BYTES,
  verifyTotp,
} from '../../../protocol/second-factor/totp.ts'
import type { Refusal } from '../../../refusal.ts'
import { ok, type Result, refuse } from '../../../result.ts'
import { newId } from '../../../tenants/ids.ts'
import type { FactorKind } from '../../../tenants/second-factor.ts'
import { strongRandom } from '../../random.ts'
import { firstRow } from '../rows.ts'
import { type FactorOwner, type FactorRow, openPasskeys, openTotp } from './second-factors.ts'

const CHALLENGE_BYTES = 32
/** Of what a person calls their factor. */
const MOST_NAME = 60

/** Whose factor it becomes, and what apps and passkeys call the account. */
export interface Enroller extends FactorOwner {
  readonly account: string
  readonly issuer: string
}

/** A factor before anybody has it. */
export async function prepareFactor(
  keyring: Pick<KeyRing, 'seal'>,
  { tenantId, userId }: FactorOwner,
  { kind, name, now }: { readonly kind: FactorKind; readonly name: string; readonly now: number },
): Promise<FactorRow> {
  const factor_id = newId('fac', strongRandom)
  const bytes = strongRandom(kind === 'totp' ? TOTP_SECRET_BYTES : CHALLENGE_BYTES)
  return {
    tenant_id: tenantId,
    user_id: userId,
    factor_id,
    kind,
    name: nameOf(name, kind),
    // Until a passkey has answered, what it is asked.
    secret: await keyring.seal('factor', factor_id, encodeBase64Url(bytes)),
    counter: 0,
    confirmed_at: null,
    created_at: now,
    used_at: null,
  }
}

/** Has a factor wait for its confirmation, in the place of any other. Must run inside a transaction. */
export function holdFactor(sql: SqlStorage, row: FactorRow): void {
  sql.exec(
    'DELETE FROM second_factors WHERE tenant_id = ? AND user_id = ? AND confirmed_at IS NULL',
    row.tenant_id,
    row.user_id,
  )
  sql.exec(
    `INSERT INTO second_factors (tenant_id, user_id, factor_id, kind, name, secret, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    row.tenant_id,
    row.user_id,
    row.factor_id,
    row.kind,
    row.name,
    row.secret,
    row.created_at,
  )
}

/** The factor that waits. */
export const findPending = (
  sql: SqlStorage,
  { tenantId, userId }: FactorOwner,
  now: number,
): FactorRow | undefined =>
  firstRow<FactorRow>(
    sql,
    `SELECT * FROM second_factors
     WHERE tenant_id = ? AND user_id = ? AND confirmed_at IS NULL AND created_at > ?`,
    tenantId,
    userId,
    now - PROOF_LIFETIME,
  )

/** What its owner needs to see. */
export async function showPending(
  keyring: Pick<KeyRing, 'open'>,
  row: FactorRow,
  { enroller, rows }: { readonly enroller: Enroller; readonly rows: readonly FactorRow[] },
): Promise<PendingFactor> {
  const bytes = (await openTotp(keyring, row)) ?? new Uint8Array()
  const { userId, account } = enroller
  if (row.kind === 'totp') return { kind: 'totp', ...describeTotp(bytes, enroller) }
  const known = (await openPasskeys(keyring, rows)).map(({ id }) => id)
  return { kind: 'passkey', challenge: encodeBase64Url(bytes), userId, account, known }
}

/** What a factor is kept as once it has answered. */
export interface AnsweredFactor {
  readonly row: FactorRow
  readonly secret: string
  readonly counter: number
}

/** Checks the first answer of a factor that waits. */
export async function checkFirstAnswer(
  keyring: Pick<KeyRing, 'open' | 'seal'>,
  row: FactorRow,
  { answer, now }: { readonly answer: FactorAnswer; readonly now: number },
): Promise<Result<AnsweredFactor, Refusal<SecondFactorRefusalCode>>> {
  const bytes = (await openTotp(keyring, row)) ?? new Uint8Array()
  if (row.kind === 'totp') {
    const code = answer.kind === 'code' ? answer.typed : ''
    const step = verifyTotp({ secret: bytes, code, now, lastStep: undefined })
    return step.ok ? ok({ row, secret: row.secret, counter: step.value }) : step
  }
  if (answer.kind === 'code') return refuse({ code: 'passkey_malformed' })
  const question = { challenge: encodeBase64Url(bytes), origin: answer.origin }
  const made = await verifyNewPasskey(answer.json, question)
  if (!made.ok) return made
  const { signCount, ...kept } = made.value
  const secret = await keyring.seal('factor', row.factor_id, JSON.stringify(kept))
  return ok({ row, secret, counter: signCount })
}

/** Makes it count; false when it waits no more. Must run inside a transaction. */
export const confirmFactor = (
  sql: SqlStorage,
  { row, secret, counter }: AnsweredFactor,
  now: number,
): boolean =>
  firstRow(
    sql,
    `UPDATE second_factors SET secret = ?, counter = ?, confirmed_at = ?
     WHERE tenant_id = ? AND user_id = ? AND factor_id = ? AND confirmed_at IS NULL RETURNING 1`,
    secret,
    counter,
    now,
    row.tenant_id,
    row.user_id,
    row.factor_id,
  ) !== undefined

const nameOf = (typed: string, kind: FactorKind): string => {
  const name = typed.replace(/\p{Cc}/gu, ' ').trim()

  if (name !== '') return Array.from(name).slice(0, MOST_NAME).join('')
  return kind === 'totp' ? 'Authenticator app' : 'Passkey'
}
