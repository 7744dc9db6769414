// Setting up a second factor: what waits is sealed, shown to whoever began it, and counts once it
// has answered there.

import type { AccountRefusalCode } from '../../login/account/ports.ts'
import type { FactorAnswer, PendingFactor } from '../../login/second-factor/factor.ts'
import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import { verifyNewPasskey } from '../../protocol/second-factor/passkey.ts'
import type { SecondFactorRefusalCode } from '../../protocol/second-factor/second-factor-refusals.ts'
import { describeTotp, TOTP_SECRET_BYTES, verifyTotp } from '../../protocol/second-factor/totp.ts'
import type { Refusal } from '../../refusal.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { strongRandom } from '../../storage/random.ts'
import { newId } from '../../tenants/ids.ts'
import type { FactorKind } from '../../tenants/second-factor.ts'
import type { GateContext } from '../tables/context.ts'
import {
  consumeEnrolment,
  countAnswer,
  type EnrolmentKey,
  type EnrolmentRow,
  hasTriesLeft,
} from './enrolments.ts'
import { type FactorOwner, type FactorRow, openPasskeys, openTotp } from './second-factors.ts'

const CHALLENGE_BYTES = 32
/** Of what a person calls their factor. */
const MAX_NAME = 60

/** Whose factor it becomes, where it is set up, and what apps and passkeys call the account. */
export interface Enroller extends FactorOwner, EnrolmentKey {
  readonly account: string
  readonly issuer: string
}

/** A factor before anybody has it. */
export async function prepareFactor(
  keyring: Pick<KeyRing, 'seal'>,
  { tenantId, begunBy, userId }: Enroller,
  { kind, name }: { readonly kind: FactorKind; readonly name: string },
): Promise<EnrolmentRow> {
  const factor_id = newId('fac', strongRandom)
  const bytes = strongRandom(kind === 'totp' ? TOTP_SECRET_BYTES : CHALLENGE_BYTES)
  const secret = await keyring.seal('factor', factor_id, encodeBase64Url(bytes))
  const where = { tenant_id: tenantId, begun_by: begunBy, user_id: userId }
  return { ...where, factor_id, kind, name: nameOf(name, kind), secret, tries: 0 }
}

/** What its owner needs to see. */
export async function showPending(
  keyring: Pick<KeyRing, 'open'>,
  row: EnrolmentRow,
  { enroller, rows }: { readonly enroller: Enroller; readonly rows: readonly FactorRow[] },
): Promise<PendingFactor> {
  const bytes = await openWaiting(keyring, row)
  const { userId, account } = enroller
  if (row.kind === 'totp') return { kind: 'totp', ...describeTotp(bytes, enroller) }
  const known = (await openPasskeys(keyring, rows)).map(({ id }) => id)
  return { kind: 'passkey', challenge: encodeBase64Url(bytes), userId, account, known }
}

/** What a factor is kept as once it has answered. */
export interface AnsweredFactor {
  readonly row: EnrolmentRow
  readonly kind: FactorKind
  readonly secret: string
  readonly counter: number
}

interface AnswerRefused {
  readonly refusal: Refusal<AccountRefusalCode>
  /** Absent when it takes no other answer. */
  readonly pending?: PendingFactor
}

/** Nothing waits there any more. */
export const ENROLMENT_OVER = { refusal: { code: 'login_enrolment_over' } } as const

/** Checks the first answer of what waits there. */
export async function checkFirstAnswer(
  { storage, keyring }: GateContext,
  enroller: Enroller,
  {
    rows,
    answer,
    now,
  }: {
    readonly rows: readonly FactorRow[]
    readonly answer: FactorAnswer
    readonly now: number
  },
): Promise<Result<AnsweredFactor, AnswerRefused>> {
  const row = storage.transactionSync(() => countAnswer(storage.sql, enroller, now))
  if (row === undefined || row.kind === 'codes') return refuse(ENROLMENT_OVER)
  const { kind } = row
  const verified = await verifyFirstAnswer(keyring, { ...row, kind }, { answer, now })
  if (verified.ok) {
    const { kept, counter, passkey } = verified.value
    // One that stood there twice would still be good after its owner has removed it.
    if (
      passkey !== undefined &&
      (await openPasskeys(keyring, rows)).some(({ id }) => id === passkey)
    )
      return refuse({ refusal: { code: 'passkey_known' } })
    const secret = await keyring.seal('factor', row.factor_id, kept)
    return ok({ row, kind, secret, counter })
  }
  if (!hasTriesLeft(row)) return refuse(ENROLMENT_OVER)
  const pending = await showPending(keyring, row, { enroller, rows })
  return refuse({ refusal: verified.refusal, pending })
}

interface FirstAnswer {
  /** What is to be sealed. */
  readonly kept: string
  /** The time step, or the sign count. */
  readonly counter: number
  /** The credential id. */
  readonly passkey?: string
}

async function verifyFirstAnswer(
  keyring: Pick<KeyRing, 'open'>,
  row: EnrolmentRow,
  { answer, now }: { readonly answer: FactorAnswer; readonly now: number },
): Promise<Result<FirstAnswer, Refusal<SecondFactorRefusalCode>>> {
  const secret = await openWaiting(keyring, row)
  if (row.kind === 'totp') {
    const code = answer.kind === 'code' ? answer.typed : ''
    const step = verifyTotp({ secret, code, now, lastStep: undefined })
    return step.ok ? ok({ kept: encodeBase64Url(secret), counter: step.value }) : step
  }
  if (answer.kind === 'code') return refuse({ code: 'passkey_malformed' })
  const question = { challenge: encodeBase64Url(secret), origin: answer.origin }
  const made = await verifyNewPasskey(answer.json, question)
  if (!made.ok) return made
  const { signCount, ...kept } = made.value
  return ok({ kept: JSON.stringify(kept), counter: signCount, passkey: kept.id })
}

/** Sealed minutes ago: a key that opens it no more is a fault, and no secret of no bytes. */
async function openWaiting(
  keyring: Pick<KeyRing, 'open'>,
  row: EnrolmentRow,
): Promise<Uint8Array<ArrayBuffer>> {
  const secret = await openTotp(keyring, row)
  if (secret === undefined) throw new Error('What was sealed minutes ago cannot be opened')
  return secret
}

/** Makes it count; false when it waits no more. Must run inside a transaction. */
export function confirmFactor(
  sql: SqlStorage,
  { row, kind, secret, counter }: AnsweredFactor,
  now: number,
): boolean {
  if (!consumeEnrolment(sql, row)) return false
  sql.exec(
    `INSERT INTO second_factors (tenant_id, user_id, factor_id, kind, name, secret, counter, confirmed_at, created_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)`,
    row.tenant_id,
    row.user_id,
    row.factor_id,
    kind,
    row.name,
    secret,
    counter,
    now,
  )
  return true
}

const nameOf = (typed: string, kind: FactorKind): string => {
  const name = typed.replace(/\p{Cc}/gu, ' ').trim()

  if (name !== '') return Array.from(name).slice(0, MAX_NAME).join('')
  return kind === 'totp' ? 'Authenticator app' : 'Passkey'
}
