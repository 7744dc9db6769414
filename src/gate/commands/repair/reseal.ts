// Sealing what stands at rest under the present master key, after MASTER_KEY was rotated (I8): a
// bounded part with each command. The keys that derive from it change, the secrets do not; so no
// version, no URL and no certificate changes either.

import { eq } from 'drizzle-orm'
import { defined } from '../../../defined.ts'
import type { SealUse } from '../../../protocol/sealing/keyring.ts'
import { ok } from '../../../result.ts'
import { ssoKeys } from '../../../storage/d1/schema/index.ts'
import type { CommandOf } from '../../../tenants/commands/commands.ts'
import type { Plan, Planned, Planners, Scope } from '../../intents/plan.ts'
import { type GateStatement, gateStatement } from '../../tables/gate-statement.ts'
import { countResealed, type ResealCount, resealSecret } from '../../tables/reseal-secret.ts'
import type { SsoKeyRecord } from '../connectors/live.ts'
import { republishKey } from '../sso-keys/sso-keys.ts'

/** The planners of the commands of this file. */
export const resealPlanners: Planners<'reseal_tenant'> = {
  reseal_tenant: resealTenant,
}

interface SealedColumn {
  readonly table: string
  readonly column: string
  /** Names the row, and is the record that the secret is bound to. */
  readonly key: string
  readonly use: SealUse
  /** Rows that one command reads. */
  readonly page: number
}

/** The sealed columns of the gate's own tables, in the order in which they are gone through. */
const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'webhooks',
    column: 'sealed_secret',
    key: 'webhook_id',
    use: 'webhook-secret',
    page: 50,
  },
  {
    table: 'webhooks',
    column: 'sealed_previous_secret',
    key: 'webhook_id',
    use: 'webhook-secret',
    page: 50,
  },
  { table: 'passwords', column: 'sealed_key', key: 'user_id', use: 'password', page: 200 },
  { table: 'second_factors', column: 'secret', key: 'factor_id', use: 'factor', page: 200 },
  { table: 'mail_queue', column: 'sealed_url', key: 'mail_id', use: 'mail', page: 200 },
  // Each may have 88 KB, and all that change travel through one row of the gate.
  { table: 'raw_responses', column: 'sealed', key: 'event_id', use: 'raw-response', page: 5 },
  { table: 'test_reports', column: 'sealed', key: 'test_id', use: 'test-report', page: 2 },
  { table: 'sessions', column: 'logout_context', key: 'sid', use: 'logout-context', page: 200 },
]

/**
 * Seals a part of a tenant's secrets anew: its SSO keys first, then column by column. Repeated, it
 * finds nothing to do.
 */
async function resealTenant(
  scope: Scope,
  { after }: CommandOf<'reseal_tenant'>,
): Planned<'reseal_tenant'> {
  const counted = { resealed: 0, unreadable: 0 }
  const keys = after === undefined ? await resealKeys(scope, counted) : []
  const { commit, next } = await resealColumns(scope, counted, after)
  return ok({
    result: { ...counted, ...defined({ next }) },
    audit: {
      target: { type: 'tenant', id: scope.tenant.id },
      before: {},
      after: counted.resealed > 0 ? { resealed: counted.resealed } : {},
    },
    publish: keys.flatMap((plan) => plan.publish ?? []),
    record: keys.flatMap((plan) => plan.record ?? []),
    commit: [...keys.flatMap((plan) => plan.commit ?? []), ...commit],
  })
}

async function resealKeys(scope: Scope, counted: ResealCount): Promise<readonly Plan<object>[]> {
  const { db, tenant } = scope
  const rows = await db.select().from(ssoKeys).where(eq(ssoKeys.tenantId, tenant.id))
  const plans: Plan<object>[] = []
  for (const key of rows) {
    const before = counted.resealed
    const resealed = await resealKey(scope, key, counted)
    if (counted.resealed > before) plans.push(await republishKey(scope, resealed))
  }
  return plans
}

async function resealKey(
  scope: Scope,
  key: SsoKeyRecord,
  counted: ResealCount,
): Promise<SsoKeyRecord> {
  const reseal = async <T extends { readonly sealedPrivateKey: string }>(pair: T): Promise<T> => {
    const sealed = await resealSecret(
      scope,
      { use: 'sso-key', record: key.id },
      pair.sealedPrivateKey,
    )
    return { ...pair, sealedPrivateKey: countResealed(counted, sealed) ?? pair.sealedPrivateKey }
  }
  const furtherCertificates = await Promise.all(key.furtherCertificates.map(reseal))
  return { ...(await reseal(key)), furtherCertificates }
}

async function resealColumns(
  scope: Scope,
  counted: ResealCount,
  after: string | undefined,
): Promise<{ readonly commit: readonly GateStatement[]; readonly next?: string }> {
  const [name, last = ''] = after?.split('/') ?? []
  const from = SEALED_COLUMNS.findIndex((place) => nameOf(place) === name)
  const commit: GateStatement[] = []
  for (const [index, place] of SEALED_COLUMNS.slice(Math.max(from, 0)).entries()) {
    const rows = rowsOf(scope, place, index === 0 && from >= 0 ? last : '')
    for (const { id, sealed } of rows) {
      const again = await resealSecret(scope, { use: place.use, record: id }, sealed)
      const text = countResealed(counted, again)
      if (text !== undefined) commit.push(replacement(scope, place, { id, sealed, text }))
    }
    const end = rows.at(-1)
    if (rows.length === place.page && end) return { commit, next: `${nameOf(place)}/${end.id}` }
  }
  return { commit }
}

const nameOf = ({ table, column }: SealedColumn): string => `${table}.${column}`

type SealedRow = { id: string; sealed: string }

const rowsOf = (
  { sql, tenant }: Scope,
  { table, column, key, page }: SealedColumn,
  after: string,
): readonly SealedRow[] =>
  sql
    .exec<SealedRow>(
      `SELECT ${key} AS id, ${column} AS sealed FROM ${table}
       WHERE tenant_id = ? AND ${key} > ? AND ${column} <> '' ORDER BY ${key} LIMIT ?`,
      tenant.id,
      after,
      page,
    )
    .toArray()

/**
 * Logins do not wait for commands: a row that changed in the meantime was sealed under the present
 * key by that.
 */
const replacement = (
  { tenant }: Scope,
  { table, column, key }: SealedColumn,
  { id, sealed, text }: SealedRow & { readonly text: string },
): GateStatement =>
  gateStatement(
    `UPDATE ${table} SET ${column} = ? WHERE tenant_id = ? AND ${key} = ? AND ${column} = ?`,
    text,
    tenant.id,
    id,
    sealed,
  )
