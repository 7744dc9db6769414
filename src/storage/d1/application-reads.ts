// What is read of applications in D1: by administrators, and by the work that a change left to do.

import { and, asc, eq, lt, sql } from 'drizzle-orm'
import type { RecordedApplication } from '../../tenants/application.ts'
import type { Applications } from '../../tenants/commands/ports.ts'
import { ask, type Database } from './database.ts'
import { afterPosition, toPage } from './pages.ts'
import { readRegistered } from './registered-application.ts'
import { applications, applicationGrants as grants } from './schema/index.ts'

/** Reads applications for administrators. */
export function administeredApplications(
  db: Database,
): Pick<Applications, 'read' | 'list' | 'listGranted'> {
  return {
    async read(id) {
      const rows = await ask(db.select().from(applications).where(eq(applications.id, id)))
      return (await ask(withGrants(db, rows)))[0]
    },

    async list(page) {
      const rows = await ask(
        db
          .select()
          .from(applications)
          .where(afterPosition(page, applications.createdAt, applications.id))
          .orderBy(asc(applications.createdAt), asc(applications.id))
          .limit(page.limit + 1),
      )
      return toPage(await ask(withGrants(db, rows)), page, {
        read: (application) => application,
        position: ({ createdAt, id }) => [createdAt, id],
      })
    },

    listGranted: (tenantId) =>
      ask(
        db
          .select({
            id: applications.id,
            name: applications.name,
            landingUrl: applications.landingUrl,
            environment: applications.environment,
          })
          .from(grants)
          .innerJoin(applications, eq(applications.id, grants.applicationId))
          .where(eq(grants.tenantId, tenantId))
          .orderBy(asc(applications.createdAt), asc(applications.id)),
      ),
  }
}

/** Lists what changes have left to do. */
export function dueApplications(
  db: Database,
): Pick<Applications, 'listUnpublished' | 'listBehind'> {
  return {
    async listUnpublished(limit) {
      const rows = await ask(
        db
          .select({ id: applications.id })
          .from(applications)
          .where(lt(applications.published, applications.changes))
          .limit(limit),
      )
      return rows.map(({ id }) => id)
    },

    listBehind: (limit, id) =>
      ask(
        db
          .select({ applicationId: grants.applicationId, tenantId: grants.tenantId })
          .from(applications)
          .innerJoin(
            grants,
            and(
              eq(grants.applicationId, applications.id),
              lt(grants.revision, applications.revision),
            ),
          )
          .where(id === undefined ? undefined : eq(applications.id, id))
          .limit(limit),
      ),
  }
}

type Row = typeof applications.$inferSelect

async function withGrants(
  db: Database,
  rows: readonly Row[],
): Promise<readonly RecordedApplication[]> {
  // One JSON parameter: a statement of D1 takes no more than 100.
  const ids = JSON.stringify(rows.map((row) => row.id))
  const held = await db
    .select()
    .from(grants)
    .where(sql`${grants.applicationId} IN (SELECT value FROM json_each(${ids}))`)
  return rows.map((row) => {
    const { secretHash: _hash, previousSecret: _previous, ...application } = readRegistered(row)
    const own = held.filter(({ applicationId }) => applicationId === row.id)
    return {
      ...application,
      tenantIds: own.map(({ tenantId }) => tenantId),
      changes: row.changes,
      tenantsBehind: own.filter(({ revision }) => revision < row.revision).length,
    }
  })
}
