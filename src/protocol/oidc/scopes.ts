// Scopes and the claims they open (OpenID Connect Core §5.4). One table: discovery publishes it,
// the ID Token follows it.

/** Claims of every ID Token; those below are added by scope. */
export const ID_TOKEN_CLAIMS = [
  'iss',
  'sub',
  'aud',
  'exp',
  'iat',
  'auth_time',
  'nonce',
  'acr',
  'amr',
  'sid',
] as const

/**
 * Scope -> claims. `tenant_id`, `user_id`, `custom`, `roles`, `groups` and `concurrency` are ours,
 * the others of the standard.
 */
export const SCOPE_CLAIMS = {
  openid: ['tenant_id', 'tenant_name'],
  profile: ['name', 'given_name', 'family_name', 'nickname', 'updated_at', 'user_id', 'custom'],
  email: ['email'],
  roles: ['roles', 'groups', 'concurrency'],
} as const

export type Scope = keyof typeof SCOPE_CLAIMS
export type ScopedClaim = (typeof SCOPE_CLAIMS)[Scope][number]

/** The scopes in the order in which they are written. */
export const SCOPES: readonly Scope[] = ['openid', 'profile', 'email', 'roles']

/**
 * Reads a scope value: the known scopes, each once. Unknown ones are ignored (OpenID Connect Core
 * §3.1.2.1).
 */
export function readScope(text: string): readonly Scope[] {
  const asked = new Set(text.split(' '))
  return SCOPES.filter((scope) => asked.has(scope))
}
