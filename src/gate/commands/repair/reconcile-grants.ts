// Applications are not the gate's: it only knows which ones its tenant is granted. One that D1 lost
// comes back from its copy in KV.

import { and, eq } from 'drizzle-orm'
import { rowOf } from '../../../storage/d1/applications.ts'
import { applications, applicationGrants as grants } from '../../../storage/d1/schema/index.ts'
import { copyKey } from '../../../storage/kv/registered-applications.ts'
import { toStatement } from '../../../storage/statement.ts'
import type { RegisteredApplication } from '../../../tenants/commands/ports.ts'
import type { ApplicationId } from '../../../tenants/ids.ts'
import type { Scope } from '../../intents/plan.ts'
import { grantedApplications } from '../../tables/grants.ts'
import type { Difference } from './reconcile-rows.ts'

/** How the grants in D1 differ from those that the gate sends people by. */
export async function compareGrants(scope: Scope): Promise<readonly Difference[]> {
  const { sql, db, tenant } = scope
  const wanted = grantedApplications(sql, tenant.id).map(({ id }) => id)
  const rows = await db.select().from(grants).where(eq(grants.tenantId, tenant.id))
  const held = rows.map(({ applicationId }) => applicationId)
  const missing = wanted.filter((id) => !held.includes(id))
  return [
    ...held.filter((id) => !wanted.includes(id)).map((id) => removed(scope, id)),
    ...(await Promise.all(missing.map((id) => restored(scope, id)))).flat(),
  ]
}

function removed({ db, tenant }: Scope, id: ApplicationId): Difference {
  const grant = and(eq(grants.tenantId, tenant.id), eq(grants.applicationId, id))
  return {
    entry: { kind: 'application_grant', id, action: 'removed' },
    remove: [toStatement(db.delete(grants).where(grant))],
  }
}

/** The grant, and the application itself where D1 lost it. */
async function restored(
  { db, kv, tenant }: Scope,
  id: ApplicationId,
): Promise<readonly Difference[]> {
  const known = await db.select().from(applications).where(eq(applications.id, id)).get()
  const copy = known ? undefined : await kv.get<RegisteredApplication>(copyKey(id), 'json')
  if (copy === null) return [{ entry: { kind: 'application', id, action: 'lost' } }]
  const grant = db.insert(grants).values({ applicationId: id, tenantId: tenant.id })
  const granted: Difference = {
    entry: { kind: 'application_grant', id, action: 'restored' },
    insert: [toStatement(grant.onConflictDoNothing())],
  }
  if (copy === undefined) return [granted]
  const insertion = db.insert(applications).values(rowOf(copy))
  return [
    {
      entry: { kind: 'application', id, action: 'restored' },
      insert: [toStatement(insertion.onConflictDoNothing())],
    },
    granted,
  ]
}
