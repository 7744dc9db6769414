// The audit log in D1: entries are written in the batch of the change that they tell of. Nothing here changes one, and the
// database refuses it.

import type { AuditEntry } from '../../tenants/audit.ts'
import { actorIdOf } from '../../tenants/envelope.ts'
import type { Database } from './database.ts'
import { auditEntries } from './schema/index.ts'

/** The insertion of an entry, for the batch of its change. */
export const insertAuditEntry = (db: Database, entry: AuditEntry) =>
  db.insert(auditEntries).values({
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
