// Applications and the tenants that are granted them.

import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { TokenEndpointAuthMethod } from '../../../tenants/application.ts'
import type { ApplicationId, TenantId } from '../../../tenants/ids.ts'
import type { Environment } from '../../../tenants/sso-key.ts'

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
  },
  (t) => [index('applications_by_creation').on(t.createdAt, t.id)],
)

/** A grant outlives its tenant without effect: the ids of tenants are never used again. So deleting a tenant waits for none. */
export const applicationGrants = sqliteTable(
  'application_grants',
  {
    applicationId: text('application_id')
      .$type<ApplicationId>()
      .notNull()
      .references(() => applications.id),
    tenantId: text('tenant_id').$type<TenantId>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.applicationId, t.tenantId] }),
    index('application_grants_by_tenant').on(t.tenantId),
  ],
)
