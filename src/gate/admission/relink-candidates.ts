// Users who may have to be re-linked: active ones whose identities at a connector are all of
// another IdP or kind than its active ones, and those whose e-mail address a refused login has
// brought since.

import {
  type IdentityKey,
  identityKindOfSource,
  type RelinkCandidate,
} from '../../tenants/connectors/relink.ts'
import type { ConnectorId, TenantId, UserId } from '../../tenants/ids.ts'
import type { Listed, Page } from '../../tenants/page.ts'
import { findLive, findTenant } from '../tables/configurations.ts'
import { type GateStatement, gateStatement } from '../tables/gate-statement.ts'
import { isConnectorOf } from '../tables/links.ts'
import { firstRow } from '../tables/rows.ts'
import { type ClaimRow, findClaim } from './relink-claims.ts'

/** The users of a tenant at a connector, under its active IdP and kind of identity. */
export interface RelinkScope {
  readonly tenantId: TenantId
  readonly connectorId: ConnectorId
  readonly idpEntityID: string
  /** `name_id`, or `attribute:{name}`. */
  readonly kind: string
}

/** The scope of a connector of the tenant or its parent; undefined before its first activation. */
export function findRelinkScope(
  sql: SqlStorage,
  tenantId: TenantId,
  connectorId: ConnectorId,
): RelinkScope | undefined {
  const parentId = findTenant(sql, tenantId)?.parentId
  const live =
    findLive(sql, tenantId, connectorId) ?? (parentId && findLive(sql, parentId, connectorId))
  if (live === undefined) return undefined
  const { idpEntityID, identitySource } = live.connector.settings
  return { tenantId, connectorId, idpEntityID, kind: identityKindOfSource(identitySource) }
}

const GOVERNED = `idp_entity_id = ?3 AND (source = ?4 OR ?4 = 'name_id' AND substr(source, 1, 8) = 'name_id:')`
const AT_CONNECTOR = 'tenant_id = ?1 AND user_id = users.user_id AND connector_id = ?2'
const ATTEMPTED = `${AT_CONNECTOR} AND idp_entity_id = ?3 AND identity_kind = ?4`
/** Sorts after every user id. */
const LAST = 'usr_~'
/**
 * How many users one page looks through: it may find few candidates, or none, and still continue.
 */
const LOOKED_THROUGH = 1_000
/** To count or confirm all, it reads every user of the tenant: only administrators ask. */
const CANDIDATES = `FROM users WHERE tenant_id = ?1 AND status = 'active' AND (
  EXISTS (SELECT 1 FROM identities WHERE ${AT_CONNECTOR})
    AND NOT EXISTS (SELECT 1 FROM identities WHERE ${AT_CONNECTOR} AND ${GOVERNED})
  OR EXISTS (SELECT 1 FROM relink_attempts WHERE ${ATTEMPTED}))`
const UNDISPUTED = `NOT EXISTS (SELECT 1 FROM relink_attempts WHERE ${ATTEMPTED} AND disputed = 1)`
/**
 * R47: a user who differs in case alone may be another person, so is not confirmed among others.
 */
const NOT_BY_CASE = `NOT EXISTS (
  SELECT 1 FROM relink_attempts WHERE ${ATTEMPTED} AND differs_in_case IS NOT NULL)`

const paramsOf = ({ tenantId, connectorId, idpEntityID, kind }: RelinkScope) =>
  [tenantId, connectorId, idpEntityID, kind] as const

/** A page of candidates, by id; undefined if the tenant has no part in the connector. */
export function listRelinkCandidates(
  sql: SqlStorage,
  { tenantId, connectorId }: Pick<RelinkScope, 'tenantId' | 'connectorId'>,
  { limit, after = '' }: Page,
): Listed<RelinkCandidate> | undefined {
  if (!isConnectorOf(sql, tenantId, connectorId)) return undefined
  const scope = findRelinkScope(sql, tenantId, connectorId)
  if (scope === undefined) return { items: [] }
  const boundary = findBoundary(sql, tenantId, after)
  const rows = sql
    .exec<CandidateRow>(
      `SELECT user_id, profile ->> 'email' AS email ${CANDIDATES}
       AND user_id > ?5 AND user_id <= ?6 ORDER BY user_id LIMIT ?7`,
      ...paramsOf(scope),
      after,
      boundary ?? LAST,
      limit + 1,
    )
    .toArray()
  const page = rows.slice(0, limit)
  const next = rows.length > limit ? page.at(-1)?.user_id : boundary
  return {
    items: page.map((row) => readCandidate(sql, scope, row)),
    ...(next === undefined ? {} : { next }),
  }
}

