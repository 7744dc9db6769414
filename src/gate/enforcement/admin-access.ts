// How administrators get in: through SSO, by a password, or by a password with a recovery code of
// the tenant. What ends by itself (break-glass, an exemption with a date) is none that anybody
// could rely on.

import type { EnforcementMode } from '../../tenants/enforcement.ts'
import type { TenantId, UserId } from '../../tenants/ids.ts'
import { listPasswordAdministrators } from '../tables/administrators.ts'
import { findUser } from '../tables/find-user.ts'
import { hasConsent, modeOf, policyTenant } from './enforcement.ts'
import { findPasswordBar, mayRecover } from './policy.ts'
import { holdsConnector, holdsLink, holdsProof } from './sso-ways.ts'

/** The ways into a tenant that one of its active administrators has at least. */
export interface AdminAccess {
  readonly mode: EnforcementMode
  /** An open connector, whoever may use it. */
  readonly connector: boolean
  /** An open connector that an administrator is linked to. */
  readonly link: boolean
  /** An open connector through which an administrator has come in, as it is now. */
  readonly proof: boolean
  /** A password that is taken, alone or with what else its owner has. */
  readonly password: boolean
  /** The operator gives their word for a way back, as long as passwords are switched off. */
  readonly vouched: boolean
}

/**
 * What a change would take: the last way through SSO or the last one beside it while both have to
 * be there, or every way.
 */
export type LostAccess = 'sso' | 'password' | 'every'

/** When whatever has a date is over. */
const EVENTUALLY = Number.POSITIVE_INFINITY

/** Reads the ways into a tenant. */
export const readAdminAccess = (sql: SqlStorage, tenantId: TenantId, now: number): AdminAccess => ({
  mode: modeOf(sql, tenantId),
  connector: holdsConnector(sql, tenantId),
  link: holdsLink(sql, tenantId),
  proof: holdsProof(sql, tenantId),
  password: holdsPassword(sql, tenantId),
  vouched: hasConsent(sql, policyTenant(sql, tenantId), now),
})

/** Tells whether an administrator other than this one has a way in. */
export const othersGetIn = (sql: SqlStorage, tenantId: TenantId, userId: UserId): boolean =>
  holdsLink(sql, tenantId, userId) || holdsPassword(sql, tenantId, userId)

/** What is lost between two states of a tenant. */
export function findLostAccess(before: AdminAccess, after: AdminAccess): LostAccess | undefined {
  if (after.mode !== 'off') {
    if (before.proof ? !after.proof : before.connector && !after.connector) return 'sso'
    const [had, has] = [before, after].map(({ password, vouched }) => password || vouched)
    return before.mode !== 'off' && had && !has ? 'password' : undefined
  }
  if (after.password) return undefined
  // Whoever has to do without passwords from now on must have proven that they can.
  if (before.password) return after.proof ? undefined : 'every'
  const [had, has] = [before, after].map(({ link, proof }) => link || proof)
  return had && !has ? 'every' : undefined
}

function holdsPassword(sql: SqlStorage, tenantId: TenantId, except?: UserId): boolean {
  return listPasswordAdministrators(sql, tenantId)
    .filter((userId) => userId !== except)
    .some((userId) => {
      const user = findUser(sql, tenantId, userId)
      const bar = user && findPasswordBar(sql, user, EVENTUALLY)
      return user && (bar === undefined || mayRecover(sql, user, bar))
    })
}
