// Set-up links, as the gates' commands record them.

import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Actor } from '../../../tenants/commands/envelope.ts'
import type { ConnectorId, SetupLinkId, TenantId } from '../../../tenants/ids.ts'
import type { SetupTask } from '../../../tenants/setup-links/setup-link.ts'
import { tenants } from './configuration.ts'

/** Set-up links, for lists, and to find the tenant of a token: commands write them. */
export const setupLinks = sqliteTable(
  'setup_links',
  {
    id: text().$type<SetupLinkId>().primaryKey(),
    tenantId: text('tenant_id')
      .$type<TenantId>()
      .notNull()
      .references(() => tenants.id),
    /** SHA-256 of the token, lower-case hex (I8). */
    tokenHash: text('token_hash').notNull().unique('setup_links_token_hash'),
    tasks: text({ mode: 'json' }).$type<readonly SetupTask[]>().notNull(),
    /** It outlives its connector, and opens nothing then. */
    connectorId: text('connector_id').$type<ConnectorId>(),
    mayActivate: integer('may_activate', { mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
    createdBy: text('created_by', { mode: 'json' }).$type<Actor>().notNull(),
    firstUseUntil: integer('first_use_until').notNull(),
    firstOpenedAt: integer('first_opened_at'),
    lastOpenedAt: integer('last_opened_at'),
    openedTimes: integer('opened_times').notNull().default(0),
    doneAt: integer('done_at'),
    revokedAt: integer('revoked_at'),
  },
  (t) => [index('setup_links_by_creation').on(t.tenantId, t.createdAt, t.id)],
)
