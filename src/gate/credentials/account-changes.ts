// Changes that a person makes to their account. Whatever takes time to seal or to verify is done
// first; then one transaction looks at the session again and changes, so that a session that ended
// meanwhile changes nothing.

import type {
  AccountCalls,
  AccountChange,
  AccountKey,
  AccountOutcome,
} from '../../login/account/ports.ts'
import {
  digestRecoveryCode,
  RECOVERY_CODE_BYTES,
  RECOVERY_CODES,
  writeRecoveryCode,
} from '../../protocol/second-factor/recovery-code.ts'
import { strongRandom } from '../../storage/random.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { findLostAccess, readAdminAccess } from '../enforcement/admin-access.ts'
import { removeCodes, replaceCodes } from '../enforcement/recovery-codes.ts'
import { needsSecondFactor } from '../enforcement/sign-in-policy.ts'
import { dryRun } from '../intents/dry-run.ts'
import type { GateContext } from '../tables/context.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'
import { type HeldAccount, holdAccount, notifyOfChange } from './account.ts'
import {
  checkFirstAnswer,
  confirmFactor,
  ENROLMENT_OVER,
  type Enroller,
  prepareFactor,
  showPending,
} from './enrolment.ts'
import { countAnswer, hasTriesLeft, holdEnrolment } from './enrolments.ts'

/** Nobody needs more, and each is opened at every login. */
const MAX_FACTORS = 10

type Of<K extends AccountChange['kind']> = Extract<AccountChange, { readonly kind: K }>

interface Asked {
  readonly key: AccountKey
  readonly now: number
}

/** Makes a change, or says what it needs. */
export async function changeAccount(
  context: GateContext,
  { change, proof, ...key }: Parameters<AccountCalls['changeAccount']>[0],
  now: number,
): Promise<AccountOutcome> {
  const held = holdAccount(context.storage.sql, key, now)
  if (held === undefined) return { kind: 'no_session' }
  if (held.need) return refused('login_account_stale')
  const asked = { key, now }
  switch (change.kind) {
    case 'add_factor':
      return addFactor(context, held, { ...asked, change })
    case 'confirm_factor':
      return confirm(context, held, { ...asked, change, proof })
    case 'remove_factor':
      return inTransaction(context, asked, (again) => remove(context, again, { change, now }))
    case 'renew_codes':
      return renewCodes(context, held, asked)
    case 'confirm_codes':
      return keepCodes(context, held, { ...asked, change })
  }
}

/** The account once more, inside the transaction that changes it. */
const inTransaction = (
  { storage }: GateContext,
  { key, now }: Asked,
  work: (held: HeldAccount) => AccountOutcome,
): AccountOutcome =>
  storage.transactionSync(() => {
    const held = holdAccount(storage.sql, key, now)
    if (held === undefined) return { kind: 'no_session' }
    return held.need ? refused('login_account_stale') : work(held)
  })

async function addFactor(
  context: GateContext,
  held: HeldAccount,
  { change, ...asked }: Asked & { readonly change: Of<'add_factor'> },
): Promise<AccountOutcome> {
  const { keyring, storage } = context
  const enroller = enrollerOf(held)
  const wanted = { kind: change.factor, name: change.name }
  const row = await prepareFactor(keyring, enroller, wanted)
  const pending = await showPending(keyring, row, { enroller, rows: held.rows })
  return inTransaction(context, asked, ({ rows }) => {
    if (rows.length >= MAX_FACTORS) return refused('login_factors_full')
    holdEnrolment(storage.sql, row, asked.now)
    return { kind: 'pending', pending }
  })
}

async function confirm(
  context: GateContext,
  held: HeldAccount,
  {
    change,
    proof,
    ...asked
  }: Asked & { readonly change: Of<'confirm_factor'>; readonly proof: string },
): Promise<AccountOutcome> {
  const { sql } = context.storage
  const { now } = asked
  const given = { rows: held.rows, answer: change.answer, now }
  const checked = await checkFirstAnswer(context, enrollerOf(held), given)
  if (!checked.ok) return { kind: 'refused', ...checked.refusal }
  return inTransaction(context, asked, ({ open: { session }, rows }) => {
    if (rows.length >= MAX_FACTORS) return refused('login_factors_full')
    if (!confirmFactor(sql, checked.value, now)) return OVER
    proveInSession(sql, { ...asked, proof })
    const facts = { factor: checked.value.kind }
    notifyOfChange(sql, session, {
      event: 'second_factor.added',
      mail: 'second_factor_added',
      facts,
      now,
    })
    return { kind: 'changed', provenUntil: session.expiresAt }
  })
}

