import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { createApplications } from '../../src/storage/d1/applications.ts'
import { newId, type TenantId } from '../../src/tenants/ids.ts'
import type { RegisteredApplication } from '../../src/tenants/ports.ts'
import { changeRecord } from '../support/change-record.ts'
import { strongRandom, testKeyRing } from '../support/key-ring.ts'

/** The applications as an isolate of its own sees them. */
const isolate = (change: { d1?: D1Database; kv?: KVNamespace; clock?: () => number } = {}) =>
  createApplications({
    d1: env.DB,
    kv: env.LOGIN_CONFIG,
    keyring: testKeyRing(),
    clock: Date.now,
    ...change,
  })

const d1Down = new Proxy(env.DB, {
  get: () => () => {
    throw new Error('D1 does not answer')
  },
})
const kvDown = new Proxy(env.LOGIN_CONFIG, {
  get: () => () => Promise.reject(new Error('KV does not answer')),
})
/** KV in a place where no copy has arrived. */
const kvEmpty = new Proxy(env.LOGIN_CONFIG, { get: () => async () => null })

const applicationOf = (change: Partial<RegisteredApplication> = {}): RegisteredApplication => ({
  id: newId('app', strongRandom),
  name: 'Cockpit',
  landingUrl: 'https://app.example/',
  environment: 'production',
  redirectUris: ['https://app.example/cb', 'https://app.example/cb2'],
  tenantIds: [newId('ten', strongRandom)],
  tokenEndpointAuthMethod: 'client_secret_basic',
  secretHash: 'a'.repeat(64),
  createdAt: 1000,
  ...change,
})

describe('an application', () => {
  it('is found as it was created, from KV while D1 is out of reach, and from D1 while KV is', async () => {
    const application = applicationOf()
    await isolate().create(application, changeRecord())
    for (const at of [isolate(), isolate({ d1: d1Down }), isolate({ kv: kvDown })])
      expect(await at.find(application.id)).toEqual(application)
  })

  it('is not found once it was deleted', async () => {
    const application = applicationOf()
    const at = isolate()
    await at.create(application, changeRecord())
    expect(await at.find(application.id)).toEqual(application)
    await at.delete(application.id, changeRecord())
    expect(await at.find(application.id)).toBeUndefined()
    expect(await isolate().find(application.id)).toBeUndefined()
  })

  it('is forgotten by another isolate within 30 seconds of its deletion', async () => {
    let now = 0
    const other = isolate({ clock: () => now })
    const application = applicationOf()
    await isolate().create(application, changeRecord())
    expect(await other.find(application.id)).toEqual(application)
    await isolate().delete(application.id, changeRecord())
    now = 29_999
    expect(await other.find(application.id)).toEqual(application)
    now = 30_000
    expect(await other.find(application.id)).toBeUndefined()
  })

  it('still exists when its deletion could not reach D1, and can be deleted again', async () => {
    const application = applicationOf()
    await isolate().create(application, changeRecord())
    const fault = await isolate({ d1: d1Down })
      .delete(application.id, changeRecord())
      .then(
        () => undefined,
        (error: Error) => error.message,
      )
    expect(fault).toBe('D1 is out of reach')
    expect(await isolate().find(application.id)).toEqual(application)
    await isolate().delete(application.id, changeRecord())
    expect(await isolate().find(application.id)).toBeUndefined()
  })

  it('may be granted to more tenants than one statement takes', async () => {
    const tenantIds = Array.from({ length: 130 }, () => newId('ten', strongRandom)).sort()
    const application = applicationOf({ tenantIds })
    await isolate().create(application, changeRecord())
    const found = await isolate({ kv: kvEmpty }).find(application.id)
    expect([...(found?.tenantIds ?? [])].sort()).toEqual(tenantIds)
  })
})

describe('a list of applications', () => {
  it('shows no secret and comes in pages, in order of creation', async () => {
    const tenantId: TenantId = newId('ten', strongRandom)
    const made = [5, 3, 4].map((at) =>
      applicationOf({ createdAt: 10_000 + at, tenantIds: [tenantId] }),
    )
    for (const application of made) await isolate().create(application, changeRecord())
    const expected = [3, 4, 5].map((at) => 10_000 + at)

    const seen: number[] = []
    for (let after: string | undefined, more = true; more; ) {
      const page = await isolate().list({ limit: 2, ...(after === undefined ? {} : { after }) })
      expect(JSON.stringify(page)).not.toContain('secretHash')
      seen.push(...page.items.map(({ createdAt }) => createdAt))
      after = page.next
      more = after !== undefined
    }
    expect(seen.slice(-3)).toEqual(expected)
  })
})
