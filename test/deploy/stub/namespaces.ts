// Workers KV's part of the stub: namespaces by title.

import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Account, Namespace } from './account.ts'
import { answer, Refused } from './refusal.ts'

/** `/accounts/:account/storage/kv/namespaces`. */
export const namespaces = (account: Account): Hono =>
  new Hono()
    .get('/', (c) => {
      const page = Number(c.req.query('page') ?? 1)
      const size = Number(c.req.query('per_page') ?? 20)
      return answer(c, account.namespaces.slice((page - 1) * size, page * size), {
        result_info: { page, per_page: size, total_count: account.namespaces.length },
      })
    })
    .post('/', async (c) => {
      const { title } = await c.req.json<{ title?: string }>()
      if (title === undefined || title === '')
        throw new Refused(400, 10_011, 'could not parse title')
      if (account.namespaces.some((namespace) => namespace.title === title))
        throw new Refused(400, 10_014, 'a namespace with this account ID and title already exists')
      const made: Namespace = { id: randomUUID().replaceAll('-', ''), title }
      account.namespaces.push(made)
      return answer(c, made)
    })