/** Whoever has just set a factor up has proven to have it. */
const proveInSession = (
  sql: SqlStorage,
  { key: { tenantId, sid }, proof, now }: Asked & { readonly proof: string },
): void => {
  sql.exec(
    'UPDATE sessions SET factor_at = ?, factor_by = ? WHERE tenant_id = ? AND sid = ?',
    now,
    proof,
    tenantId,
    sid,
  )
}

function remove(
  { storage }: GateContext,
  { open: { session, user }, rows }: HeldAccount,
  { change, now }: { readonly change: Of<'remove_factor'>; readonly now: number },
): AccountOutcome {
  const row = rows.find(({ factor_id }) => factor_id === change.factorId)
  if (row === undefined) return refused('login_factor_unknown')
  const { sql } = storage
  if (rows.length === 1 && needsSecondFactor(sql, user)) return refused('login_last_factor')
  const { tenant_id: tenantId, user_id: userId, factor_id, kind } = row
  const removal = gateStatement(
    'DELETE FROM second_factors WHERE tenant_id = ? AND user_id = ? AND factor_id = ?',
    tenantId,
    userId,
    factor_id,
  )
  if (rows.length === 1 && takesLastWay(storage, removal, { tenantId, now }))
    return refused('login_last_way_in')
  sql.exec(removal.sql, ...removal.params)
  // Codes stand in for a factor: without one they would be a second password.
  if (rows.length === 1) removeCodes(sql, { tenantId, owner: userId })
  const facts = { factor: kind }
  const told = { event: 'second_factor.removed', mail: 'second_factor_removed' } as const
  notifyOfChange(sql, session, { ...told, facts, now })
  return { kind: 'changed' }
}

function takesLastWay(
  storage: DurableObjectStorage,
  removal: GateStatement,
  { tenantId, now }: { readonly tenantId: TenantId; readonly now: number },
): boolean {
  const read = () => readAdminAccess(storage.sql, tenantId, now)
  const before = read()
  return findLostAccess(before, dryRun(storage, [removal], read)) !== undefined
}

async function renewCodes(
  context: GateContext,
  { open: { user, session } }: HeldAccount,
  asked: Asked,
): Promise<AccountOutcome> {
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    writeRecoveryCode(strongRandom(RECOVERY_CODE_BYTES)),
  )
  const digests = await Promise.all(codes.map((code) => digestRecoveryCode(user.id, code)))
  return inTransaction(context, asked, ({ rows }) => {
    if (rows.length === 0) return refused('login_factor_unknown')
    const where = { tenant_id: user.tenantId, begun_by: session.sid, user_id: user.id }
    const secret = JSON.stringify(digests)
    const held = { ...where, factor_id: '', kind: 'codes', name: '', secret } as const
    holdEnrolment(context.storage.sql, held, asked.now)
    return { kind: 'codes', codes }
  })
}

async function keepCodes(
  context: GateContext,
  { open: { user } }: HeldAccount,
  { change, ...asked }: Asked & { readonly change: Of<'confirm_codes'> },
): Promise<AccountOutcome> {
  const { sql } = context.storage
  const { now } = asked
  const digest = await digestRecoveryCode(user.id, change.typed)
  return inTransaction(context, asked, ({ open: { session } }) => {
    const { tenantId, sid } = session
    const row = countAnswer(sql, { tenantId, begunBy: sid }, now)
    if (row?.kind !== 'codes') return OVER
    const digests: readonly string[] = JSON.parse(row.secret)
    if (digest === undefined || !digests.includes(digest))
      return hasTriesLeft(row) ? refused('login_recovery_code_other') : OVER
    replaceCodes(sql, { tenantId, owner: user.id }, digests)
    const told = { event: 'recovery_codes.renewed', mail: 'recovery_codes_renewed' } as const
    notifyOfChange(sql, session, { ...told, facts: {}, now })
    return { kind: 'changed' }
  })
}

const enrollerOf = ({ open: { session, user, tenantName } }: HeldAccount): Enroller => ({
  tenantId: user.tenantId,
  begunBy: session.sid,
  userId: user.id,
  account: user.email ?? user.userId ?? user.id,
  issuer: tenantName,
})

const refused = (
  code: Extract<AccountOutcome, { kind: 'refused' }>['refusal']['code'],
): AccountOutcome => ({ kind: 'refused', refusal: { code } })

const OVER: AccountOutcome = { kind: 'refused', ...ENROLMENT_OVER }
