// What an application is told about a person, scope by scope.

import { readScope, SCOPE_CLAIMS, type ScopedClaim } from '../../protocol/oidc/scopes.ts'
import type { OpenSession } from '../session.ts'

/**
 * Writes the claims that the scopes open. A claim without a value is left out (OpenID Connect Core
 * §5.3.2). E-mail comes without `email_verified`: the address is what the IdP says.
 */
export function identityClaims(
  { user, tenantName }: OpenSession,
  scope: string,
): Readonly<Partial<Record<ScopedClaim, unknown>>> {
  const names = [user.firstName, user.lastName].filter((name) => name !== undefined)
  const claims: Readonly<Record<ScopedClaim, unknown>> = {
    tenant_id: user.tenantId,
    tenant_name: tenantName,
    name: names.length === 0 ? undefined : names.join(' '),
    given_name: user.firstName,
    family_name: user.lastName,
    nickname: user.nameAlias,
    updated_at: Math.floor(user.updatedAt / 1000),
    user_id: user.userId,
    custom: user.custom,
    email: user.email,
    roles: user.roles,
    groups: user.groups,
    concurrency: user.concurrency,
  }
  const opened = readScope(scope).flatMap((name): readonly ScopedClaim[] => SCOPE_CLAIMS[name])
  return Object.fromEntries(
    opened.map((name) => [name, claims[name]]).filter(([, value]) => value !== undefined),
  )
}
