// Claims to e-mail domains, as the gates' commands record them.

import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, unique, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { DomainState } from '../../../tenants/domain.ts'
import type { DomainId, TenantId } from '../../../tenants/ids.ts'
import { tenants } from './configuration.ts'

/**
 * Claims of root tenants to e-mail domains, and between gates the verdict on which tenant has a
 * domain: commands write them.
 */
export const domains = sqliteTable(
  'domains',
  {
    id: text().$type<DomainId>().primaryKey(),
    /** A root tenant. */
    tenantId: text('tenant_id')
      .$type<TenantId>()
      .notNull()
      .references(() => tenants.id),
    domain: text().notNull(),
    token: text().notNull(),
    state: text().$type<DomainState>().notNull(),
    verifiedAt: integer('verified_at'),
    checkedAt: integer('checked_at'),
    failingSince: integer('failing_since'),
    /**
     * When the record is looked for again; null where it need not be. A scheduled run leases it by
     * moving it on.
     */
    nextCheckAt: integer('next_check_at'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    unique('domains_claim').on(t.tenantId, t.domain),
    // Any number of tenants may claim a domain, and one has it: between gates this decides who was
    // first.
    uniqueIndex('domains_owner').on(t.domain).where(sql`state in ('verified', 'failing')`),
    index('domains_by_check').on(t.nextCheckAt),
  ],
)
