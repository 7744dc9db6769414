// What is being set up: a factor that has not answered, or codes of which none was typed back. It
// belongs to the proof or the session that began it, so whoever else came as far as that, with a
// stolen password say, neither sees nor replaces it. One at a time, for ten minutes and five
// answers; then it is begun anew.

import { PROOF_LIFETIME } from '../../login/lifetimes.ts'
import type { TenantId, UserId } from '../../tenants/ids.ts'
import type { FactorKind } from '../../tenants/second-factor.ts'
import { firstRow } from '../tables/rows.ts'
import type { FactorOwner } from './second-factors.ts'

const MAX_TRIES = 5

/** Where something is set up: the id of a proof, or of a session. */
export interface EnrolmentKey {
  readonly tenantId: TenantId
  readonly begunBy: string
}

/** A row of `enrolments`. */
export type EnrolmentRow = {
  tenant_id: TenantId
  begun_by: string
  user_id: UserId
  /** Empty of codes. */
  factor_id: string
  kind: FactorKind | 'codes'
  name: string
  secret: string
  tries: number
}

/**
 * Has something wait for its confirmation, in the place of what waited there before. Must run
 * inside a transaction.
 */
export function holdEnrolment(
  sql: SqlStorage,
  { tenant_id, begun_by, user_id, factor_id, kind, name, secret }: Omit<EnrolmentRow, 'tries'>,
  now: number,
): void {
  sql.exec(
    `INSERT OR REPLACE INTO enrolments (tenant_id, begun_by, user_id, factor_id, kind, name, secret, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    tenant_id,
    begun_by,
    user_id,
    factor_id,
    kind,
    name,
    secret,
    now + PROOF_LIFETIME,
  )
}

/**
 * What waits there for an answer, which is counted before it is looked at. Belongs in one
 * transaction.
 */
export const countAnswer = (
  sql: SqlStorage,
  { tenantId, begunBy }: EnrolmentKey,
  now: number,
): EnrolmentRow | undefined =>
  firstRow<EnrolmentRow>(
    sql,
    `UPDATE enrolments SET tries = tries + 1
     WHERE tenant_id = ? AND begun_by = ? AND expires_at > ? AND tries < ? RETURNING *`,
    tenantId,
    begunBy,
    now,
    MAX_TRIES,
  )

/** Tells whether it may be answered once more. */
export const hasTriesLeft = ({ tries }: Pick<EnrolmentRow, 'tries'>): boolean => tries < MAX_TRIES

/** Takes what waits there, once; false when it waits no more. Must run inside a transaction. */
export const consumeEnrolment = (
  sql: SqlStorage,
  { tenant_id, begun_by, secret }: EnrolmentRow,
): boolean =>
  firstRow(
    sql,
    'DELETE FROM enrolments WHERE tenant_id = ? AND begun_by = ? AND secret = ? RETURNING 1',
    tenant_id,
    begun_by,
    secret,
  ) !== undefined

/**
 * Whoever stands between password and second factor, or sets something up, begins anew: what
 * protects the person is another now. Must run inside a transaction.
 */
export function endEnrolments(
  sql: SqlStorage,
  { tenantId, userId }: FactorOwner,
  now: number,
): void {
  sql.exec('DELETE FROM enrolments WHERE tenant_id = ? AND user_id = ?', tenantId, userId)
  sql.exec(
    'UPDATE password_proofs SET spent_at = ? WHERE tenant_id = ? AND user_id = ? AND spent_at IS NULL',
    now,
    tenantId,
    userId,
  )
}
