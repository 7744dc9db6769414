// The read behind `/login`: from an e-mail domain to the connectors of its people.

import { domainToUnicode } from 'node:url'
import { and, asc, eq, or, sql } from 'drizzle-orm'
import type { SignIn } from '../../login/begin/find-sign-in.ts'
import { ask, type Database, openDatabase } from './database.ts'
import {
  connectors,
  domains,
  ssoKeys,
  tenants,
  connectorVersions as versions,
} from './schema/index.ts'

/**
 * More than anybody would choose from; whoever does not find theirs has a link of the application.
 */
const MAX_CHOICES = 50

/** Reads what governs production logins of a domain. */
export const readSignIns = (d1: D1Database, domain: string): Promise<readonly SignIn[]> =>
  ask(selectSignIns(openDatabase(d1), domain))

/**
 * The statement: from the tenant that owns the domain, by indexes, to what governs production
 * logins there and below.
 */
export const selectSignIns = (db: Database, domain: string) =>
  db
    .select({ ssoId: ssoKeys.id, connectorName: connectors.name, tenantName: tenants.name })
    .from(domains)
    .innerJoin(
      tenants,
      or(eq(tenants.id, domains.tenantId), eq(tenants.parentId, domains.tenantId)),
    )
    .innerJoin(connectors, eq(connectors.tenantId, tenants.id))
    .innerJoin(ssoKeys, eq(ssoKeys.id, connectors.ssoId))
    .innerJoin(
      versions,
      and(eq(versions.connectorId, connectors.id), eq(versions.hash, connectors.activeVersion)),
    )
    .where(
      and(
        eq(domains.domain, domain),
        // As the unique index of owners says it, so that it is used.
        sql`${domains.state} in ('verified', 'failing')`,
        eq(connectors.enabled, true),
        eq(ssoKeys.environment, 'production'),
        lets(domain),
      ),
    )
    .orderBy(asc(tenants.name), asc(connectors.name), asc(connectors.id))
    .limit(MAX_CHOICES)

/** A version without a list lets every domain in; a list may name it in either form. */
const lets = (domain: string) => {
  const named = sql`SELECT value FROM json_each(${versions.settings}, '$.emailDomains')`
  return or(
    sql`NOT EXISTS (${named})`,
    sql`${domain} IN (${named})`,
    sql`${domainToUnicode(domain)} IN (${named})`,
  )
}
