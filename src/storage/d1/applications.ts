// Applications: D1 keeps the record, KV a copy for the edge, so that people reach an application while D1 is down. A copy
// is made of the record as it is, and made again when the record changed meanwhile; never by a read of the edge, which could
// bring a deleted application back.

import { and, asc, eq, gt, lt, sql } from 'drizzle-orm'
import type { Clock } from '../../login/clock-and-random.ts'
import { reaching } from '../../outage.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { RecordedApplication } from '../../tenants/application.ts'
import type {
  Applications,
  ChangeRecord,
  RegisteredApplication,
  RegisteredApplications,
} from '../../tenants/commands/ports.ts'
import type { ApplicationId } from '../../tenants/ids.ts'
import { copyKey } from '../kv/registered-applications.ts'
import { recordChange } from './change-record.ts'
import { ask, type Database, openDatabase } from './database.ts'
import { afterPosition, toPage } from './pages.ts'
import { readRegistered } from './registered-application.ts'
import { applications, applicationGrants as grants, tenants } from './schema/index.ts'

/** For so long a copy that somebody began may still arrive: more than a write of KV takes. */
const COPY_UNDERWAY = 60_000
/** Rows of grants in one statement: three of D1's 100 parameters each. */
const GRANTS_PER_INSERT = 30

/** Implements applications on D1 and KV. */
export function createApplications(input: {
  readonly d1: D1Database
  readonly kv: KVNamespace
  readonly keyring: KeyRing
  readonly clock: Clock
  /** What people who sign in are answered from, which hears of every change. */
  readonly registered: RegisteredApplications
}): Applications {
  const { kv, keyring, clock, registered } = input
  const db = openDatabase(input.d1)

  async function update(known: Known, columns: Columns, record: ChangeRecord): Promise<boolean> {
    const beside = await recordChange(db, keyring, record)
    const change = db
      .update(applications)
      .set({ ...columns, changes: nextAfter(known) })
      .where(eq(applications.id, known.id))
    try {
      await ask(db.batch([change, ...beside]))
    } catch (fault) {
      const now = await ask(changesOf(db, known.id))
      if (now?.changes !== known.changes) return false
      throw fault
    }
    registered.forget(known.id)
    return true
  }

  return {
    ...registered,
    async create(application, tenantIds, record) {
      const beside = await recordChange(db, keyring, record)
      await ask(insert(db, application, tenantIds, beside))
    },

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

    update: (known, change, record) =>
      update(known, { ...change, revision: sql`${applications.revision} + 1` }, record),

    rotateSecret(known, { secretHash, previousUntil }, record) {
      const columns = {
        secretHash,
        previousSecretHash: sql`${applications.secretHash}`,
        previousSecretUntil: previousUntil,
      }
      return update(known, columns, record)
    },

    async publish(id) {
      await publish({ db, kv, clock }, id)
      registered.forget(id)
    },

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

    async delete(id, record) {
      // The copy first: should D1 then fail, the application still exists, and the deletion can be asked for again. And last: of
      // one that was made meanwhile.
      const deleteCopy = () => reaching('KV', () => kv.delete(copyKey(id)))
      await deleteCopy()
      const beside = await recordChange(db, keyring, record)
      // Of tenants that are gone. Another grant, made a moment ago, breaks the foreign key: then it is to be taken back too.
      const left = and(
        eq(grants.applicationId, id),
        sql`${grants.tenantId} NOT IN (SELECT id FROM ${tenants})`,
      )
      await ask(
        db.batch([
          db.delete(grants).where(left),
          db.delete(applications).where(eq(applications.id, id)),
          ...beside,
        ]),
      )
      await deleteCopy()
      registered.forget(id)
    },
  }
}

interface Places {
  readonly db: Database
  readonly kv: KVNamespace
  readonly clock: Clock
}

type Row = typeof applications.$inferSelect
type Known = Pick<RecordedApplication, 'id' | 'changes'>
type Columns = Parameters<ReturnType<Database['update']>['set']>[0]

/** Null where somebody else was first: then the column's constraint undoes the whole batch. */
const nextAfter = ({ changes }: Known) =>
  sql`CASE WHEN ${applications.changes} = ${changes} THEN ${changes + 1} END`

const changesOf = (db: Database, id: ApplicationId) =>
  db
    .select({ changes: applications.changes })
    .from(applications)
    .where(eq(applications.id, id))
    .get()

/** The application with the grants that it is to have: a grant of revision 0 has reached no gate. */
function insert(
  db: Database,
  application: RegisteredApplication,
  tenantIds: RecordedApplication['tenantIds'],
  beside: Awaited<ReturnType<typeof recordChange>>,
) {
  const { previousSecret: _none, ...row } = application
  const wanted = tenantIds.map((tenantId) => ({ applicationId: row.id, tenantId, revision: 0 }))
  const chunks = []
  for (let at = 0; at < wanted.length; at += GRANTS_PER_INSERT)
    chunks.push(db.insert(grants).values(wanted.slice(at, at + GRANTS_PER_INSERT)))
  return db.batch([db.insert(applications).values({ ...row, published: 0 }), ...chunks, ...beside])
}

/**
 * Copies the record to KV. Whoever finds that it changed meanwhile copies it again, so the last copy is of the last change.
 * Who ends in between may have left an older one: so only who copies alone says that the copy is there. Others leave the
 * application on the list of those that have none, and it is copied again.
 */
async function publish({ db, kv, clock }: Places, id: ApplicationId): Promise<void> {
  for (;;) {
    const begun = -clock()
    const { published, changes } = applications
    const alone = gt(published, begun + COPY_UNDERWAY)
    const begin = db
      .update(applications)
      .set({
        published: sql`CASE WHEN ${alone} THEN ${begun} ELSE min(${published}, ${begun}) - 1 END`,
      })
      .where(eq(applications.id, id))
      .returning()
    const [row] = await ask(begin)
    if (row === undefined) return reaching('KV', () => kv.delete(copyKey(id)))
    await reaching('KV', () => kv.put(copyKey(id), JSON.stringify(readRegistered(row))))
    const end = db
      .update(applications)
      .set({
        published: sql`CASE WHEN ${published} = ${begun} THEN ${changes} ELSE ${published} END`,
      })
      .where(and(eq(applications.id, id), eq(changes, row.changes)))
      .returning({ id: applications.id })
    if ((await ask(end)).length > 0) return
  }
}

/** The row of an application that comes back from its copy in KV. */
export function rowOf(copy: RegisteredApplication): typeof applications.$inferInsert {
  const { previousSecret, ...row } = copy
  return {
    ...row,
    ...(previousSecret && {
      previousSecretHash: previousSecret.hash,
      previousSecretUntil: previousSecret.until,
    }),
  }
}

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
