// The ways into a tenant through SSO, as far as the gate can tell.

import type { TenantId, UserId } from '../../tenants/ids.ts'
import { firstRow } from '../tables/rows.ts'
import { NAMES_ADMINISTRATOR } from '../tables/user-tables.ts'

/**
 * Production connectors that let people of tenant ?1 in: its own and its root's. Activating one
 * took a passed test (I6).
 */
const OPEN_CONNECTORS = `connectors AS c WHERE c.enabled = 1 AND c.version IS NOT NULL
  AND json_extract(c.configuration, '$.ssoKey.environment') = 'production'
  AND c.tenant_id IN (?1, (SELECT parent_id FROM tenants WHERE tenant_id = ?1))`

/** Tells whether people can come in through SSO at all. */
export const holdsConnector = (sql: SqlStorage, tenantId: TenantId): boolean =>
  firstRow(sql, `SELECT 1 FROM ${OPEN_CONNECTORS} LIMIT 1`, tenantId) !== undefined

/** SQL: the row of `users` is an administrator's. */
export const IS_ADMIN = `EXISTS (SELECT 1 FROM json_each(users.profile, '$.roles') WHERE value = 'admin')`

/** Tells whether an active administrator, other than `except`, is linked to an open connector. */
export const holdsLink = (
  sql: SqlStorage,
  tenantId: TenantId,
  except: UserId | undefined = undefined,
): boolean =>
  firstRow(
    sql,
    `SELECT 1 FROM users INDEXED BY users_administrators CROSS JOIN links
       ON links.tenant_id = users.tenant_id AND links.user_id = users.user_id
     WHERE users.tenant_id = ?1 AND users.user_id IS NOT ?2 AND users.status = 'active'
     AND ${NAMES_ADMINISTRATOR} AND ${IS_ADMIN}
     AND EXISTS (SELECT 1 FROM ${OPEN_CONNECTORS} AND c.connector_id = links.connector_id)
     LIMIT 1`,
    tenantId,
    except ?? null,
  ) !== undefined

/** Tells whether a user has signed in through an open connector that they may still use. */
export const holdsOwnWay = (sql: SqlStorage, tenantId: TenantId, userId: UserId): boolean =>
  firstRow(
    sql,
    `SELECT 1 FROM links WHERE links.tenant_id = ?1 AND links.user_id = ?2
     AND EXISTS (SELECT 1 FROM identities AS known WHERE known.tenant_id = ?1
       AND known.user_id = ?2 AND known.connector_id = links.connector_id)
     AND EXISTS (SELECT 1 FROM ${OPEN_CONNECTORS} AND c.connector_id = links.connector_id)
     LIMIT 1`,
    tenantId,
    userId,
  ) !== undefined

/**
 * SQL: the connector would know the administrator of a login again: the IdP and the source of
 * identity are those that it had then, and the person may use it still.
 */
const KNOWS_AGAIN = `json_extract(c.configuration, '$.connector.settings.idpEntityID') = login.idp_entity_id
  AND (login.source IS NULL
    OR login.source = 'attribute:' || json_extract(c.configuration, '$.connector.settings.identitySource.name')
    OR (login.source LIKE 'name_id:%'
      AND json_extract(c.configuration, '$.connector.settings.identitySource.kind') = 'name_id'))
  AND (json_extract(c.configuration, '$.connector.settings.provisioning') IS NOT 'only_linked'
    OR EXISTS (SELECT 1 FROM links WHERE links.tenant_id = login.tenant_id
      AND links.user_id = login.user_id AND links.connector_id = login.connector_id))`

/** Tells whether an active administrator has signed in through an open connector, as it is now. */
export const holdsProof = (sql: SqlStorage, tenantId: TenantId, since = 0): boolean =>
  firstRow(
    sql,
    `SELECT 1 FROM admin_logins AS login
     JOIN users ON users.tenant_id = login.tenant_id AND users.user_id = login.user_id
     WHERE login.tenant_id = ?1 AND login.at >= ?2 AND users.status = 'active' AND ${IS_ADMIN}
     AND EXISTS (SELECT 1 FROM ${OPEN_CONNECTORS} AND c.connector_id = login.connector_id AND ${KNOWS_AGAIN})
     LIMIT 1`,
    tenantId,
    since,
  ) !== undefined
