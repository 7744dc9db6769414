// Attempts at passwords, counted where they are made: per account, and per account and network. An
// attempt counts as failed from its beginning, so that twenty at once are twenty. A gate that
// stands in for a tenant's counts in the same way.

import type { TenantId } from '../../tenants/ids.ts'
import { firstRow } from '../tables/rows.ts'

/** What attempts are counted by. */
export interface AttemptKey {
  readonly tenantId: TenantId | ''
  /** A user, or the MAC of an address that nobody has. */
  readonly account: string
  /** MAC of the network. */
  readonly network: string
  /** A browser of the account's owner (`known-devices.ts`). */
  readonly device?: string
}

/**
 * From one network: so many failures cost nothing, then each wait is twice the one before.
 * Milliseconds.
 */
const FREE = 5
const FIRST_WAIT = 1_000
const MAX_WAIT = 15 * 60_000
/** From wherever: so many failures in an hour lock the account. */
const MOST = 30
const LOCK = 15 * 60_000
const WINDOW = 60 * 60_000
/**
 * From a browser that signed in before: so many failures in an hour, whatever the others do. Then
 * it counts as a stranger's.
 */
const MAX_OF_DEVICE = 10

type AttemptRow = { count: number; window_ends: number; locked_until: number }

/**
 * Counts an attempt that begins. Until when it has to wait, milliseconds since the epoch, when it
 * comes too soon: then it is not counted, and must not be looked at. Belongs in one transaction.
 */
export function beginTrace(sql: SqlStorage, key: AttemptKey, now: number): number | undefined {
  if (isKnown(sql, key, now)) {
    const { count, ...row } = readRow(sql, key, deviceSubject(key), now)
    writeRow(sql, key, deviceSubject(key), { ...row, count: count + 1 })
    return undefined
  }
  const [account, near] = [readRow(sql, key, key.account, now), readRow(sql, key, nearOf(key), now)]
  const until = Math.max(account.locked_until, near.locked_until)
  if (until > now) return until
  const tried = account.count + 1
  writeRow(sql, key, key.account, {
    count: tried,
    window_ends: account.window_ends,
    // The account is locked while the last of them is being looked at, too.
    locked_until: tried < MOST ? 0 : now + LOCK,
  })
  writeRow(sql, key, nearOf(key), waitAfter(near.count + 1, now))
  return undefined
}

/**
 * The attempt has failed: its wait begins now. True when this one locked the account, which it does
 * once however many fail together. Belongs in one transaction.
 */
export function failAttempt(sql: SqlStorage, key: AttemptKey, now: number): boolean {
  // Of a known browser it was counted when it began, and locks nobody.
  if (isKnown(sql, key, now)) return false
  const [account, near] = [readRow(sql, key, key.account, now), readRow(sql, key, nearOf(key), now)]
  writeRow(sql, key, nearOf(key), waitAfter(near.count, now))
  // The window of a locked account ends with the lock: that tells that it was locked before.
  if (account.count < MOST || account.window_ends === account.locked_until) return false
  const until = now + LOCK
  writeRow(sql, key, key.account, {
    count: account.count,
    window_ends: until,
    locked_until: until,
  })
  return true
}

/**
 * The person has signed in: nothing of before counts. From a known browser only its own attempts
 * are forgotten, because those of strangers may be going on.
 */
export function forgetAttempts(sql: SqlStorage, key: AttemptKey, now: number): void {
  const subjects = isKnown(sql, key, now) ? [] : [key.account, nearOf(key)]
  for (const subject of [...subjects, deviceSubject(key)])
    sql.exec(
      'DELETE FROM password_attempts WHERE tenant_id = ? AND subject = ?',
      key.tenantId,
      subject,
    )
}

/** The attempts of this network at this account were none: the password was right. */
export function forgetNetwork(sql: SqlStorage, key: AttemptKey): void {
  sql.exec(
    'DELETE FROM password_attempts WHERE tenant_id = ? AND subject = ?',
    key.tenantId,
    nearOf(key),
  )
}

/** Forgets whatever was tried with an account, from wherever: its password is another one now. */
export function forgetAccount(sql: SqlStorage, tenantId: TenantId, account: string): void {
  sql.exec(
    // A subject is the account, or the account, a space and the network: and "!" comes next after
    // the space.
    `DELETE FROM password_attempts WHERE tenant_id = ?1 AND subject >= ?2 AND subject < ?2 || '!'`,
    tenantId,
    account,
  )
}

/**
 * Counts what may be asked for a number of times in a window that begins with the first; false when
 * it is one too many.
 */
export function withinQuota(
  sql: SqlStorage,
  {
    subject,
    now,
    ...key
  }: Pick<AttemptKey, 'tenantId'> & { readonly subject: string; readonly now: number },
  { most, window }: { readonly most: number; readonly window: number },
): boolean {
  const row = readRow(sql, key, subject, now)
  if (row.count >= most) return false
  const window_ends = row.count === 0 ? now + window : row.window_ends
  writeRow(sql, key, subject, { ...row, count: row.count + 1, window_ends })
  return true
}

/** Forgets attempts that no longer count. */
export const purgeAttempts = (sql: SqlStorage, now: number): void => {
  sql.exec('DELETE FROM password_attempts WHERE max(window_ends, locked_until) <= ?', now)
}

/** Removes links, proofs and enrolments that nobody can use again. */
export const purgeProofs = (sql: SqlStorage, now: number): void => {
  sql.exec('DELETE FROM password_links WHERE expires_at <= ?', now)
  sql.exec('DELETE FROM password_proofs WHERE expires_at <= ?', now)
  sql.exec('DELETE FROM enrolments WHERE expires_at <= ?', now)
}

const nearOf = ({ account, network }: AttemptKey): string => `${account} ${network}`
/** No network is called so: their MACs have no blank. */
const deviceSubject = ({ account, device = '' }: AttemptKey): string =>
  `${account} device ${device}`

const isKnown = (sql: SqlStorage, key: AttemptKey, now: number): boolean =>
  key.device !== undefined && readRow(sql, key, deviceSubject(key), now).count < MAX_OF_DEVICE

function waitAfter(count: number, now: number): AttemptRow {
  const wait = count < FREE ? 0 : Math.min(FIRST_WAIT * 2 ** (count - FREE), MAX_WAIT)
  return { count, window_ends: now + WINDOW, locked_until: wait === 0 ? 0 : now + wait }
}

const readRow = (
  sql: SqlStorage,
  { tenantId }: Pick<AttemptKey, 'tenantId'>,
  subject: string,
  now: number,
): AttemptRow =>
  firstRow<AttemptRow>(
    sql,
    `SELECT count, window_ends, locked_until FROM password_attempts
     WHERE tenant_id = ? AND subject = ? AND max(window_ends, locked_until) > ?`,
    tenantId,
    subject,
    now,
  ) ?? { count: 0, window_ends: now + WINDOW, locked_until: 0 }

const writeRow = (
  sql: SqlStorage,
  { tenantId }: Pick<AttemptKey, 'tenantId'>,
  subject: string,
  { count, window_ends, locked_until }: AttemptRow,
): void => {
  sql.exec(
    `INSERT OR REPLACE INTO password_attempts (tenant_id, subject, count, window_ends, locked_until)
     VALUES (?, ?, ?, ?, ?)`,
    tenantId,
    subject,
    count,
    window_ends,
    locked_until,
  )
}
