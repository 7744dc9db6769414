// Applications: D1 keeps the record, KV a copy for the edge, so that people reach an application while D1 is down. A copy
// is written at creation and removed at deletion, never by a read: a read that lost a race could bring a deleted
// application back.

import { asc, eq, sql } from 'drizzle-orm'
import type { Clock } from '../../login/ports.ts'
import { reaching } from '../../outage.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { Application } from '../../tenants/application.ts'
import type { ApplicationId } from '../../tenants/ids.ts'
import type { Applications, RegisteredApplication } from '../../tenants/ports.ts'
import { createIsolateCache } from '../isolate-cache.ts'
import { recordChange } from './change-record.ts'
import { type Database, openDatabase } from './database.ts'
import { afterPosition, toPage } from './pages.ts'
import { applicationGrants, applications } from './schema/applications.ts'

/** How long an isolate and a location answer from memory: the bound on how long a deleted application may linger. */
const ISOLATE_TTL = 30_000
const KV_TTL_SECONDS = 60
const REMEMBERED = 1000
/** Rows of grants in one statement: two of D1's 100 parameters each. */
const GRANTS_PER_INSERT = 50

/** Where the copy of an application stands in KV. */
export const copyKey = (id: ApplicationId): string => `app:${id}`

/** Implements applications on D1 and KV. */
export function createApplications(input: {
  readonly d1: D1Database
  readonly kv: KVNamespace
  readonly keyring: KeyRing
  readonly clock: Clock
}): Applications {
  const { kv, keyring, clock } = input
  const db = openDatabase(input.d1)
  const memory = { clock, ttl: ISOLATE_TTL, size: REMEMBERED }
  const byId = createIsolateCache<RegisteredApplication | undefined>(memory)

  return {
    async create(application, record) {
      const beside = await recordChange(db, keyring, record)
      await reaching('D1', () => insert(db, application, beside))
      await reaching('KV', () => kv.put(copyKey(application.id), JSON.stringify(application)))
    },

    find: (id) => byId.get(id, async () => (await findCopy(kv, id)) ?? findRecord(db, id)),

    async list(page) {
      const rows = await reaching('D1', () =>
        db
          .select()
          .from(applications)
          .where(afterPosition(page, applications.createdAt, applications.id))
          .orderBy(asc(applications.createdAt), asc(applications.id))
          .limit(page.limit + 1),
      )
      const granted = await readGrants(db, rows)
      return toPage(granted, page, {
        read: withoutSecret,
        position: ({ createdAt, id }) => [createdAt, id],
      })
    },

    async delete(id, record) {
      // The copy first: should D1 then fail, the application still exists, and the deletion can be asked for again.
      await reaching('KV', () => kv.delete(copyKey(id)))
      const beside = await recordChange(db, keyring, record)
      await reaching('D1', () =>
        db.batch([
          db.delete(applicationGrants).where(eq(applicationGrants.applicationId, id)),
          db.delete(applications).where(eq(applications.id, id)),
          ...beside,
        ]),
      )
      byId.forget(id)
    },
  }
}

type Row = typeof applications.$inferSelect

async function insert(
  db: Database,
  application: RegisteredApplication,
  beside: Awaited<ReturnType<typeof recordChange>>,
): Promise<void> {
  const { tenantIds, secretHash = null, ...rest } = application
  const grants = tenantIds.map((tenantId) => ({ applicationId: application.id, tenantId }))
  const chunks = []
  for (let at = 0; at < grants.length; at += GRANTS_PER_INSERT)
    chunks.push(db.insert(applicationGrants).values(grants.slice(at, at + GRANTS_PER_INSERT)))
  await db.batch([db.insert(applications).values({ ...rest, secretHash }), ...chunks, ...beside])
}

/** KV out of reach is no miss, but D1 can answer instead. */
async function findCopy(
  kv: KVNamespace,
  id: ApplicationId,
): Promise<RegisteredApplication | undefined> {
  const options = { type: 'json', cacheTtl: KV_TTL_SECONDS } as const
  const copy = await kv.get<RegisteredApplication>(copyKey(id), options).catch(() => null)
  return copy ?? undefined
}

async function findRecord(
  db: Database,
  id: ApplicationId,
): Promise<RegisteredApplication | undefined> {
  return reaching('D1', async () => {
    const rows = await db.select().from(applications).where(eq(applications.id, id))
    return (await readGrants(db, rows))[0]
  })
}

async function readGrants(
  db: Database,
  rows: readonly Row[],
): Promise<readonly RegisteredApplication[]> {
  // One JSON parameter: a statement of D1 takes no more than 100.
  const ids = JSON.stringify(rows.map((row) => row.id))
  const grants = await db
    .select()
    .from(applicationGrants)
    .where(sql`${applicationGrants.applicationId} IN (SELECT value FROM json_each(${ids}))`)
  return rows.map(({ secretHash, ...row }) => ({
    ...row,
    tenantIds: grants.filter((g) => g.applicationId === row.id).map((g) => g.tenantId),
    ...(secretHash === null ? {} : { secretHash }),
  }))
}

function withoutSecret({ secretHash: _hash, ...application }: RegisteredApplication): Application {
  return application
}
