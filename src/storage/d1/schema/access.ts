// Who may call the configuration API.

import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ApiKeyId } from '../../../tenants/ids.ts'

export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text().$type<ApiKeyId>().primaryKey(),
    name: text().notNull(),
    /** SHA-256 of the secret, lower-case hex (I8). */
    secretHash: text('secret_hash').notNull().unique('api_keys_secret_hash'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('api_keys_by_creation').on(t.createdAt, t.id)],
)
