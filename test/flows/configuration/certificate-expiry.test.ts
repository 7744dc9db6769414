import { createScheduledController } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import worker from '../../../src/index.ts'
import { makeConnector, openCaller } from '../../support/api-tenant.ts'
import { eventsOf, makeDue, strikeHour } from '../../support/schedule.ts'

const DAY = 86_400_000
const HOUR = 3_600_000

/**
 * A tenant whose IdP signs with a certificate that ends in so many days, as if time had passed
 * since it was registered.
 */
async function tenantWith(days: number) {
  const made = await makeConnector(await openCaller())
  await env.DB.prepare(
    "UPDATE external_idps SET certificates = json_set(certificates, '$[0].notAfter', ?), next_notice_at = 0 WHERE id = ?",
  )
    .bind(Date.now() + days * DAY + HOUR, made.idp.id)
    .run()
  return made
}

describe('a certificate that expires', () => {
  it('is told of once per threshold, with who has to act', async () => {
    const { tenant, idp, connector } = await tenantWith(20)
    await strikeHour()
    await makeDue(tenant.id)
    await strikeHour()
    expect(await eventsOf(tenant.id, 'certificate.expiring')).toEqual([
      {
        id: expect.stringMatching(/^evt_/),
        data: {
          external_idp_id: idp.id,
          external_idp_name: 'IdP',
          connector_ids: [connector.id],
          fingerprint_sha256: expect.any(String),
          not_after: expect.any(String),
          days_left: 20,
          threshold_days: 30,
          has_successor: false,
          fixed_by: 'idp_admin',
          says: expect.any(String),
        },
      },
    ])
  })

  it('is due again when the next threshold passes, whenever the run comes', async () => {
    const { idp } = await tenantWith(20)
    await strikeHour()
    const due = () =>
      env.DB.prepare('SELECT next_notice_at FROM external_idps WHERE id = ?')
        .bind(idp.id)
        .first<number>('next_notice_at')
    const end = Date.now() + 20 * DAY + HOUR
    expect(Math.abs(((await due()) ?? 0) - (end - 14 * DAY))).toBeLessThan(60_000)
  })

  it('is not told of while no connector uses its IdP', async () => {
    const { tenant, base, connector } = await tenantWith(5)
    const caller = await openCaller()
    await caller.call('DELETE', `${base}/connectors/${connector.id}`)
    await strikeHour()
    expect(await eventsOf(tenant.id, 'certificate.expiring')).toEqual([])
  })

  it('of an SSO key is told of to our own administrator', async () => {
    const { tenant, ssoKey } = await tenantWith(300)
    await env.DB.prepare(
      'UPDATE sso_keys SET certificate_not_after = ?, next_notice_at = 0 WHERE id = ?',
    )
      .bind(Date.now() + HOUR, ssoKey.id)
      .run()
    await worker.scheduled(createScheduledController(), env)
    expect(await eventsOf(tenant.id, 'certificate.expiring')).toMatchObject([
      { data: { sso_id: ssoKey.id, threshold_days: 1, days_left: 0, fixed_by: 'sp_admin' } },
    ])
  })
})
