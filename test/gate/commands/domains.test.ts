import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { isVerifiedDomain } from '../../../src/gate/tables/verified-domains.ts'
import { findDomainOwner } from '../../../src/storage/d1/domains.ts'
import type { Domain } from '../../../src/tenants/domain.ts'
import { gateOf, type Tenant } from '../../../src/tenants/tenant.ts'
import { eventsOf } from '../../support/schedule.ts'
import { accept, createTenant, run } from './commands.ts'

let names = 0
const aName = (): string => `d${names++}.example`

const claim = (tenant: Tenant, domain: string) =>
  accept(tenant, { kind: 'claim_domain', tenantId: tenant.id, domain })
const look = (found: boolean) => (tenant: Tenant, domainId: Domain['id']) =>
  run(tenant, { kind: 'check_domain', tenantId: tenant.id, domainId, found })
const find = look(true)
const miss = look(false)

/** Whose the domain is: what D1 says, and whether the tenant's gate agrees. */
const holds = async (tenant: Tenant, domain: string): Promise<readonly boolean[]> => [
  (await findDomainOwner(env.DB, domain)) === tenant.id,
  await runInDurableObject(
    env.TENANT_GATE.getByName(gateOf(tenant).rootTenantId),
    (_, { storage: { sql } }) => isVerifiedDomain(sql, tenant.id, domain),
  ),
]

/** A tenant that has a domain of its own. */
async function withDomain(): Promise<{ tenant: Tenant; domain: Domain; name: string }> {
  const [tenant, name] = [await createTenant(), aName()]
  const { id } = await claim(tenant, name)
  const proven = await find(tenant, id)
  if (!proven.ok) throw new Error(proven.refusal.code)
  return { tenant, domain: proven.value, name }
}

/** Has everything that a domain remembers have happened earlier. */
const age = (id: Domain['id'], days: number) =>
  env.DB.prepare(
    'UPDATE domains SET checked_at = checked_at - ?1, failing_since = failing_since - ?1 WHERE id = ?2',
  )
    .bind(days * 86_400_000, id)
    .run()

/**
 * Has the record be missing again and again, each time after so many days; the states that follow.
 */
async function missAfter(tenant: Tenant, id: Domain['id'], days: readonly number[]) {
  const states: string[] = []
  for (const passed of days) {
    await age(id, passed)
    const answer = await miss(tenant, id)
    states.push(answer.ok ? answer.value.state : answer.refusal.code)
  }
  return states
}

describe('a claim to a domain', () => {
  it('is nobody’s domain yet, and keeps nobody else from claiming it', async () => {
    const [mine, other, name] = [await createTenant(), await createTenant(), aName()]
    const first = await claim(mine, name)
    const second = await claim(other, name)
    expect(first).toMatchObject({ state: 'pending', domain: name })
    expect(first.token).not.toBe(second.token)
    expect(await holds(mine, name)).toEqual([false, false])
  })

  it('is made once by a tenant, at most 50 times, and by a root tenant alone', async () => {
    const tenant = await createTenant()
    const tenantId = tenant.id
    const again = async (domain: string) => {
      const answer = await run(tenant, { kind: 'claim_domain', tenantId, domain })
      return answer.ok ? undefined : answer.refusal
    }
    await claim(tenant, 'first.example')
    expect(await again('first.example')).toEqual({ code: 'domain_claimed', pointer: '/domain' })
    const rows = Array.from({ length: 49 }, (_, n) =>
      env.DB.prepare(
        `INSERT INTO domains (id, tenant_id, domain, token, state, created_at) VALUES (?, ?, ?, '', 'pending', 0)`,
      ).bind(`dom_${n}`, tenantId, `n${n}.example`),
    )
    await env.DB.batch(rows)
    expect(await again('last.example')).toEqual({ code: 'domain_limit_reached', expected: 50 })

    const child = await createTenant({ parentId: tenantId })
    expect(
      await run(child, { kind: 'claim_domain', tenantId: child.id, domain: 'c.example' }),
    ).toEqual({ ok: false, refusal: { code: 'domain_of_child' } })
  })

  it('stays one while its record is not there', async () => {
    const [tenant, name] = [await createTenant(), aName()]
    const { id, token } = await claim(tenant, name)
    const refusal = { code: 'domain_record_missing', expected: `edge-sso=${token}` }
    expect(await miss(tenant, id)).toEqual({ ok: false, refusal })
    expect(await holds(tenant, name)).toEqual([false, false])
  })
})

