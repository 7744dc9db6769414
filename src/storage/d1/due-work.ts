// What is due by the clock. These columns are the schedule's own book-keeping, so it writes them
// beside the gates' commands: nothing that governs a login depends on them.

import { and, eq } from 'drizzle-orm'
import { reaching } from '../../outage.ts'
import type { DueWork, Lease } from '../../tenants/commands/ports.ts'
import type { DomainId, ExternalIdpId, SsoId, TenantId } from '../../tenants/ids.ts'
import { ask, openDatabase } from './database.ts'
import { externalIdps } from './schema/index.ts'

/** Implements the leases on D1, which has one writer: two runs never take the same. */
export function createDueWork(d1: D1Database): DueWork {
  const lease = (table: string, due: string, { now, until, limit }: Lease) =>
    d1
      .prepare(
        `UPDATE ${table} SET ${due} = ?1
         WHERE id IN (SELECT id FROM ${table} WHERE ${due} <= ?2 ORDER BY ${due} LIMIT ?3)
         RETURNING tenant_id AS tenantId, id`,
      )
      .bind(until, now, limit)
  return {
    async leaseRefreshes(terms) {
      const { results } = await reaching('D1', () =>
        lease('external_idps', 'next_refresh_at', terms).all<Leased<ExternalIdpId>>(),
      )
      return results.map(({ tenantId, id }) => ({ tenantId, externalIdpId: id }))
    },

    async planRefresh({ externalIdpId, leasedUntil, next }) {
      const leased = and(
        eq(externalIdps.id, externalIdpId),
        eq(externalIdps.nextRefreshAt, leasedUntil),
      )
      await ask(openDatabase(d1).update(externalIdps).set({ nextRefreshAt: next }).where(leased))
    },

    async leaseNotices(terms) {
      const leased = await reaching('D1', () =>
        d1.batch<Leased<ExternalIdpId | SsoId>>([
          lease('external_idps', 'next_notice_at', terms),
          lease('sso_keys', 'next_notice_at', terms),
        ]),
      )
      return leased
        .flatMap(({ results }) => results)
        .map(({ tenantId, id }) => ({ tenantId, ownerId: id }))
    },

    async leaseDomains(terms) {
      const { results } = await reaching('D1', () =>
        lease('domains', 'next_check_at', terms).all<Leased<DomainId>>(),
      )
      return results.map(({ tenantId, id }) => ({ tenantId, domainId: id }))
    },
  }
}

type Leased<Id> = { readonly tenantId: TenantId; readonly id: Id }