/** The last user that a page looks at, if there are more: logins wait while the gate reads. */
const findBoundary = (sql: SqlStorage, tenantId: TenantId, after: string): UserId | undefined =>
  firstRow<{ user_id: UserId }>(
    sql,
    'SELECT user_id FROM users WHERE tenant_id = ? AND user_id > ? ORDER BY user_id LIMIT 1 OFFSET ?',
    tenantId,
    after,
    LOOKED_THROUGH - 1,
  )?.user_id

/** Finds one candidate; undefined if the user is not a candidate. */
export function findCandidate(
  sql: SqlStorage,
  scope: RelinkScope,
  userId: UserId,
): RelinkCandidate | undefined {
  const row = firstRow<CandidateRow>(
    sql,
    `SELECT user_id, profile ->> 'email' AS email ${CANDIDATES} AND user_id = ?5`,
    ...paramsOf(scope),
    userId,
  )
  return row && readCandidate(sql, scope, row)
}

/** Counts the candidates that are undisputed and differ in more than case. */
export const countCandidates = (sql: SqlStorage, scope: RelinkScope): number =>
  firstRow<{ people: number }>(
    sql,
    `SELECT COUNT(*) AS people ${CANDIDATES} AND ${UNDISPUTED} AND ${NOT_BY_CASE}`,
    ...paramsOf(scope),
  )?.people ?? 0

/** Confirms one candidate, or all that are undisputed and differ in more than case. */
export const confirmCandidates = (
  scope: RelinkScope,
  confirmedUntil: number,
  userId?: UserId,
): GateStatement =>
  gateStatement(
    `INSERT OR REPLACE INTO relinks (tenant_id, connector_id, user_id, idp_entity_id, identity_kind, expires_at)
     SELECT tenant_id, ?2, user_id, ?3, ?4, ?5 ${CANDIDATES}
     AND ${UNDISPUTED} AND (user_id = ?6 OR ?6 IS NULL AND ${NOT_BY_CASE})`,
    ...paramsOf(scope),
    confirmedUntil,
    userId ?? null,
  )

type CandidateRow = { user_id: UserId; email: string | null }

function readCandidate(
  sql: SqlStorage,
  scope: RelinkScope,
  { user_id: userId, email }: CandidateRow,
): RelinkCandidate {
  const { tenantId, connectorId, idpEntityID, kind } = scope
  const old = sql
    .exec<{ idp_entity_id: string; source: string }>(
      `SELECT DISTINCT idp_entity_id, source FROM identities
       WHERE tenant_id = ? AND user_id = ? AND connector_id = ?`,
      tenantId,
      userId,
      connectorId,
    )
    .toArray()
  const attempt = findClaim(sql, { ...scope, userId })
  const confirmed = firstRow<{ expires_at: number }>(
    sql,
    `SELECT expires_at FROM relinks WHERE tenant_id = ? AND connector_id = ? AND user_id = ?
     AND idp_entity_id = ? AND identity_kind = ?`,
    tenantId,
    connectorId,
    userId,
    idpEntityID,
    kind,
  )
  return {
    userId,
    ...(email === null ? {} : { email }),
    old: old.map(readKey),
    ...(attempt && { attempt: readClaim(attempt) }),
    ...(confirmed && { confirmedUntil: confirmed.expires_at }),
  }
}

const readKey = (row: { idp_entity_id: string; source: string }): IdentityKey => ({
  idpEntityID: row.idp_entity_id,
  source: row.source,
})

const readClaim = (row: ClaimRow) => ({
  ...readKey(row),
  eventId: row.event_id,
  at: row.at,
  disputed: row.disputed === 1,
  ...(row.differs_in_case === null ? {} : { differsInCase: row.differs_in_case }),
})
