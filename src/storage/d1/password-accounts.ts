// In which tenants somebody with an e-mail address has a password: one read of D1, by an index that
// only such people are in.

import { and, asc, eq, sql } from 'drizzle-orm'
import type { GateAddress } from '../../tenants/tenant.ts'
import { gateOf, type Tenant } from '../../tenants/tenant.ts'
import { ask, type Database, openDatabase } from './database.ts'
import { tenants, users } from './schema/index.ts'

/** So many passwords of one address are tried, those of the oldest accounts. */
const MAX_TENANTS = 5

/** A tenant in which an address has a password. */
export interface PasswordAccount {
  readonly tenantId: Tenant['id']
  readonly gate: GateAddress
}

/** The tenants and their gates, the oldest account first. `email` as addresses are compared. */
export async function findPasswordAccounts(
  d1: D1Database,
  email: string,
): Promise<readonly PasswordAccount[]> {
  const found = await ask(selectPasswordAccounts(openDatabase(d1), email))
  return found.map(({ tenant: { id, parentId, region, jurisdiction } }) => ({
    tenantId: id,
    gate: gateOf({
      id,
      jurisdiction,
      ...(parentId === null ? {} : { parentId }),
      ...(region === null ? {} : { region }),
    }),
  }))
}

/** The statement. */
const selectPasswordAccounts = (db: Database, email: string) =>
  db
    .select({ tenant: tenants })
    .from(users)
    .innerJoin(tenants, eq(tenants.id, users.tenantId))
    // As the partial index says it, so that it is used.
    .where(and(eq(users.emailKey, email), sql`has_password = 1`))
    .orderBy(asc(users.createdAt), asc(users.id))
    .limit(MAX_TENANTS)
