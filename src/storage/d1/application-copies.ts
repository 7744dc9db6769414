// The copy of an application in KV, made of the record as it is, and made again if the record
// changed meanwhile.

import { and, eq, gt, sql } from 'drizzle-orm'
import type { Clock } from '../../login/clock-and-random.ts'
import { reaching } from '../../outage.ts'
import type { ApplicationId } from '../../tenants/ids.ts'
import { copyKey } from '../kv/registered-applications.ts'
import { ask, type Database } from './database.ts'
import { readRegistered } from './registered-application.ts'
import { applications } from './schema/index.ts'

/** For so long a copy that somebody began may still arrive: more than a write of KV takes. */
const COPY_UNDERWAY = 60_000

interface Places {
  readonly db: Database
  readonly kv: KVNamespace
  readonly clock: Clock
}

/**
 * Copies the record to KV. If it changed meanwhile, it is copied again, so the last copy is of the
 * last change. A call that ends in between may have left an older copy: so only a call that copies
 * alone says that the copy is there. Others leave the application on the list of those that have
 * none, and it is copied again.
 */
export async function publishCopy({ db, kv, clock }: Places, id: ApplicationId): Promise<void> {
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
