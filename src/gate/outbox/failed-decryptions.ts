// Failed decryptions at an SSO key in the last minute (R34), as rows that the purge of spent things
// takes away. A row names the network by its MAC, and nothing of the message.

import type { DecryptionHoldOff, FailedDecryption } from '../../login/ports.ts'
import type { SsoId, TenantId } from '../../tenants/ids.ts'

const MINUTE = 60_000
/** Failures of one network in a minute. */
const MAX_OF_NETWORK = 10
/**
 * Failures of all networks: few if a padding oracle is conceivable, otherwise more than a handful
 * of strangers can cause.
 */
const MAX_WITH_CBC = 10
const MOST = 200

/**
 * Counts a failure under a new `id`. Returns until when nothing may be decrypted, if that was the
 * last one of the minute. Must run inside a transaction.
 */
export function failedDecryption(
  sql: SqlStorage,
  {
    tenantId,
    ssoId,
    id,
    network,
    allowsCbc,
  }: FailedDecryption & {
    readonly tenantId: TenantId
    readonly ssoId: SsoId
    readonly id: string
  },
  now: number,
): DecryptionHoldOff | undefined {
  const kind = `decryption ${ssoId}`
  const most = allowsCbc ? MAX_WITH_CBC : MOST
  const recent = sql
    .exec<{ id: string; keep_until: number }>(
      'SELECT id, keep_until FROM spent WHERE tenant_id = ? AND kind = ? AND keep_until > ? ORDER BY keep_until, id',
      tenantId,
      kind,
      now,
    )
    .toArray()
  const near = recent.filter((row) => row.id.startsWith(`${network} `))
  if (near.length < MAX_OF_NETWORK && recent.length < most) {
    const row = { id: `${network} ${id}`, keep_until: now + MINUTE }
    sql.exec(
      'INSERT INTO spent (tenant_id, kind, id, keep_until) VALUES (?, ?, ?, ?)',
      tenantId,
      kind,
      row.id,
      row.keep_until,
    )
    recent.push(row)
    near.push(row)
  }
  const holdOff = {
    ...holdOffOf('network', near, MAX_OF_NETWORK),
    ...holdOffOf('everybody', recent, most),
  }
  return Object.keys(holdOff).length === 0 ? undefined : holdOff
}

/** There is room again once so many are over that one more stays below the limit. */
function holdOffOf(
  whom: keyof DecryptionHoldOff,
  failures: readonly { readonly keep_until: number }[],
  most: number,
): DecryptionHoldOff {
  const last = failures[failures.length - most]
  return last === undefined ? {} : { [whom]: last.keep_until }
}
