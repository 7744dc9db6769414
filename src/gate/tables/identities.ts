// Who an IdP means: an identity belongs to one user of one connector.

import type { AdmissionRequest } from '../../login/ports.ts'
import type { User } from '../../tenants/user.ts'
import { findUser } from './find-user.ts'
import { firstRow } from './rows.ts'

/** The person of an identity, whatever the status. */
export function findByIdentity(
  sql: SqlStorage,
  {
    tenantId,
    connectorId,
    identity,
  }: Pick<AdmissionRequest, 'tenantId' | 'connectorId' | 'identity'>,
): User | undefined {
  const row = firstRow<{ user_id: string }>(
    sql,
    `SELECT user_id FROM identities
     WHERE tenant_id = ? AND connector_id = ? AND idp_entity_id = ? AND source = ? AND value = ?`,
    tenantId,
    connectorId,
    identity.idpEntityID,
    identity.source,
    identity.value,
  )
  return row && findUser(sql, tenantId, row.user_id)
}
