// Projections for lists and search, filled from the gates' outboxes. They refer to nothing and
// nothing is decided by them: a row may come late, twice, or after its tenant is gone.

import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { DeploymentEvent, EventData, EventType } from '../../../tenants/events/events.ts'
import type { ConnectorId, EventId, SsoId, TenantId, UserId } from '../../../tenants/ids.ts'
import type { User } from '../../../tenants/user.ts'

/**
 * Users, for lists and search: commands write them in their own batch, and the outbox writes what
 * logins change.
 *
 * Nothing is decided by them, except which tenants are asked for the password of an address.
 */
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
    /** The tenant's own fields. */
    custom: text({ mode: 'json' }).$type<User['custom']>(),
    status: text().$type<User['status']>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** The product's id of a person that it created itself. */
    externalId: text('external_id'),
    givenRoles: text('given_roles', { mode: 'json' }).$type<readonly string[]>(),
    /** The e-mail address as it is compared (R47): what search begins with. */
    emailKey: text('email_key'),
    hasPassword: integer('has_password', { mode: 'boolean' }),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    index('users_by_external_id').on(t.tenantId, t.externalId),

    index('users_by_email_key').on(t.tenantId, t.emailKey),
    index('users_by_user_id').on(t.tenantId, t.userId),
    index('users_by_creation').on(t.tenantId, t.createdAt, t.id),
    // In all tenants: a person who signs in with a password says an address and no tenant.
    index('users_with_password').on(t.emailKey).where(sql`has_password = 1`),
    index('users_by_status').on(t.tenantId, t.status, t.createdAt, t.id),
  ],
)

/**
 * Events are logins but for a few: what is sought among these few has indexes that cost a login no
 * row.
 */
const NO_LOGIN = sql`type <> 'login.admitted'`

/** What a row that tells of many logins says of each: the rest is alike, and stands in the row. */
export type LoginInRow = Omit<DeploymentEvent, 'tenantId' | 'type'>

/**
 * The feed of what happened, in the order of `seq`: the outbox writes it, and a repeated id changes
 * nothing.
 *
 * `seq` is the order in which D1 learned of an event, and never given twice. The logins that a gate
 * reports at a time are one row for each tenant: it takes as many places, of which `seq` is the
 * last.
 */
export const events = sqliteTable(
  'events',
  {
    seq: integer().primaryKey({ autoIncrement: true }),
    id: text().$type<EventId>().notNull().unique('events_id'),
    tenantId: text('tenant_id').$type<TenantId>().notNull(),
    type: text().$type<EventType>().notNull(),
    at: integer().notNull(),
    connectorId: text('connector_id').$type<ConnectorId>(),
    ssoId: text('sso_id').$type<SsoId>(),
    userId: text('user_id').$type<UserId>(),
    code: text(),
    data: text({ mode: 'json' }).$type<EventData>().notNull(),
    /**
     * The newest first. Then `id` is what their ids begin with, `at` is the newest one's, and
     * nothing else is said of all.
     */
    logins: text({ mode: 'json' }).$type<readonly LoginInRow[]>(),
  },
  (t) => [
    index('events_by_tenant').on(t.tenantId, t.seq),
    index('events_by_type').on(t.tenantId, t.type, t.seq).where(NO_LOGIN),
    index('events_by_code').on(t.tenantId, t.code, t.seq).where(sql`code IS NOT NULL`),
  ],
)
