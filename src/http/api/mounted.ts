// The API as the shell mounts it: with the id of the request, and what writes its reference.

import type { Hono } from 'hono'
import type { AdministrationDeps } from '../deps.ts'
import type { Mounted } from '../routing/lazily.ts'
import { newApp } from '../routing/new-app.ts'
import { api } from './api.ts'

/**
 * Mounts the API at /api/v1. What an answer refers to goes back to the shell, which names it in the
 * headers.
 */
export const mountApi = (deps: AdministrationDeps): Hono<Mounted> =>
  newApp<Mounted>()
    .use(async (c, next) => {
      const { shell } = c.env
      c.set('requestId', shell.get('requestId'))
      c.set('refer', shell.get('refer'))
      await next()
      shell.set('requestId', c.get('requestId'))
    })
    .route('/api/v1', api(deps))
