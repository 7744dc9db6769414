// The last refused login that may belong to a user with only old identities, for each IdP and kind
// of identity that was active. A second one with another identity disputes it, until an
// administrator forgets it or names one of the two. Time ends neither: an attacker would only have
// to wait.

import type { AdmissionRequest } from '../../login/ports.ts'
import { identityKindOf } from '../../tenants/connectors/relink.ts'
import type { ConnectorId, EventId, TenantId, UserId } from '../../tenants/ids.ts'
import { differInCaseAlone } from '../../tenants/letter-case.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'
import { firstRow } from '../tables/rows.ts'

export type ClaimRow = {
  idp_entity_id: string
  identity_kind: string
  source: string
  value: string
  event_id: EventId
  at: number
  disputed: number
  differs_in_case: 'identity' | 'email' | null
}

/** A user at a connector, under the IdP and kind of identity that are active. */
interface AttemptKey {
  readonly tenantId: TenantId
  readonly connectorId: ConnectorId
  readonly userId: UserId
  readonly idpEntityID: string
  readonly kind: string
}

/** A login that may belong to a user. */
export type RelinkClaim = Pick<
  AdmissionRequest,
  'tenantId' | 'connectorId' | 'identity' | 'now'
> & {
  readonly userId: UserId
}

/** Finds the attempt that is noted for a user. */
export const findClaim = (
  sql: SqlStorage,
  { tenantId, connectorId, userId, idpEntityID, kind }: AttemptKey,
): ClaimRow | undefined =>
  firstRow<ClaimRow>(
    sql,
    `SELECT * FROM relink_attempts
     WHERE tenant_id = ? AND connector_id = ? AND user_id = ? AND idp_entity_id = ? AND identity_kind = ?`,
    tenantId,
    connectorId,
    userId,
    idpEntityID,
    kind,
  )

/**
 * Whether another identity has claimed the user too. The gate cannot tell which of the two is
 * right.
 */
export const isContested = (sql: SqlStorage, attempt: RelinkClaim): boolean => {
  const before = findClaim(sql, keyOf(attempt))
  return before !== undefined && contests(attempt, before)
}

/**
 * Notes an attempt. A flood of refusals hides none: beyond the recorded ones an attempt costs a row
 * only if it says something new, and its event may be one that was only counted. Must run inside a
 * transaction.
 */
export function noteAttempt(
  sql: SqlStorage,
  attempt: RelinkClaim & {
    readonly event: { readonly id: EventId }
    readonly recorded: boolean
    readonly differsInCase?: 'identity' | 'email' | undefined
  },
): void {
  const { tenantId, connectorId, userId, identity, now, event, recorded, differsInCase } = attempt
  const before = findClaim(sql, keyOf(attempt))
  const disputed = before ? contests(attempt, before) : holdsAnother(sql, attempt)
  if (before && !recorded && disputed === (before.disputed === 1)) return
  sql.exec(
    `INSERT OR REPLACE INTO relink_attempts
       (tenant_id, connector_id, user_id, idp_entity_id, identity_kind, source, value, event_id, at, disputed,
        differs_in_case)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    tenantId,
    connectorId,
    userId,
    identity.idpEntityID,
    identityKindOf(identity.source),
    identity.source,
    identity.value,
    event.id,
    now,
    disputed ? 1 : 0,
    differsInCase ?? null,
  )
}

/**
 * Settles that the last attempt is the user's, unless another followed that login. For a command's
 * last transaction.
 */
export const settleDispute = (
  { tenantId, connectorId, userId, idpEntityID, kind }: AttemptKey,
  eventId: EventId,
): GateStatement =>
  gateStatement(
    `UPDATE relink_attempts SET disputed = 0
     WHERE tenant_id = ? AND connector_id = ? AND user_id = ? AND idp_entity_id = ? AND identity_kind = ?
     AND event_id = ?`,
    tenantId,
    connectorId,
    userId,
    idpEntityID,
    kind,
    eventId,
  )

/**
 * NameIDs of two formats are two identities: otherwise a user who can choose the format could pass
 * for another.
 */
const contests = ({ identity }: RelinkClaim, before: ClaimRow): boolean =>
  before.disputed === 1 || before.source !== identity.source || before.value !== identity.value

/**
 * Whether the user has an identity of this very IdP in another format: then another person came, or
 * the format changed. An identity that differs in case alone does not count: an administrator
 * decides about that.
 */
const holdsAnother = (
  sql: SqlStorage,
  { tenantId, connectorId, userId, identity }: RelinkClaim,
): boolean =>
  sql
    .exec<{ source: string; value: string }>(
      `SELECT source, value FROM identities
       WHERE tenant_id = ? AND user_id = ? AND connector_id = ? AND idp_entity_id = ?`,
      tenantId,
      userId,
      connectorId,
      identity.idpEntityID,
    )
    .toArray()
    .some(
      ({ source, value }) =>
        identityKindOf(source) === identityKindOf(identity.source) &&
        !(source === identity.source && differInCaseAlone(value, identity.value)),
    )

const keyOf = ({ tenantId, connectorId, userId, identity }: RelinkClaim): AttemptKey => ({
  tenantId,
  connectorId,
  userId,
  idpEntityID: identity.idpEntityID,
  kind: identityKindOf(identity.source),
})
