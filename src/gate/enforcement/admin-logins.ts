// Which administrators came in through SSO: what enforcement rests on. A row is renewed once a day,
// so that a login that repeats costs nothing.

import type { AdmissionRequest } from '../../login/ports.ts'
import { ADMIN_ROLE } from '../../tenants/connectors/access-rules.ts'
import type { User } from '../../tenants/user.ts'

const DAY = 86_400_000

/** Remembers the login of an administrator. Belongs in the transaction that admits it. */
export function noteAdminLogin(
  sql: SqlStorage,
  { tenantId, connectorId, environment, identity, now }: AdmissionRequest,
  { id, roles }: User,
): void {
  if (environment !== 'production' || !roles.includes(ADMIN_ROLE)) return
  sql.exec(
    `INSERT INTO admin_logins (tenant_id, user_id, connector_id, at, idp_entity_id, source)
     VALUES (?1, ?2, ?3, ?4, ?5, ?7) ON CONFLICT DO UPDATE SET at = ?4, idp_entity_id = ?5, source = ?7
     WHERE at <= ?6 OR idp_entity_id IS NOT ?5 OR source IS NOT ?7`,
    tenantId,
    id,
    connectorId,
    now,
    identity.idpEntityID,
    now - DAY,
    identity.source,
  )
}
