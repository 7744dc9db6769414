// The resolver of development: DNS over HTTPS as the Worker asks for it (RFC 8484), and the records
// of a made-up world, which `PUT /records/{name}` sets and `DELETE` takes away. They are kept in a
// file.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { Hono } from 'hono'
import { nameInQuery, writeTxtAnswer } from './write-txt-answer.ts'

const NAME_ERROR = 3

/** Builds the resolver. `file` keeps the records. */
export function createResolver(file: string): Hono {
  const records = new Map<string, string>(
    existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, 'utf8'))) : [],
  )
  const keep = () => writeFileSync(file, JSON.stringify(Object.fromEntries(records)))
  return new Hono()
    .post('/dns-query', async (c) => {
      const query = new Uint8Array(await c.req.arrayBuffer())
      const text = records.get(nameInQuery(query))
      const answer =
        text === undefined ? writeTxtAnswer(query, [], NAME_ERROR) : writeTxtAnswer(query, [text])
      return c.body(answer, 200, { 'content-type': 'application/dns-message' })
    })
    .get('/records', (c) => c.json(Object.fromEntries(records)))
    .put('/records/:name', async (c) => {
      records.set(c.req.param('name').toLowerCase(), (await c.req.text()).trim())
      keep()
      return c.body(null, 204)
    })
    .delete('/records/:name', (c) => {
      records.delete(c.req.param('name').toLowerCase())
      keep()
      return c.body(null, 204)
    })
}
