// People as rows of D1: what lists and searches read, and how a password finds the tenants of its
// address.

import { sql as fragment, lte } from 'drizzle-orm'
import { emailKey } from '../../tenants/email-address.ts'
import type { User } from '../../tenants/user.ts'
import { inChunks } from './chunks.ts'
import type { Database } from './database.ts'
import { users } from './schema/index.ts'

/**
 * Writes people as they are now. Of two versions of a person the newer one stays, in whichever
 * order they arrive.
 */
export function upsertUsers(db: Database, people: readonly User[]) {
  return inChunks(latestOfEach(people), 18).map((chunk) =>
    db
      .insert(users)
      .values(chunk.map(withKey))
      .onConflictDoUpdate({
        target: [users.tenantId, users.id],
        set: {
          userId: fragment`excluded.user_id`,
          email: fragment`excluded.email`,
          firstName: fragment`excluded.first_name`,
          lastName: fragment`excluded.last_name`,
          nameAlias: fragment`excluded.name_alias`,
          roles: fragment`excluded.roles`,
          groups: fragment`excluded.groups`,
          concurrency: fragment`excluded.concurrency`,
          custom: fragment`excluded.custom`,
          status: fragment`excluded.status`,
          givenRoles: fragment`excluded.given_roles`,
          externalId: fragment`excluded.external_id`,
          emailKey: fragment`excluded.email_key`,
          hasPassword: fragment`excluded.has_password`,
          updatedAt: fragment`excluded.updated_at`,
        },
        // Rows leave the outbox in no particular order: an older profile never replaces a newer
        // one.
        setWhere: lte(users.updatedAt, fragment`excluded.updated_at`),
      }),
  )
}

/** The address as it is searched for. */
const withKey = (user: User) => ({
  ...user,
  emailKey: user.email === undefined ? null : emailKey(user.email),
})

/** One statement must not meet the same person twice: only the latest profile of each counts. */
function latestOfEach(people: readonly User[]): readonly User[] {
  const latest = new Map<string, User>()
  for (const user of people) {
    const known = latest.get(user.id)
    if (known === undefined || known.updatedAt <= user.updatedAt) latest.set(user.id, user)
  }
  return [...latest.values()]
}
