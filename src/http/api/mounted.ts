// The API as the shell mounts it: with the id of the request, and what writes its reference.

import { Hono } from 'hono'
import type { AdministrationDeps } from '../deps.ts'
import type { Mounted } from '../lazily.ts'
import { api } from './api.ts'

/**
 * Mounts the API at /api/v1. What an answer refers to goes back to the shell, which names it in the
 * headers.
 */
export const mountApi = (deps: AdministrationDeps): Hono<Mounted> =>
  new Hono<Mounted>()
    .use(async (c, next) => {
      const { shell } = c.env
      c.set('requestId', shell.get('requestId'))
      c.set('refer', shell.get('refer'))
      await next()
      shell.set('requestId', c.get('requestId'))
    })
    .route('/api/v1', api(deps))
