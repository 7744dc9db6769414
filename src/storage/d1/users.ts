// Lists of people and the search for them, by index alone: whatever is searched for, a tenant of
// many thousand people costs what a small one does.

import { and, asc, eq, gt, gte, lt, sql } from 'drizzle-orm'
import { emailKey } from '../../tenants/email-address.ts'
import type { TenantId } from '../../tenants/ids.ts'
import type { Listed, Page } from '../../tenants/page.ts'
import type { UserFilter } from '../../tenants/people.ts'
import type { User } from '../../tenants/user.ts'
import { ask, type Database } from './database.ts'
import { afterPosition, toPage } from './pages.ts'
import { users } from './schema/index.ts'

type Row = typeof users.$inferSelect

/** Behind every character that an e-mail address may hold. */
const LAST = '\u{10ffff}'

/** A page of a tenant's people. */
export function listUsers(
  db: Database,
  tenantId: TenantId,
  { filter, page }: { readonly filter: UserFilter; readonly page: Page },
): Promise<Listed<User>> {
  const wanted = and(
    eq(users.tenantId, tenantId),
    filter.externalId === undefined ? undefined : eq(users.externalId, filter.externalId),
    filter.userId === undefined ? undefined : eq(users.userId, filter.userId),
    filter.status && eq(users.status, filter.status),
  )
  const exact = filter.externalId !== undefined || filter.userId !== undefined
  return filter.emailPrefix === undefined
    ? byCreation(db, wanted, { page, exact })
    : byEmail(db, wanted, { prefix: emailKey(filter.emailPrefix), page })
}

async function byCreation(
  db: Database,
  wanted: ReturnType<typeof and>,
  { page, exact }: { readonly page: Page; readonly exact: boolean },
): Promise<Listed<User>> {
  // The few that are found exactly are sorted: by the plus D1 does not read a whole tenant for the
  // sake of its order.
  const [at, id] = exact
    ? [sql`+${users.createdAt}`, sql`+${users.id}`]
    : [users.createdAt, users.id]
  const rows = await ask(
    db
      .select()
      .from(users)
      .where(and(wanted, afterPosition(page, at, id)))
      .orderBy(asc(at), asc(id))
      .limit(page.limit + 1),
  )
  return toPage(rows, page, { read: readUser, position: ({ createdAt, id }) => [createdAt, id] })
}

/** An address is one person's, so it says where a page ends, whoever is gone by then. */
async function byEmail(
  db: Database,
  wanted: ReturnType<typeof and>,
  { prefix, page }: { readonly prefix: string; readonly page: Page },
): Promise<Listed<User>> {
  const { limit, after } = page
  // Every address of the list begins with the prefix: a cursor that does not was edited.
  if (after !== undefined && !after.startsWith(prefix)) return { items: [] }
  const rows = await ask(
    db
      .select()
      .from(users)
      .where(
        and(
          wanted,
          after === undefined ? gte(users.emailKey, prefix) : gt(users.emailKey, after),
          lt(users.emailKey, prefix + LAST),
        ),
      )
      .orderBy(asc(users.emailKey))
      .limit(limit + 1),
  )
  const shown = rows.slice(0, limit)
  const next = rows.length > limit ? shown.at(-1)?.emailKey : undefined
  return { items: shown.map(readUser), ...(next ? { next } : {}) }
}

/** The person that a row says: an optional member is absent, never null. */
function readUser({ emailKey: _key, ...row }: Row): User {
  const members = Object.entries(row).filter(([, value]) => value !== null)
  // What may be null in the table is what a user may lack.
  return Object.fromEntries(members) as unknown as User
}
