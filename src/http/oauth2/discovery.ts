// GET /.well-known/openid-configuration (OpenID Connect Discovery §4).

import type { Context } from 'hono'
import { providerMetadata } from '../../protocol/oidc/provider-metadata.ts'
import type { Deps } from '../deps.ts'

/** Serves the provider metadata. */
export const discovery = (deps: Deps) => (c: Context) =>
  c.json(providerMetadata(deps.config.publicOrigin), 200, {
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'public, max-age=300',
  })
