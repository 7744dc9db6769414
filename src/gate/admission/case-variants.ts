// Users whose identity differs from that of a login in the case of letters alone (R47). Such a
// login neither joins them nor makes a second user: an administrator confirms the re-link.

import type { AdmissionRequest } from '../../login/ports.ts'
import { differInCaseAlone, spellingsOf } from '../../tenants/letter-case.ts'

/**
 * The users with an identity of this connector, IdP and source that differs in case alone, each
 * once.
 */
export function listCaseVariants(
  sql: SqlStorage,
  {
    tenantId,
    connectorId,
    identity,
  }: Pick<AdmissionRequest, 'tenantId' | 'connectorId' | 'identity'>,
): readonly string[] {
  const { idpEntityID, source, value } = identity
  const rows = spellingsOf(value).flatMap((spelling) =>
    sql
      .exec<{ user_id: string; value: string }>(
        `SELECT user_id, value FROM identities INDEXED BY identities_any_case
         WHERE tenant_id = ? AND connector_id = ? AND idp_entity_id = ? AND source = ?
         AND value = ? COLLATE NOCASE LIMIT 20`,
        tenantId,
        connectorId,
        idpEntityID,
        source,
        spelling,
      )
      .toArray(),
  )
  const variants = rows.filter((row) => differInCaseAlone(row.value, value))
  return [...new Set(variants.map((row) => row.user_id))]
}
