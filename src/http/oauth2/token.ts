// POST /oauth2/token: an application asks for tokens by a grant (RFC 6749 §3.2, OpenID Connect Core
// §3.1.3).

import type { Context } from 'hono'
import { authenticateClient } from '../../login/oauth2/authenticate-client.ts'
import { grantTokens } from '../../login/oauth2/grant-tokens.ts'
import type { TokenResponse } from '../../login/oauth2/issue-tokens.ts'
import { readClientCredentials } from '../../protocol/oidc/client-credentials.ts'
import { type OidcRefusal, toOAuthError } from '../../protocol/oidc/oauth-refusals.ts'
import { readTokenParameters } from '../../protocol/oidc/token-request.ts'
import type { Result } from '../../result.ts'
import { logRefusal } from '../answer-refusal.ts'
import type { Deps } from '../deps.ts'
import { readForm } from '../read-form.ts'
import { refer } from '../reference.ts'

/**
 * Answers with tokens, or with an error as RFC 6749 §5.2 writes it. Nothing of either is stored by
 * anyone (§5.1).
 */
export const token = (deps: Deps) => async (c: Context) => {
  c.header('Cache-Control', 'no-store')
  c.header('Pragma', 'no-cache')
  // Applications that live in a browser ask from their own origin; no cookie is read here.
  c.header('Access-Control-Allow-Origin', '*')
  const issued = await issue(deps, c)
  if (issued.ok) return c.json(issued.value)

  logRefusal(issued.refusal, await refer(c, issued.refusal))
  const error = toOAuthError(issued.refusal)
  if (error.error !== 'invalid_client') return c.json(error, 400)
  c.header('WWW-Authenticate', `Basic realm="${deps.config.publicOrigin}"`)
  return c.json(error, 401)
}

async function issue(deps: Deps, c: Context): Promise<Result<TokenResponse, OidcRefusal>> {
  const form = await readForm(c.req.raw)
  if (!form.ok) return form
  const values = readTokenParameters(form.value)
  if (!values.ok) return values
  const credentials = readClientCredentials(c.req.header('Authorization'), values.value)
  if (!credentials.ok) return credentials
  const application = await authenticateClient(deps, credentials.value)
  return application.ok ? grantTokens(deps, application.value, values.value) : application
}
