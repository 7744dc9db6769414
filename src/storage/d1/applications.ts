// Applications: D1 keeps the record, KV a copy for the edge, so that users reach an application
// while D1 is down. Only a change makes a copy: a read of the edge could bring a deleted
// application back.

import { and, eq, sql } from 'drizzle-orm'
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
import { publishCopy } from './application-copies.ts'
import { administeredApplications, dueApplications } from './application-reads.ts'
import { recordChange } from './change-record.ts'
import { ask, type Database, openDatabase } from './database.ts'
import { applications, applicationGrants as grants, tenants } from './schema/index.ts'

/** Rows of grants in one statement: three of D1's 100 parameters each. */
const GRANTS_PER_INSERT = 30

interface Input {
  readonly d1: D1Database
  readonly kv: KVNamespace
  readonly keyring: KeyRing
  readonly clock: Clock
  /** Answers users who sign in, from memory or KV. It is notified of every change. */
  readonly registered: RegisteredApplications
}

/** Implements applications on D1 and KV. */
export function createApplications(input: Input): Applications {
  const db = openDatabase(input.d1)
  return {
    ...input.registered,
    ...administeredApplications(db),
    ...dueApplications(db),
    ...changes({ ...input, db }),
  }
}

interface Places extends Input {
  readonly db: Database
}

type Changes = Pick<Applications, 'create' | 'update' | 'rotateSecret' | 'publish' | 'delete'>

function changes(places: Places): Changes {
  const { db, keyring, registered } = places
  return {
    async create(application, tenantIds, record) {
      const beside = await recordChange(db, keyring, record)
      await ask(insert(db, application, tenantIds, beside))
    },

    update: (known, change, record) =>
      update(places, known, {
        columns: { ...change, revision: sql`${applications.revision} + 1` },
        record,
      }),

    rotateSecret(known, { secretHash, previousUntil }, record) {
      const columns = {
        secretHash,
        previousSecretHash: sql`${applications.secretHash}`,
        previousSecretUntil: previousUntil,
      }
      return update(places, known, { columns, record })
    },

    async publish(id) {
      await publishCopy(places, id)
      registered.forget(id)
    },

    delete: (id, record) => remove(places, id, record),
  }
}

async function update(
  { db, keyring, registered }: Places,
  known: Known,
  { columns, record }: { readonly columns: Columns; readonly record: ChangeRecord },
): Promise<boolean> {
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

async function remove(
  { db, kv, keyring, registered }: Places,
  id: ApplicationId,
  record: ChangeRecord,
): Promise<void> {
  // The copy first: if D1 then fails, the application still exists, and the deletion can be asked
  // for again. And last: a copy may have been made meanwhile.
  const deleteCopy = () => reaching('KV', () => kv.delete(copyKey(id)))
  await deleteCopy()
  const beside = await recordChange(db, keyring, record)
  // Grants of deleted tenants. Another grant, made a moment ago, breaks the foreign key: then that
  // one has to be taken back too.
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
}

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

/**
 * The application with the grants that it is to have: a grant of revision 0 has reached no gate.
 */
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
