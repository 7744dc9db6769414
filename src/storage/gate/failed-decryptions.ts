// Failed decryptions of an SSO key in the last minute (R34), as rows that the purge of spent things takes away.

import type { SsoId, TenantId } from '../../tenants/ids.ts'

const MOST_A_MINUTE = 10
const MINUTE = 60_000

/** Counts one, under a new `id`; with the tenth in a minute it returns until when no other may be tried. Runs inside a transaction. */
export function failedDecryption(
  sql: SqlStorage,
  {
    tenantId,
    ssoId,
    id,
  }: { readonly tenantId: TenantId; readonly ssoId: SsoId; readonly id: string },
  now: number,
): number | undefined {
  const kind = `decryption ${ssoId}`
  const recent = sql
    .exec<{ keep_until: number }>(
      'SELECT keep_until FROM spent WHERE tenant_id = ? AND kind = ? AND keep_until > ? ORDER BY keep_until',
      tenantId,
      kind,
      now,
    )
    .toArray()
    .map((row) => row.keep_until)
  if (recent.length < MOST_A_MINUTE) {
    sql.exec(
      'INSERT INTO spent (tenant_id, kind, id, keep_until) VALUES (?, ?, ?, ?)',
      tenantId,
      kind,
      id,
      now + MINUTE,
    )
    recent.push(now + MINUTE)
  }
  return recent.length < MOST_A_MINUTE ? undefined : recent[0]
}
