// Which connectors the people of an e-mail domain sign in with: one read of D1, remembered for seconds.

import { domainToUnicode } from 'node:url'
import { and, asc, eq, or, sql } from 'drizzle-orm'
import type { SignIn, SignIns } from '../../login/begin/find-sign-in.ts'
import type { Clock } from '../../login/clock-and-random.ts'
import { createIsolateCache } from '../isolate-cache.ts'
import { ask, type Database, openDatabase } from './database.ts'
import {
  connectors,
  domains,
  ssoKeys,
  tenants,
  connectorVersions as versions,
} from './schema/index.ts'

/** As long as a login configuration is gone by. */
const KNOWN_MS = 10_000
const REMEMBERED = 1_000
/** More than anybody would choose from; whoever does not find theirs has a link of the application. */
const MOST_CHOICES = 50

/** Implements the look-up. That a domain leads nowhere is remembered like anything else. */
export function createSignIns(deps: { readonly d1: D1Database; readonly clock: Clock }): SignIns {
  const db = openDatabase(deps.d1)
  const cache = createIsolateCache<readonly SignIn[]>({
    clock: deps.clock,
    ttl: KNOWN_MS,
    size: REMEMBERED,
  })
  return { findByDomain: (domain) => cache.get(domain, () => ask(selectSignIns(db, domain))) }
}

/** The statement: from the tenant that owns the domain, by indexes, to what governs production logins there and below. */
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
    .limit(MOST_CHOICES)

/** A version without a list lets every domain in; a list may name it in either form. */
const lets = (domain: string) => {
  const named = sql`SELECT value FROM json_each(${versions.settings}, '$.emailDomains')`
  return or(
    sql`NOT EXISTS (${named})`,
    sql`${domain} IN (${named})`,
    sql`${domainToUnicode(domain)} IN (${named})`,
  )
}
