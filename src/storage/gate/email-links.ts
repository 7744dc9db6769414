// Joining accounts by e-mail address (R52): where the connector wants it, and whoever runs the domain of the address is the
// tenant. Asked only when an identity is unknown and its address is somebody's.

import type { AdmissionRequest } from '../../login/ports.ts'
import { domainOfEmail } from '../../tenants/email-domain.ts'
import type { User } from '../../tenants/user.ts'
import { firstRow } from './rows.ts'
import { findUser } from './sessions.ts'
import { isVerifiedDomain } from './verified-domains.ts'

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
 * is another person, or comes back by a re-link. A connector that is no production one joins nobody: its IdP may be
 * anything, and the people are those of production.
 */
function findNamesake(
  sql: SqlStorage,
  { tenantId, connectorId, environment, linkByEmail }: AdmissionRequest,
  holder: string | undefined,
): User | undefined {
  if (linkByEmail !== true || environment !== 'production' || holder === undefined) return undefined
  const user = findUser(sql, tenantId, holder)
  if (user === undefined || user.status === 'inactive') return undefined
  const known = firstRow(
    sql,
    'SELECT 1 FROM identities WHERE tenant_id = ? AND user_id = ? AND connector_id = ? LIMIT 1',
    tenantId,
    user.id,
    connectorId,
  )
  return known ? undefined : user
}

function isOfOwnDomain(sql: SqlStorage, { tenantId, profile }: AdmissionRequest): boolean {
  const domain = profile.email === undefined ? undefined : domainOfEmail(profile.email)
  return domain !== undefined && isVerifiedDomain(sql, tenantId, domain)
}
