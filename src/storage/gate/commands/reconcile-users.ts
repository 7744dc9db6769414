// People stand in the gate; D1 only shows them. When it shows others, all are sent again, by the outbox and in its time.

import { type Statement, statement } from '../../statement.ts'
import { type GateStatement, gateStatement } from '../intents.ts'
import { firstRow } from '../rows.ts'
import type { Scope } from './plan.ts'

interface Resent {
  readonly users: number
  readonly record: readonly Statement[]
  readonly commit: readonly GateStatement[]
}

/** Nobody is sent again. */
export const NOBODY: Resent = { users: 0, record: [], commit: [] }

/** Two sets of people with the same number and the same times of change are taken for the same. */
const DIGEST =
  'SELECT COUNT(*) AS people, TOTAL(updated_at % 4294967296) AS changed FROM users WHERE tenant_id = ?'
type Digest = { people: number; changed: number }

/** Sends the tenant's people to D1 again, unless D1 has them as they are. */
export async function resendUsers({ sql, d1, tenant }: Scope): Promise<Resent> {
  const wanted = firstRow<Digest>(sql, DIGEST, tenant.id)
  const held = await d1.prepare(DIGEST).bind(tenant.id).first<Digest>()
  if (wanted === undefined || JSON.stringify(wanted) === JSON.stringify(held)) return NOBODY
  return {
    users: wanted.people,
    // Who was deleted since must not come back, so nobody stays whom the gate does not send.
    record: [statement('DELETE FROM users WHERE tenant_id = ?', tenant.id)],
    commit: [
      gateStatement(
        `INSERT INTO outbox (tenant_id, id, kind, body)
         SELECT tenant_id, 'user ' || user_id, 'user', json_patch(profile, json_object(
           'tenantId', tenant_id, 'id', user_id, 'status', status,
           'externalId', external_id,
           'hasPassword', CASE has_password WHEN 1 THEN json('true') END,
           'createdAt', created_at, 'updatedAt', updated_at))
         FROM users WHERE tenant_id = ?
         ON CONFLICT DO UPDATE SET body = excluded.body`,
        tenant.id,
      ),
    ],
  }
}
