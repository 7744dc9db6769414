// What another site makes a browser ask is refused: cookies would go along with it.

import type { Context } from 'hono'
import type { AdministrationDeps } from '../../deps.ts'
import type { ApiRefusal, Operation } from './operation.ts'
import { isJson } from './read-body.ts'

/**
 * Refuses what another site made the browser ask. A change names one of our origins, comes from a
 * page of ours as far as the browser says, and is JSON, which no form can send. Reading answers no
 * other site, but leaves traces in the audit log.
 */
export function checkOrigin(
  { config }: Pick<AdministrationDeps, 'config'>,
  { method }: Pick<Operation, 'method'>,
  c: Context,
): ApiRefusal | undefined {
  const site = c.req.header('Sec-Fetch-Site') ?? 'same-origin'
  if (method === 'GET')
    return site === 'same-origin' || site === 'none' ? undefined : { code: 'api_origin_foreign' }
  if (site !== 'same-origin' || !config.origins.includes(c.req.header('Origin') ?? ''))
    return { code: 'api_origin_foreign' }
  return isJson(c.req.raw) ? undefined : { code: 'api_body_not_json' }
}
