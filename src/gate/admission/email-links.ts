// Joining accounts by e-mail address (R52): where the connector wants it, and whoever runs the domain of the address is the
// tenant. Asked only when an identity is unknown and its address is somebody's.

import type { AdmissionRequest } from '../../login/ports.ts'
import { domainOfEmail } from '../../tenants/email-domain.ts'
import type { User } from '../../tenants/user.ts'
import { findUser } from '../tables/find-user.ts'
import { firstRow } from '../tables/rows.ts'
import { isVerifiedDomain } from '../tables/verified-domains.ts'

/** Whom a login with an unknown identity is taken for by its e-mail address. */
export function findByEmail(
  sql: SqlStorage,
  request: AdmissionRequest,
  holder: string | undefined,
): User | undefined {
  const user = findNamesake(sql, request, holder)
  return user && isOfOwnDomain(sql, request) ? user : undefined
}

/** Why a login is refused whose e-mail address is somebody's. */
export const emailRefusal = (
  sql: SqlStorage,
  request: AdmissionRequest,
  holder: string,
): 'login_email_taken' | 'login_email_domain_unverified' =>
  findNamesake(sql, request, holder) && !isOfOwnDomain(sql, request)
    ? 'login_email_domain_unverified'
    : 'login_email_taken'

/**
 * The user with the address who could be the person, if addresses of the domain say so. Who has an identity at this connector
 * is another person, or comes back by a re-link. People of production and of other environments are never joined: the IdP of a
 * trial may be anything, and would have a say in who somebody is in production.
 */
function findNamesake(
  sql: SqlStorage,
  { tenantId, connectorId, environment, linkByEmail }: AdmissionRequest,
  holder: string | undefined,
): User | undefined {
  if (linkByEmail !== true || environment !== 'production' || holder === undefined) return undefined
  const user = findUser(sql, tenantId, holder)
  if (user === undefined || user.status === 'inactive') return undefined
  // A connector that was deleted says nothing about anybody any more.
  const bound = firstRow(
    sql,
    `SELECT 1 FROM identities AS i
     JOIN connectors AS c ON c.connector_id = i.connector_id
       AND c.tenant_id IN (?1, (SELECT parent_id FROM tenants WHERE tenant_id = ?1))
     WHERE i.tenant_id = ?1 AND i.user_id = ?2
       AND (i.connector_id = ?3 OR json_extract(c.configuration, '$.ssoKey.environment') IS NOT 'production')
     LIMIT 1`,
    tenantId,
    user.id,
    connectorId,
  )
  return bound ? undefined : user
}

function isOfOwnDomain(sql: SqlStorage, { tenantId, profile }: AdmissionRequest): boolean {
  const domain = profile.email === undefined ? undefined : domainOfEmail(profile.email)
  return domain !== undefined && isVerifiedDomain(sql, tenantId, domain)
}
