// Joining accounts by e-mail address (R52): if the connector allows it, and the tenant has verified
// the domain of the address. Asked only if an identity is unknown and a user has its address.

import type { AdmissionRequest } from '../../login/ports.ts'
import { domainOfEmail } from '../../tenants/email-domain.ts'
import type { User } from '../../tenants/user.ts'
import { findUser } from '../tables/find-user.ts'
import { firstRow } from '../tables/rows.ts'
import { isVerifiedDomain } from '../tables/verified-domains.ts'

/** Finds the user to whom the e-mail address links a login with an unknown identity. */
export function findByEmail(
  sql: SqlStorage,
  request: AdmissionRequest,
  holder: string | undefined,
): User | undefined {
  const user = findNamesake(sql, request, holder)
  return user && isOfOwnDomain(sql, request) ? user : undefined
}

/** Why a login is refused whose e-mail address belongs to a user. */
export const emailRefusal = (
  sql: SqlStorage,
  request: AdmissionRequest,
  holder: string,
): 'login_email_taken' | 'login_email_domain_unverified' =>
  findNamesake(sql, request, holder) && !isOfOwnDomain(sql, request)
    ? 'login_email_domain_unverified'
    : 'login_email_taken'

/**
 * The user with the address who could be the person, if the domain is trusted. A user with an
 * identity at this connector is another person, or comes back by a re-link. Production and other
 * environments are never joined: anybody may run the IdP of a trial, which would then decide who a
 * user is in production.
 */
function findNamesake(
  sql: SqlStorage,
  { tenantId, connectorId, environment, linkByEmail }: AdmissionRequest,
  holder: string | undefined,
): User | undefined {
  if (linkByEmail !== true || environment !== 'production' || holder === undefined) return undefined
  const user = findUser(sql, tenantId, holder)
  if (user === undefined || user.status === 'inactive') return undefined
  // A deleted connector says nothing about its former users.
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
