// The client authenticates at the token endpoint, in the one way it registered for (RFC 6749
// §3.2.1).

import { equalBytes } from '../../protocol/bytes/equal.ts'
import { sha256Hex } from '../../protocol/bytes/sha256.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import type { ClientCredentials } from '../../protocol/oidc/client-credentials.ts'
import type { OidcRefusal } from '../../protocol/oidc/oauth-refusals.ts'
import { ok, type Result, refuse } from '../../result.ts'
import type { Applications, RegisteredApplication } from '../../tenants/commands/ports.ts'
import { isId } from '../../tenants/ids.ts'
import type { Clock } from '../clock-and-random.ts'

export interface ClientDeps {
  readonly applications: Pick<Applications, 'find'>
  readonly clock: Clock
}

/**
 * Answers the application that the credentials prove; a public client proves nothing but its name.
 */
export async function authenticateClient(
  { applications, clock }: ClientDeps,
  credentials: ClientCredentials,
): Promise<Result<RegisteredApplication, OidcRefusal>> {
  const { clientId, method } = credentials
  const application = isId('app', clientId) ? await applications.find(clientId) : undefined
  if (application === undefined) return refuse({ code: 'oidc_client_unknown' })
  if (method !== application.tokenEndpointAuthMethod)
    return refuse({
      code: 'oidc_client_authentication_method_mismatch',
      expected: application.tokenEndpointAuthMethod,
    })
  if (credentials.method === 'none') return ok(application)
  const hash = encodeUtf8(await sha256Hex(credentials.clientSecret))
  const { secretHash = '', previousSecret: previous } = application
  const taken = previous && clock() < previous.until ? [secretHash, previous.hash] : [secretHash]
  return taken.some((known) => equalBytes(hash, encodeUtf8(known)))
    ? ok(application)
    : refuse({ code: 'oidc_client_secret_mismatch' })
}
