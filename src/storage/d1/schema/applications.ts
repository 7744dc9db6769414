// Applications and the tenants that are granted them.

import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { TokenEndpointAuthMethod } from '../../../tenants/application.ts'
import type { ApplicationId, TenantId } from '../../../tenants/ids.ts'
import type { Environment } from '../../../tenants/sso-key.ts'

/** Applications: the configuration API writes them, not a gate. */
export const applications = sqliteTable(
  'applications',
  {
    id: text().$type<ApplicationId>().primaryKey(),
    name: text().notNull(),
    landingUrl: text('landing_url').notNull(),
    environment: text().$type<Environment>().notNull().default('production'),
    redirectUris: text('redirect_uris', { mode: 'json' }).$type<readonly string[]>().notNull(),
    tokenEndpointAuthMethod: text('token_endpoint_auth_method')
      .$type<TokenEndpointAuthMethod>()
      .notNull(),
    /** SHA-256 of the client secret, lower-case hex (I8); null for a public client. */
    secretHash: text('secret_hash'),
    createdAt: integer('created_at').notNull(),
    returnUrls: text('return_urls', { mode: 'json' }).$type<readonly string[]>(),
    /** Taken beside the present one until then. */
    previousSecretHash: text('previous_secret_hash'),
    previousSecretUntil: integer('previous_secret_until'),
    /**
     * Counts every change; `published` is the one that KV has a copy of, or negative since when one
     * is on its way.
     */
    changes: integer().notNull().default(1),
    published: integer().notNull().default(1),
    /** Counts the changes that gates have to hear of. */
    revision: integer().notNull().default(1),
  },
  (t) => [index('applications_by_creation').on(t.createdAt, t.id)],
)

/**
 * Tenants that an application is granted. An older `revision` than the application's: its gate has
 * yet to be notified.
 *
 * Written with the application, then by commands.
 */
export const applicationGrants = sqliteTable(
  'application_grants',
  {
    applicationId: text('application_id')
      .$type<ApplicationId>()
      .notNull()
      .references(() => applications.id),
    tenantId: text('tenant_id').$type<TenantId>().notNull(),
    revision: integer().notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.applicationId, t.tenantId] }),
    index('application_grants_by_tenant').on(t.tenantId),
    index('application_grants_by_revision').on(t.applicationId, t.revision),
  ],
)
