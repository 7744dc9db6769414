import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { Tenant } from '../../../src/tenants/tenant.ts'
import { admissionOf } from '../../support/gate.ts'
import {
  accept,
  certificate,
  createTenant,
  goLive,
  governing,
  idpInput,
  issueKey,
  reads,
} from '../commands/commands.ts'
import { batchFails, issue, outage, rows, runOn, stubOf, wrap } from './interruptions.ts'

describe('an activation that storage interrupts', () => {
  it('leaves what was live', async () => {
    const joined = await goLive(idpInput([await certificate('A')]))
    const { tenant, connector } = joined
    const before = await governing(joined)
    const off = {
      kind: 'set_connector_enabled',
      tenantId: tenant.id,
      connectorId: connector.id,
      enabled: false,
    } as const
    expect(await runOn(tenant, { d1: batchFails('before') }, off)).toEqual({
      fault: 'out of reach',
    })
    expect(await governing(joined)).toEqual(before)
    expect(await reads.findConnector(tenant.id, connector.id)).toMatchObject({ enabled: true })
  })
})

describe('ending the access of somebody', () => {
  const ADA = 'usr_ada'
  const down = () =>
    wrap(env.DB, {
      prepare: () => {
        throw new Error('out of reach')
      },
      batch: outage,
    })
  const switched = (tenant: Tenant, active: boolean) =>
    ({ kind: 'set_user_active', tenantId: tenant.id, userId: ADA, active }) as const
  async function tenantWithAda(): Promise<Tenant> {
    const tenant = await createTenant()
    await issueKey(tenant)
    const { profile } = admissionOf()
    await runInDurableObject(stubOf(tenant), (_, { storage: { sql } }) => {
      sql.exec(
        `INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at)
         VALUES (?, ?, ?, 'active', 1, 1)`,
        tenant.id,
        ADA,
        JSON.stringify(profile),
      )
    })
    return tenant
  }
  const statusOf = async (tenant: Tenant) => (await rows(tenant, 'users'))[0]?.status

  it('holds though D1 answers nothing at all, and though other commands are undecided', async () => {
    const tenant = await tenantWithAda()
    const undecided = { ...issue(tenant), name: 'second' }
    const d1 = batchFails('after, and ever since')
    const unsure = wrap(d1, { prepare: (sql) => env.DB.prepare(sql) })
    expect(await runOn(tenant, { d1: unsure }, undecided)).toEqual({ fault: 'out of reach' })

    const answer = await runOn(tenant, { d1: down() }, switched(tenant, false))
    expect(answer).toMatchObject({ answer: { ok: true, value: { status: 'inactive' } } })
    expect(await statusOf(tenant)).toBe('inactive')
    const back = await runOn(tenant, { d1: down() }, switched(tenant, true))
    expect(back).toEqual({ fault: 'out of reach' })
    expect(await statusOf(tenant)).toBe('inactive')

    await runDurableObjectAlarm(stubOf(tenant))
    const { results } = await env.DB.prepare(
      `SELECT status, (SELECT COUNT(*) FROM audit_entries WHERE action = 'user.deactivated' AND tenant_id = users.tenant_id) AS told
       FROM users WHERE tenant_id = ?`,
    )
      .bind(tenant.id)
      .all()
    expect(results).toEqual([{ status: 'inactive', told: 1 }])
    expect(await reads.listSsoKeys(tenant.id)).toHaveLength(2)
  })

  it('waits while a command on the same person may yet come true', async () => {
    const tenant = await tenantWithAda()
    await accept(tenant, switched(tenant, false))
    const d1 = batchFails('after, and ever since')
    expect(await runOn(tenant, { d1 }, switched(tenant, true))).toEqual({ fault: 'out of reach' })
    const again = await runOn(
      tenant,
      { d1: down() },
      {
        kind: 'end_user_sessions',
        tenantId: tenant.id,
        userId: ADA,
      },
    )
    expect(again).toEqual({ fault: 'out of reach' })
  })
})

describe('a removal that storage interrupts', () => {
  it('holds at once, and D1 follows', async () => {
    const joined = await goLive(idpInput([await certificate('A')]))
    const { tenant, connector, key } = joined
    const deletion = {
      kind: 'delete_connector',
      tenantId: tenant.id,
      connectorId: connector.id,
      confirm: connector.name,
    } as const
    const d1 = wrap(env.DB, { batch: outage })
    expect(await runOn(tenant, { d1 }, deletion)).toMatchObject({ answer: { ok: true } })
    expect(await governing(joined)).toBeUndefined()
    expect(await reads.findConnector(tenant.id, connector.id)).toBeDefined()

    expect(await runDurableObjectAlarm(stubOf(tenant))).toBe(true)
    expect(await reads.findConnector(tenant.id, connector.id)).toBeUndefined()
    await accept(tenant, {
      kind: 'delete_sso_key',
      tenantId: tenant.id,
      ssoId: key.id,
      confirm: 'main',
    })
  })
})
