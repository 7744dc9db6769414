// Domains as D1 has them: for the API, and for the one question that no gate can answer alone,
// whose a domain is.

import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Domain } from '../../tenants/domain.ts'
import type { DomainId, TenantId } from '../../tenants/ids.ts'
import { ask, type Database, openDatabase } from './database.ts'
import { domains } from './schema/index.ts'

/** As the unique index says it, so that it is used. */
const OWNED = sql`state in ('verified', 'failing')`

/**
 * The root tenant that has proven that a domain (A-labels, lower case) is its own. One read, by
 * index.
 */
export async function findDomainOwner(
  d1: D1Database,
  domain: string,
): Promise<TenantId | undefined> {
  const owner = openDatabase(d1)
    .select({ tenantId: domains.tenantId })
    .from(domains)
    .where(and(eq(domains.domain, domain), OWNED))
  return (await ask(owner.get()))?.tenantId
}

/** Another tenant to which D1 gives one of these domains. */
export async function findOtherOwner(
  db: Database,
  tenantId: TenantId,
  names: readonly string[],
): Promise<TenantId | undefined> {
  // One JSON parameter: a statement of D1 takes no more than 100.
  const named = sql`${domains.domain} IN (SELECT value FROM json_each(${JSON.stringify(names)}))`
  const others = and(named, OWNED, ne(domains.tenantId, tenantId))
  const row = await ask(db.select({ tenantId: domains.tenantId }).from(domains).where(others).get())
  return row?.tenantId
}

/** The domains of a tenant, in order of creation. */
export async function listDomains(db: Database, tenantId: TenantId): Promise<readonly Domain[]> {
  const rows = await ask(
    db
      .select()
      .from(domains)
      .where(eq(domains.tenantId, tenantId))
      .orderBy(asc(domains.createdAt), asc(domains.id)),
  )
  return rows.map(readDomain)
}

/** A domain of the tenant. */
export async function findDomain(
  db: Database,
  tenantId: TenantId,
  id: DomainId,
): Promise<Domain | undefined> {
  const mine = and(eq(domains.tenantId, tenantId), eq(domains.id, id))
  const row = await ask(db.select().from(domains).where(mine).get())
  return row && readDomain(row)
}

function readDomain(row: typeof domains.$inferSelect): Domain {
  const { verifiedAt, checkedAt, failingSince, nextCheckAt: _due, ...domain } = row
  return {
    ...domain,
    ...(verifiedAt === null ? {} : { verifiedAt }),
    ...(checkedAt === null ? {} : { checkedAt }),
    ...(failingSince === null ? {} : { failingSince }),
  }
}
