// Where a person goes after a login: back to the application that asked, to the allowed address
// that was wanted, to the application that the connector's rules name, or to the page that offers
// them all.

import { isAllowedReturn } from '../../login/begin/return-to.ts'
import type { CompletedLogin } from '../../login/complete/completed-login.ts'
import { issueAuthorizationCode } from '../../login/oauth2/authorization-code.ts'
import type { Deps } from '../deps.ts'

/** The address of the redirect that ends a login. */
export async function destinationOf(
  deps: Deps,
  { open, handle, pending, landing }: Extract<CompletedLogin, { kind: 'admitted' }>,
): Promise<string> {
  const { oidc, returnTo } = pending
  if (oidc) return issueAuthorizationCode(deps, { open, gate: handle.gate, request: oidc })
  if (returnTo !== undefined && isAllowedReturn(returnTo, open.applications)) return returnTo
  return landing?.landingUrl ?? '/session'
}
