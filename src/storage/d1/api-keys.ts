// API keys in D1: only the hash of a secret is ever stored (I8).

import { asc, eq } from 'drizzle-orm'
import type { ApiKeys } from '../../tenants/ports.ts'
import { ask, openDatabase } from './database.ts'
import { afterPosition, toPage } from './pages.ts'
import { apiKeys } from './schema/index.ts'

const SHOWN = { id: apiKeys.id, name: apiKeys.name, createdAt: apiKeys.createdAt }

/** Implements the API keys on D1. The secret's hash never comes back out. */
export function createApiKeys(d1: D1Database): ApiKeys {
  const db = openDatabase(d1)
  return {
    async create(key) {
      await ask(db.insert(apiKeys).values(key))
    },

    async list(page) {
      const rows = await ask(
        db
          .select(SHOWN)
          .from(apiKeys)
          .where(afterPosition(page, apiKeys.createdAt, apiKeys.id))
          .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id))
          .limit(page.limit + 1),
      )
      return toPage(rows, page, {
        read: (row) => row,
        position: (row) => [row.createdAt, row.id],
      })
    },

    async findBySecretHash(hash) {
      return ask(db.select(SHOWN).from(apiKeys).where(eq(apiKeys.secretHash, hash)).get())
    },

    async delete(id) {
      const gone = await ask(
        db.delete(apiKeys).where(eq(apiKeys.id, id)).returning({ id: apiKeys.id }),
      )
      return gone.length > 0
    },
  }
}
