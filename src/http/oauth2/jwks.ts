// GET /oauth2/jwks: the keys that our tokens verify with (RFC 7517 §5).

import type { Context } from 'hono'
import type { Deps } from '../deps.ts'

/** Serves the public keys. */
export const jwks = (deps: Deps) => async (c: Context) =>
  c.json({ keys: await deps.signingKeys.published() }, 200, {
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'public, max-age=300',
  })
