// The hour strikes: the schedule over the bindings of this test file, and what it had appended to
// the feed.

import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { composeSchedule } from '../../src/compose/schedule.ts'
import { runSchedule } from '../../src/schedule/run-schedule.ts'
import type { ScheduleDeps } from '../../src/schedule/schedule-deps.ts'
import { openDatabase } from '../../src/storage/d1/database.ts'
import { events } from '../../src/storage/d1/schema/index.ts'
import type { DeploymentEvent } from '../../src/tenants/events/events.ts'

/** Runs the schedule once; `change` replaces ports. */
export async function strikeHour(change: Partial<ScheduleDeps> = {}): Promise<void> {
  const deps = composeSchedule(env)
  if (deps === undefined) throw new Error('The variables are wrong')
  await runSchedule({ ...deps, ...change })
}

/** Makes every external IdP and SSO key of some tenants due at once. */
export async function makeDue(...tenantIds: readonly string[]): Promise<void> {
  const mine = 'tenant_id IN (SELECT value FROM json_each(?))'
  const ids = JSON.stringify(tenantIds)
  const statements = [
    `UPDATE external_idps SET next_refresh_at = 0 WHERE next_refresh_at IS NOT NULL AND ${mine}`,
    `UPDATE external_idps SET next_notice_at = 0 WHERE ${mine}`,
    `UPDATE sso_keys SET next_notice_at = 0 WHERE ${mine}`,
  ]
  await env.DB.batch(statements.map((statement) => env.DB.prepare(statement).bind(ids)))
}

/** The events of a tenant of one type, carried over from its gate. */
export async function eventsOf(
  tenantId: string,
  type: DeploymentEvent['type'],
): Promise<readonly Pick<DeploymentEvent, 'id' | 'code' | 'data'>[]> {
  await runDurableObjectAlarm(env.TENANT_GATE.getByName(tenantId))
  const rows = await openDatabase(env.DB).select().from(events).orderBy(events.seq)
  return rows
    .filter((row) => row.tenantId === tenantId && row.type === type)
    .map(({ id, code, data }) => ({ id, data, ...(code === null ? {} : { code }) }))
}
