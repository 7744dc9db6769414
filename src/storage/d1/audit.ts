// The audit log in D1: entries are written in the batch of the change that they tell of. Nothing here changes one, and the
// database refuses it.

import { and, desc, eq, gte, inArray, lt, or } from 'drizzle-orm'
import type { AuditEntry, AuditFilter, AuditLog } from '../../tenants/audit.ts'
import { type Actor, actorIdOf } from '../../tenants/envelope.ts'
import { ask, type Database, openDatabase } from './database.ts'
import { readPosition, toPage } from './pages.ts'
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
      const rows = await ask(
        db
          .select()
          .from(entries)
          .where(and(before, ...conditionsOf(db, filter)))
          .orderBy(desc(entries.seq))
          .limit(page.limit + 1),
      )
      return toPage(rows, page, { read: readAuditEntry, position: ({ seq, id }) => [seq, id] })
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

function conditionsOf(db: Database, filter: AuditFilter) {
  const { tenantId, family, actor, action, targetId, from, until } = filter
  const members =
    family &&
    db
      .select({ id: tenants.id })
      .from(tenants)
      .where(or(eq(tenants.id, family), eq(tenants.parentId, family)))
  return [
    tenantId && eq(entries.tenantId, tenantId),
    members && inArray(entries.tenantId, members),
    actor === 'operator' ? eq(entries.actorType, actor) : actor && eq(entries.actorId, actor),
    action && eq(entries.action, action),
    targetId && eq(entries.targetId, targetId),
    from === undefined ? undefined : gte(entries.at, from),
    until === undefined ? undefined : lt(entries.at, until),
  ].filter((condition) => typeof condition === 'object')
}

/** Reads an entry: an optional member is absent, never null. */
export function readAuditEntry(row: typeof entries.$inferSelect): AuditEntry {
  const { seq: _seq, tenantId, actorType, actorId, targetType, targetId, ...rest } = row
  const { before, after, ...entry } = rest
  return {
    ...entry,
    ...(tenantId === null ? {} : { tenantId }),
    actor: readActor(actorType, actorId ?? ''),
    target: { type: targetType, id: targetId },
    ...(before === null ? {} : { before }),
    ...(after === null ? {} : { after }),
  }
}

function readActor(type: Actor['type'], id: string): Actor {
  if (type === 'operator') return { type }
  // The id was written from an actor of this type.
  return (type === 'system' ? { type, name: id } : { type, id }) as Actor
}
