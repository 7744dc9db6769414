// One application as D1 records it: what the edge is answered when KV has no copy.

import { eq } from 'drizzle-orm'
import type { RegisteredApplication } from '../../tenants/commands/ports.ts'
import type { ApplicationId } from '../../tenants/ids.ts'
import { ask, openDatabase } from './database.ts'
import { applications } from './schema/index.ts'

/** Finds the application in D1. */
export async function findRegistered(
  d1: D1Database,
  id: ApplicationId,
): Promise<RegisteredApplication | undefined> {
  const found = openDatabase(d1).select().from(applications).where(eq(applications.id, id)).get()
  const row = await ask(found)
  return row && readRegistered(row)
}

/** Reads a row as the edge knows the application. */
export function readRegistered(row: typeof applications.$inferSelect): RegisteredApplication {
  const { changes: _changes, published: _published, revision: _revision, ...application } = row
  const { returnUrls, secretHash, previousSecretHash, previousSecretUntil, ...rest } = application
  const previous = { hash: previousSecretHash ?? '', until: previousSecretUntil ?? 0 }
  return {
    ...rest,
    ...(returnUrls === null ? {} : { returnUrls }),
    ...(secretHash === null ? {} : { secretHash }),
    ...(previousSecretHash === null ? {} : { previousSecret: previous }),
  }
}
