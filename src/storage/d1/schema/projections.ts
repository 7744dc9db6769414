// Projections for lists and search, filled from the gates' outboxes. They refer to nothing and nothing is decided by
// them: a row may come late, twice, or after its tenant is gone.

import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { ConnectorId, EventId, SsoId, TenantId, UserId } from '../../../tenants/ids.ts'
import type { User } from '../../../tenants/user.ts'

export const users = sqliteTable(
  'users',
  {
    tenantId: text('tenant_id').$type<TenantId>().notNull(),
    id: text().$type<UserId>().notNull(),
    /** The product's own id for the person. */
    userId: text('user_id'),
    email: text(),
    firstName: text('first_name'),
    lastName: text('last_name'),
    nameAlias: text('name_alias'),
    roles: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
    groups: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
    concurrency: real(),
    status: text().$type<User['status']>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('users_by_email').on(t.tenantId, t.email),
  ],
)

export const loginEvents = sqliteTable(
  'login_events',
  {
    id: text().$type<EventId>().primaryKey(),
    tenantId: text('tenant_id').$type<TenantId>().notNull(),
    ssoId: text('sso_id').$type<SsoId>().notNull(),
    connectorId: text('connector_id').$type<ConnectorId>().notNull(),
    version: text().notNull(),
    outcome: text().$type<'admitted' | 'refused'>().notNull(),
    code: text(),
    userId: text('user_id').$type<UserId>(),
    at: integer().notNull(),
    ip: text(),
    userAgent: text('user_agent'),
  },
  (t) => [index('login_events_by_time').on(t.tenantId, t.at)],
)
