// D1's part of the stub: databases by name, and SQL that really runs, in the D1 that workerd
// embeds.

import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Account, Database } from './account.ts'
import { answer, Refused } from './refusal.ts'

const JURISDICTIONS = ['eu', 'us', 'fedramp']

/** `/accounts/:account/d1/database`. */
export const databases = (account: Account): Hono =>
  new Hono()
    .get('/', (c) => {
      const name = c.req.query('name')
      const page = Number(c.req.query('page') ?? 1)
      const size = Number(c.req.query('per_page') ?? 100)
      const found = account.databases.filter(
        (database) => name === undefined || database.name.includes(name),
      )
      const result = found.slice((page - 1) * size, page * size)
      return answer(c, result, {
        result_info: { page, per_page: size, count: result.length, total_count: found.length },
      })
    })
    .post('/', async (c) => {
      const { name, jurisdiction = null } = await c.req.json<{
        name?: string
        jurisdiction?: string
      }>()
      if (name === undefined || !/^[a-z0-9][a-z0-9-_]{0,63}$/i.test(name))
        throw new Refused(400, 7400, 'Invalid property: name')
      if (jurisdiction !== null && !JURISDICTIONS.includes(jurisdiction))
        throw new Refused(400, 7400, 'Invalid property: jurisdiction')
      if (account.databases.some((database) => database.name === name))
        throw new Refused(400, 7502, `The database name ${name} already exists`)
      if (account.databases.length >= account.limits.databases)
        throw new Refused(400, 7406, 'The account has reached its limit of databases')
      const made: Database = { uuid: randomUUID(), name, jurisdiction }
      account.databases.push(made)
      return answer(c, made)
    })
    .get('/:id', (c) => answer(c, find(account, c.req.param('id'))))
    .post('/:id/query', async (c) => {
      const { uuid } = find(account, c.req.param('id'))
      const { sql } = await c.req.json<{ sql: string }>()
      account.statements.push(sql)
      try {
        return answer(c, await account.edge.runSql(uuid, sql))
      } catch (error) {
        throw new Refused(400, 7500, error instanceof Error ? error.message : String(error))
      }
    })

/** D1 is found by its id and by its name. */
function find({ databases }: Account, idOrName: string): Database {
  const found = databases.find(({ uuid, name }) => uuid === idOrName || name === idOrName)
  if (found === undefined)
    throw new Refused(404, 7404, `The database ${idOrName} could not be found`)
  return found
}
