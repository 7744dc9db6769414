// API keys in D1: only the hash of a secret is ever stored (I8).

import { and, asc, eq, isNull, lte, or } from 'drizzle-orm'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import { type ApiKey, TOUCH_MS } from '../../tenants/api-key.ts'
import type { ApiKeys } from '../../tenants/commands/ports.ts'
import { createMisses } from '../misses.ts'
import { recordChange } from './change-record.ts'
import { ask, openDatabase } from './database.ts'
import { afterPosition, toPage } from './pages.ts'
import { apiKeys } from './schema/index.ts'

/** Implements the API keys on D1. The secret's hash never comes back out. */
export function createApiKeys({
  d1,
  keyring,
  clock,
}: {
  readonly d1: D1Database
  readonly keyring: KeyRing
  readonly clock: () => number
}): ApiKeys {
  const db = openDatabase(d1)
  const unknown = createMisses(clock)
  return {
    async create(key, record) {
      const beside = await recordChange(db, keyring, record)
      await ask(db.batch([db.insert(apiKeys).values(key), ...beside]))
    },

    async list(page) {
      const rows = await ask(
        db
          .select()
          .from(apiKeys)
          .where(afterPosition(page, apiKeys.createdAt, apiKeys.id))
          .orderBy(asc(apiKeys.createdAt), asc(apiKeys.id))
          .limit(page.limit + 1),
      )
      return toPage(rows, page, {
        read: readApiKey,
        position: (row) => [row.createdAt, row.id],
      })
    },

    async find(id) {
      const row = await ask(db.select().from(apiKeys).where(eq(apiKeys.id, id)).get())
      return row && readApiKey(row)
    },

    async findBySecretHash(hash) {
      if (unknown.has(hash)) return undefined
      const row = await ask(db.select().from(apiKeys).where(eq(apiKeys.secretHash, hash)).get())
      if (row === undefined) unknown.note(hash)
      return row && readApiKey(row)
    },

    async touch(id, now) {
      const due = or(isNull(apiKeys.lastUsedAt), lte(apiKeys.lastUsedAt, now - TOUCH_MS))
      await ask(
        db
          .update(apiKeys)
          .set({ lastUsedAt: now })
          .where(and(eq(apiKeys.id, id), due)),
      )
    },

    async delete(id, record) {
      const beside = await recordChange(db, keyring, record)
      await ask(db.batch([db.delete(apiKeys).where(eq(apiKeys.id, id)), ...beside]))
    },
  }
}

function readApiKey({
  secretHash: _hash,
  tenantId,
  expiresAt,
  lastUsedAt,
  ...row
}: typeof apiKeys.$inferSelect): ApiKey {
  return {
    ...row,
    ...(tenantId === null ? {} : { tenantId }),
    ...(expiresAt === null ? {} : { expiresAt }),
    ...(lastUsedAt === null ? {} : { lastUsedAt }),
  }
}
