// Where an application's request begins once more, after a login that it began was refused.

import {
  type AuthorizationRequest,
  writeAuthorizationParameters,
} from '../protocol/oidc/authorization-request.ts'
import type { SsoId } from '../tenants/ids.ts'

/**
 * Writes the path of the same authorization request; undefined for one bound to a person by a hint,
 * which is not kept.
 */
export function authorizeUrl(request: AuthorizationRequest, ssoId: SsoId): string | undefined {
  if (request.subject !== undefined) return undefined
  const parameters = writeAuthorizationParameters(request)
  parameters.set('sso_id', ssoId)
  return `/oauth2/authorize?${parameters}`
}
