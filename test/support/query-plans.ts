// How D1 goes about the queries that a piece of code makes, by its own account.

import { env } from 'cloudflare:workers'

/** Runs `read` on D1 and answers the lines of EXPLAIN QUERY PLAN of every query that it made. */
export async function plansOf(read: (d1: D1Database) => Promise<unknown>): Promise<string> {
  const asked: D1PreparedStatement[] = []
  const explaining = new Proxy(env.DB, {
    get: (db, member) => {
      if (member !== 'prepare') return Reflect.get(db, member)
      return (sql: string) => ({
        bind: (...values: unknown[]) => {
          asked.push(db.prepare(`EXPLAIN QUERY PLAN ${sql}`).bind(...values))
          return db.prepare(sql).bind(...values)
        },
      })
    },
  })
  await read(explaining)
  const plans = await Promise.all(asked.map((query) => query.all<{ detail: string }>()))
  return plans.flatMap(({ results }) => results.map(({ detail }) => detail)).join('\n')
}
