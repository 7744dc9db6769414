// People as the API sees them: one of them from the tenant's gate, lists from D1.

import { reaching } from '../../outage.ts'
import { openDatabase } from '../../storage/d1/database.ts'
import { listUsers } from '../../storage/d1/users.ts'
import type { People } from '../../tenants/people.ts'
import { gateStub } from '../gate-stub.ts'
import type { TenantGate } from '../tenant-gate.ts'

/**
 * Implements the port. Without `jurisdictions` (workerd alone has none) an address's jurisdiction
 * is not applied.
 */
export function createPeople({
  namespace,
  jurisdictions,
  d1,
}: {
  readonly namespace: DurableObjectNamespace<TenantGate>
  readonly jurisdictions: boolean
  readonly d1: D1Database
}): People {
  const db = openDatabase(d1)
  const stubOf = (gate: Parameters<People['find']>[0]) => gateStub(namespace, gate, jurisdictions)
  return {
    list: (tenantId, filter, page) => listUsers(db, tenantId, { filter, page }),
    find: (gate, tenantId, userId) =>
      reaching('gate', async () => await stubOf(gate).findUser(tenantId, userId)),
    listLinks: (gate, tenantId, userId) =>
      reaching('gate', async () => await stubOf(gate).listLinks(tenantId, userId)),
    listRelinkCandidates: (gate, of, page) =>
      reaching('gate', async () => await stubOf(gate).listRelinkCandidates(of, page)),
    listFactors: (gate, tenantId, userId) =>
      reaching('gate', async () => await stubOf(gate).listFactors(tenantId, userId)),
    listSessions: (gate, tenantId, userId) =>
      reaching('gate', async () => await stubOf(gate).listSessions(tenantId, userId)),
  }
}
