// The grants of the token endpoint, one file each (RFC 6749 §4.5): a new one is a row here.

import type { OidcRefusal } from '../../protocol/oidc/oauth-refusals.ts'
import {
  type GrantType,
  readGrantType,
  type TokenParameters,
} from '../../protocol/oidc/token-request.ts'
import type { Result } from '../../result.ts'
import type { RegisteredApplication } from '../../tenants/commands/ports.ts'
import { authorizationCodeGrant } from './grants/authorization-code-grant.ts'
import type { Grant, GrantDeps } from './grants/grant.ts'
import type { TokenResponse } from './issue-tokens.ts'

const GRANTS: Readonly<Record<GrantType, Grant>> = {
  authorization_code: authorizationCodeGrant,
}

/** Issues tokens to an application that has authenticated, by the grant that it asks for. */
export async function grantTokens(
  deps: GrantDeps,
  application: RegisteredApplication,
  values: TokenParameters['values'],
): Promise<Result<TokenResponse, OidcRefusal>> {
  const type = readGrantType(values)
  return type.ok ? GRANTS[type.value](deps, application, values) : type
}
