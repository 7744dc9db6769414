// Who may call the configuration API, what they changed, and what they were answered.

import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ApiScope } from '../../../tenants/api-key.ts'
import type { Actor } from '../../../tenants/commands/envelope.ts'
import type { Snapshot } from '../../../tenants/commands/snapshot.ts'
import type { ApiKeyId, AuditId, TenantId } from '../../../tenants/ids.ts'

/** Keys of the configuration API: the API itself writes them. */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    id: text().$type<ApiKeyId>().primaryKey(),
    name: text().notNull(),
    /** SHA-256 of the secret, lower-case hex (I8). */
    secretHash: text('secret_hash').notNull().unique('api_keys_secret_hash'),
    createdAt: integer('created_at').notNull(),
    scopes: text({ mode: 'json' })
      .$type<readonly ApiScope[]>()
      .notNull()
      .default(['read', 'configure', 'users', 'events']),
    /** The one tenant whose key it is, children included; null for a key of the deployment. */
    tenantId: text('tenant_id').$type<TenantId>(),
    expiresAt: integer('expires_at'),
    /** To the hour. */
    lastUsedAt: integer('last_used_at'),
  },
  (t) => [index('api_keys_by_creation').on(t.createdAt, t.id)],
)

/**
 * Every administrative change, written in the batch of the change. `seq` is the order in which D1
 * learned of it.
 *
 * Triggers of the migration refuse every UPDATE and DELETE. It refers to nothing: an entry outlives
 * what it reports.
 */
export const auditEntries = sqliteTable(
  'audit_entries',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().$type<AuditId>().notNull().unique('audit_entries_id'),
    tenantId: text('tenant_id').$type<TenantId>(),
    at: integer().notNull(),
    actorType: text('actor_type').$type<Actor['type']>().notNull(),
    /** The id of an API key or a user, the name of a part of the system; null for the operator. */
    actorId: text('actor_id'),
    action: text().notNull(),
    targetType: text('target_type').notNull(),
    targetId: text('target_id').notNull(),
    before: text({ mode: 'json' }).$type<Snapshot>(),
    after: text({ mode: 'json' }).$type<Snapshot>(),
    requestId: text('request_id').notNull(),
  },
  (t) => [
    index('audit_entries_by_tenant').on(t.tenantId, t.seq),
    index('audit_entries_by_target').on(t.targetId, t.seq),
  ],
)

/**
 * Sealed answers to creations under an Idempotency-Key, written in the batch of the creation and
 * kept for a day.
 *
 * The next such creation removes what has expired, and so does the schedule.
 */
export const idempotentAnswers = sqliteTable(
  'idempotent_answers',
  {
    /** The id of the API key, or `operator`: keys of two callers never meet. */
    owner: text().notNull(),
    /** SHA-256 of the Idempotency-Key, lower-case hex. */
    keyHash: text('key_hash').notNull(),
    /** SHA-256 of operation, path and body, lower-case hex. */
    fingerprint: text().notNull(),
    /** Sealed (I8): the answer to a creation may hold a secret. */
    sealedAnswer: text('sealed_answer').notNull(),
    at: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.owner, t.keyHash] }),
    index('idempotent_answers_by_age').on(t.at),
  ],
)
