// The audit log in D1: entries are written in the batch of the change that they tell of. Nothing
// here changes one, and the database refuses it.

import { and, desc, eq, gte, inArray, lt, or, type SQL } from 'drizzle-orm'
import { defined } from '../../defined.ts'
import type { AuditEntry, AuditFilter, AuditLog } from '../../tenants/commands/audit.ts'
import { type Actor, actorIdOf } from '../../tenants/commands/envelope.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { ask, type Database, openDatabase } from './database.ts'
import { LOOKED_THROUGH, type Position, readPosition, toLookedThrough } from './pages.ts'
import { auditEntries as entries, tenants } from './schema/index.ts'

/** Implements the audit log on D1. */
export function createAuditLog(d1: D1Database): AuditLog {
  const db = openDatabase(d1)
  return {
    async find(id) {
      const row = await ask(db.select().from(entries).where(eq(entries.id, id)).get())
      return row && readAuditEntry(row)
    },

    async list(filter, page) {
      const position = page.after === undefined ? undefined : readPosition(page.after)
      if (page.after !== undefined && position === undefined) return { items: [] }
      const before = position && lt(entries.seq, position[0])
      const indexed = and(before, ...indexedOf(db, filter))
      const further = furtherOf(filter)
      const boundary = further === undefined ? undefined : await findBoundary(db, indexed)
      const rows = await ask(
        db
          .select()
          .from(entries)
          .where(and(indexed, boundary && gte(entries.seq, boundary[0]), further))
          .orderBy(desc(entries.seq))
          .limit(page.limit + 1),
      )
      return toLookedThrough(rows, page, { read: readAuditEntry, boundary })
    },
  }
}

/** The insertion of an entry, for the batch of its change. */
export const insertAuditEntry = (db: Database, entry: AuditEntry) =>
  db.insert(entries).values({
    id: entry.id,
    tenantId: entry.tenantId ?? null,
    at: entry.at,
    actorType: entry.actor.type,
    actorId: actorIdOf(entry.actor) ?? null,
    action: entry.action,
    targetType: entry.target.type,
    targetId: entry.target.id,
    before: entry.before ?? null,
    after: entry.after ?? null,
    requestId: entry.requestId,
  })

/** The last of the entries that a page looks through, where there are more of them. */
async function findBoundary(db: Database, indexed: SQL | undefined): Promise<Position | undefined> {
  const row = await ask(
    db
      .select({ seq: entries.seq, id: entries.id })
      .from(entries)
      .where(indexed)
      .orderBy(desc(entries.seq))
      .limit(1)
      .offset(LOOKED_THROUGH - 1)
      .get(),
  )
  return row && [row.seq, row.id]
}

/** What an index finds; a tenant and its children have few entries among all. */
const indexedOf = (db: Database, { tenantId, family, targetId }: AuditFilter) => [
  tenantId && eq(entries.tenantId, tenantId),
  family && inArray(entries.tenantId, familyOf(db, family)),
  targetId === undefined ? undefined : eq(entries.targetId, targetId),
]

const familyOf = (db: Database, family: TenantId) =>
  db
    .select({ id: tenants.id })
    .from(tenants)
    .where(or(eq(tenants.id, family), eq(tenants.parentId, family)))

/** What entries have to be looked at for. */
const furtherOf = ({ actor, action, from, until }: AuditFilter): SQL | undefined =>
  and(
    actor === undefined ? undefined : isBy(actor),
    action === undefined ? undefined : eq(entries.action, action),
    from === undefined ? undefined : gte(entries.at, from),
    until === undefined ? undefined : lt(entries.at, until),
  )

const isBy = (actor: string): SQL =>
  actor === 'operator' ? eq(entries.actorType, actor) : eq(entries.actorId, actor)

/** Reads an entry: an optional member is absent, never null. */
export function readAuditEntry(row: typeof entries.$inferSelect): AuditEntry {
  const { seq: _seq, tenantId, actorType, actorId, targetType, targetId, ...rest } = row
  const { before, after, ...entry } = rest
  return {
    ...entry,
    ...(tenantId === null ? {} : { tenantId }),
    actor: readActor(actorType, actorId ?? undefined),
    target: { type: targetType, id: targetId },
    ...(before === null ? {} : { before }),
    ...(after === null ? {} : { after }),
  }
}

function readActor(type: Actor['type'], id: string | undefined): Actor {
  // The id was written from an actor of this type.
  return (type === 'system' ? { type, name: id } : { type, ...defined({ id }) }) as Actor
}
