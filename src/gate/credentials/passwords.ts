// Passwords in a tenant's gate. Nothing is derived here: the key comes from the Worker, is compared
// in constant time, and what follows is decided in one transaction.

import type {
  PasswordAnswer,
  PasswordAttempt,
  PasswordChallenge,
  PasswordOutcome,
  RenewedPassword,
  SealedPassword,
} from '../../login/password/ports.ts'
import { decodeBase64Url, encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { equalBytes } from '../../protocol/bytes/equal.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import {
  PRESENT_PARAMETERS,
  SALT_BYTES,
  type ScryptParameters,
} from '../../protocol/passwords/derive-key.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { TenantId, UserId } from '../../tenants/ids.ts'
import type { User } from '../../tenants/user.ts'
import { type RefusalRecord, recordRefusal } from '../outbox/refused-attempts.ts'
import { stepAfterPassword } from '../sessions/password-sessions.ts'
import { holderOf } from '../tables/addresses.ts'
import { findUser } from '../tables/find-user.ts'
import { firstRow } from '../tables/rows.ts'
import {
  type AttemptKey,
  beginTrace,
  failAttempt,
  forgetAttempts,
  forgetNetwork,
} from './attempts.ts'
import { failAttemptAt } from './failed-attempts.ts'
import { deviceOf } from './known-devices.ts'

type PasswordRow = {
  user_id: UserId
  salt: string
  parameters: string
  sealed_key: string
}

/**
 * What opens where there is no password, so that looking takes as long: as many characters as a
 * sealed key has, and no key.
 */
const NO_KEY = 'A'.repeat(95)

/** The salt of whoever has no password: always the same for an address, as a person's is. */
const saltOf = (address: string): string =>
  encodeBase64Url((decodeBase64Url(address) ?? new Uint8Array(SALT_BYTES)).subarray(0, SALT_BYTES))

/**
 * Counts an attempt and answers what the key is to be derived with. Must run inside a transaction.
 */
export function beginPassword(
  sql: SqlStorage,
  attempt: PasswordAttempt,
  now: number,
): PasswordChallenge {
  const until = beginTrace(sql, attemptKeyOf(sql, attempt), now)
  if (until !== undefined) return { kind: 'limited', until }
  const row = findPassword(sql, attempt)
  return row
    ? { kind: 'asked', salt: row.salt, parameters: readParameters(row) }
    : { kind: 'asked', salt: saltOf(attempt.address), parameters: PRESENT_PARAMETERS }
}

/** Compares a key with the one that is kept. The password that it is, if it is. */
export async function comparePassword(
  sql: SqlStorage,
  keyring: Pick<KeyRing, 'open'>,
  answer: Pick<PasswordAnswer, 'tenantId' | 'email' | 'key'>,
): Promise<PasswordRow | undefined> {
  const row = findPassword(sql, answer)
  const right = await isKey(keyring, answer.key, row)
  return right ? row : undefined
}

/** Tells whether a derived key is the one that a row keeps; takes as long where there is no row. */
export async function isKey(
  keyring: Pick<KeyRing, 'open'>,
  key: string,
  row: Pick<PasswordRow, 'user_id' | 'sealed_key'> | undefined,
): Promise<boolean> {
  const kept = await keyring.open('password', row?.user_id ?? '', row?.sealed_key ?? NO_KEY)
  return equalBytes(encodeUtf8(key), encodeUtf8(kept ?? NO_KEY)) && kept !== undefined
}

/**
 * Decides what follows. `compared` is what `comparePassword` found: a password that was changed
 * since then is not the one that was compared. Must run inside a transaction.
 */
export function finishPassword(
  sql: SqlStorage,
  answer: PasswordAnswer,
  {
    compared,
    record,
  }: { readonly compared: PasswordRow | undefined; readonly record: RefusalRecord },
): PasswordOutcome {
  const { tenantId, next, event } = answer
  const key = attemptKeyOf(sql, answer)
  const present = findPassword(sql, answer)
  const user = present && findUser(sql, tenantId, present.user_id)
  if (user === undefined || compared?.sealed_key !== present?.sealed_key) {
    if (user) failAttemptAt(sql, user, { key, now: record.now })
    else failAttempt(sql, key, record.now)
    const refusal = { code: 'login_password_refused' } as const
    const refused = { tenantId, purpose: 'login' as const, refusal, event }
    const recorded = user && recordRefusal(sql, { ...refused, userId: user.id }, record)
    return { kind: 'refused', recorded: recorded ?? false }
  }
  const step = stepAfterPassword(sql, user, { next, event, record })
  if (step.kind === 'admitted') forgetAttempts(sql, key, record.now)
  // With a second factor to come the account's count stays: a password alone opens no endless
  // number of proofs.
  if (step.kind === 'second_factor') forgetNetwork(sql, key)
  return step
}

/** Keeps a password under other parameters; nothing happens when it was changed in between. */
export function renewPassword(
  sql: SqlStorage,
  { tenantId, userId, oldSalt, salt, parameters, sealedKey }: RenewedPassword,
): void {
  sql.exec(
    `UPDATE passwords SET salt = ?, parameters = ?, sealed_key = ?
     WHERE tenant_id = ? AND user_id = ? AND salt = ?`,
    salt,
    JSON.stringify(parameters),
    sealedKey,
    tenantId,
    userId,
    oldSalt,
  )
}

/** Sets a person's password in the place of any before. Must run inside a transaction. */
export function writePassword(
  sql: SqlStorage,
  { tenantId, id }: Pick<User, 'tenantId' | 'id'>,
  { salt, parameters, sealedKey }: SealedPassword,
  now: number,
): void {
  sql.exec(
    `INSERT OR REPLACE INTO passwords (tenant_id, user_id, salt, parameters, sealed_key, set_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
    tenantId,
    id,
    salt,
    JSON.stringify(parameters),
    sealedKey,
    now,
  )
  sql.exec('UPDATE users SET has_password = 1 WHERE tenant_id = ? AND user_id = ?', tenantId, id)
}

/** The password of a person, as it is kept. */
export const passwordOf = (
  sql: SqlStorage,
  tenantId: TenantId,
  userId: string,
): PasswordRow | undefined =>
  firstRow<PasswordRow>(
    sql,
    'SELECT user_id, salt, parameters, sealed_key FROM passwords WHERE tenant_id = ? AND user_id = ?',
    tenantId,
    userId,
  )

/** The parameters that a row was derived with. */
export const readParameters = ({ parameters }: PasswordRow): ScryptParameters =>
  JSON.parse(parameters)

function findPassword(
  sql: SqlStorage,
  { tenantId, email }: Pick<PasswordAttempt, 'tenantId' | 'email'>,
): PasswordRow | undefined {
  const holder = holderOf(sql, tenantId, email)
  return holder === undefined ? undefined : passwordOf(sql, tenantId, holder)
}

/** A person's attempts are counted as theirs, whichever address they have by now. */
function attemptKeyOf(
  sql: SqlStorage,
  { tenantId, email, address, network, devices }: PasswordAttempt,
): AttemptKey {
  const userId = holderOf(sql, tenantId, email)
  return userId === undefined
    ? { tenantId, account: address, network }
    : { tenantId, account: userId, network, ...deviceOf(sql, { tenantId, userId }, devices) }
}
