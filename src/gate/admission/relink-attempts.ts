// Who came for a user with but old identities: the last one, under each IdP and kind of identity that governed. Once another
// came as well it is disputed, until an administrator forgets it or says which of them it is. Time ends neither: whoever
// waited for that would be a candidate of whom nothing is said.

import type { AdmissionRequest } from '../../login/ports.ts'
import { identityKindOf } from '../../tenants/connectors/relink.ts'
import type { ConnectorId, EventId, TenantId, UserId } from '../../tenants/ids.ts'
import { differInCaseAlone } from '../../tenants/letter-case.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'
import { firstRow } from '../tables/rows.ts'

export type AttemptRow = {
  idp_entity_id: string
  identity_kind: string
  source: string
  value: string
  event_id: EventId
  at: number
  disputed: number
  differs_in_case: 'identity' | 'email' | null
}

/** A user under what governs a connector. */
interface AttemptKey {
  readonly tenantId: TenantId
  readonly connectorId: ConnectorId
  readonly userId: UserId
  readonly idpEntityID: string
  readonly kind: string
}

/** A login that may be a user's. */
export type Attempt = Pick<AdmissionRequest, 'tenantId' | 'connectorId' | 'identity' | 'now'> & {
  readonly userId: UserId
}

/** The attempt that is noted for a user. */
export const findAttempt = (
  sql: SqlStorage,
  { tenantId, connectorId, userId, idpEntityID, kind }: AttemptKey,
): AttemptRow | undefined =>
  firstRow<AttemptRow>(
    sql,
    `SELECT * FROM relink_attempts
     WHERE tenant_id = ? AND connector_id = ? AND user_id = ? AND idp_entity_id = ? AND identity_kind = ?`,
    tenantId,
    connectorId,
    userId,
    idpEntityID,
    kind,
  )

/** Tells whether another identity came for the user: which of the two it is, nobody here can tell. */
export const isContested = (sql: SqlStorage, attempt: Attempt): boolean => {
  const before = findAttempt(sql, keyOf(attempt))
  return before !== undefined && contests(attempt, before)
}

/**
 * Notes an attempt. A flood of refusals of which few are recorded hides nobody: beyond those it costs a row when it says
 * something new, and its event may be one that was only counted. Must run inside a transaction.
 */
export function noteAttempt(
  sql: SqlStorage,
  attempt: Attempt & {
    readonly event: { readonly id: EventId }
    readonly recorded: boolean
    readonly differsInCase?: 'identity' | 'email' | undefined
  },
): void {
  const { tenantId, connectorId, userId, identity, now, event, recorded, differsInCase } = attempt
  const before = findAttempt(sql, keyOf(attempt))
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

/** Has the last one be the one who is meant, unless another came after that login. For the last transaction of a command. */
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

/** NameIDs of two formats are two identities: whoever may have the IdP choose the format would come a second time as the first. */
const contests = ({ identity }: Attempt, before: AttemptRow): boolean =>
  before.disputed === 1 || before.source !== identity.source || before.value !== identity.value

/**
 * The user may well sign in with an identity of this very IdP, in another format: then somebody else came, or the format changed.
 * One that differs in case alone is no other: it is what an administrator looks at.
 */
const holdsAnother = (
  sql: SqlStorage,
  { tenantId, connectorId, userId, identity }: Attempt,
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

const keyOf = ({ tenantId, connectorId, userId, identity }: Attempt): AttemptKey => ({
  tenantId,
  connectorId,
  userId,
  idpEntityID: identity.idpEntityID,
  kind: identityKindOf(identity.source),
})