describe('a domain', () => {
  it('belongs to whoever proves it first', async () => {
    const [mine, other, name] = [await createTenant(), await createTenant(), aName()]
    const [{ id }, rival] = [await claim(mine, name), await claim(other, name)]
    expect(await find(mine, id)).toMatchObject({ ok: true, value: { state: 'verified' } })
    expect(await find(other, rival.id)).toEqual({ ok: false, refusal: { code: 'domain_taken' } })
    expect(await holds(mine, name)).toEqual([true, true])
    expect(await holds(other, name)).toEqual([false, false])
  })

  it('belongs to one, when two gates prove it at the same time', async () => {
    const [mine, other, name] = [await createTenant(), await createTenant(), aName()]
    const [{ id }, rival] = [await claim(mine, name), await claim(other, name)]
    const answers = await Promise.all([find(mine, id), find(other, rival.id)])
    expect(answers.filter(({ ok }) => ok).length).toBe(1)
    expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, refusal: { code: 'domain_taken' } })
    const held = [...(await holds(mine, name)), ...(await holds(other, name))]
    expect(held.filter(Boolean).length).toBe(2)
  })

  it('is its children’s too, as far as logins go', async () => {
    const { tenant, name } = await withDomain()
    const child = await createTenant({ parentId: tenant.id })
    expect(await holds(child, name)).toEqual([false, true])
    expect(await holds(child, `x.${name}`)).toEqual([false, false])
  })

  it('goes on being the tenant’s while its record is missing, for two weeks', async () => {
    const { tenant, domain, name } = await withDomain()
    expect(await missAfter(tenant, domain.id, [7, 7, 6.9])).toEqual(Array(3).fill('failing'))
    expect(await holds(tenant, name)).toEqual([true, true])
    expect(await find(tenant, domain.id)).toMatchObject({ ok: true, value: { state: 'verified' } })
    // It counts from the beginning again.
    expect(await missAfter(tenant, domain.id, [7, 7])).toEqual(['failing', 'failing'])
    expect(await holds(tenant, name)).toEqual([true, true])
  })

  it('lapses after that, and then belongs to whoever proves it next', async () => {
    const { tenant, domain, name } = await withDomain()
    expect((await missAfter(tenant, domain.id, [7, 7, 7])).at(-1)).toBe('lapsed')
    expect(await holds(tenant, name)).toEqual([false, false])
    expect(await miss(tenant, domain.id)).toMatchObject({
      refusal: { code: 'domain_record_missing' },
    })

    const other = await createTenant()
    const rival = await claim(other, name)
    expect(await find(other, rival.id)).toMatchObject({ ok: true })
    expect(await find(tenant, domain.id)).toMatchObject({ refusal: { code: 'domain_taken' } })
  })

  it('does not lapse before its record was missing three times', async () => {
    const { tenant, domain } = await withDomain()
    expect(await missAfter(tenant, domain.id, [7, 30, 0])).toEqual([
      ...['failing', 'failing'],
      'lapsed',
    ])
  })

  it('is given up at once when it is deleted, or its tenant', async () => {
    const { tenant, domain, name } = await withDomain()
    await accept(tenant, { kind: 'delete_domain', tenantId: tenant.id, domainId: domain.id })
    expect(await holds(tenant, name)).toEqual([false, false])
    expect(await find(tenant, domain.id)).toMatchObject({ refusal: { code: 'domain_unknown' } })

    const gone = await withDomain()
    const { id, name: confirm } = gone.tenant
    await accept(gone.tenant, { kind: 'delete_tenant', tenantId: id, confirm })
    expect(await holds(gone.tenant, gone.name)).toEqual([false, false])
  })

  it('is told of in the feed and in the audit log when it changes hands, and not at every look', async () => {
    const { tenant, domain } = await withDomain()
    await find(tenant, domain.id)
    await missAfter(tenant, domain.id, [7, 7, 7])
    const data = { domain_id: domain.id, record_value: `edge-sso=${domain.token}` }
    expect(await eventsOf(tenant.id, 'domain.verified')).toMatchObject([{ data }])
    expect(await eventsOf(tenant.id, 'domain.failing')).toMatchObject([{ data }])
    expect(await eventsOf(tenant.id, 'domain.lapsed')).toMatchObject([{ data }])
    const { results } = await env.DB.prepare(
      'SELECT action, after FROM audit_entries WHERE target_id = ? ORDER BY seq',
    )
      .bind(domain.id)
      .all<{ action: string; after: string }>()
    expect(results.map(({ action, after }) => [action, JSON.parse(after).state])).toEqual([
      ['domain.claimed', 'pending'],
      ['domain.checked', 'verified'],
      ['domain.checked', 'failing'],
      ['domain.checked', 'lapsed'],
    ])
  })
})
