import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { createApplications } from '../../../src/storage/d1/applications.ts'
import { createRegisteredApplications } from '../../../src/storage/kv/registered-applications.ts'
import type { RegisteredApplication } from '../../../src/tenants/commands/ports.ts'
import { newId } from '../../../src/tenants/ids.ts'
import { changeRecord } from '../../support/change-record.ts'
import { strongRandom, testKeyRing } from '../../support/key-ring.ts'

/** The applications as an isolate of its own sees them. */
const isolate = (change: { d1?: D1Database; kv?: KVNamespace; clock?: () => number } = {}) => {
  const deps = { d1: env.DB, kv: env.LOGIN_CONFIG, clock: Date.now, ...change }
  const registered = createRegisteredApplications(deps)
  return createApplications({ ...deps, keyring: testKeyRing(), registered })
}

const d1Down = new Proxy(env.DB, {
  get: () => () => {
    throw new Error('D1 does not answer')
  },
})
const kvDown = new Proxy(env.LOGIN_CONFIG, {
  get: () => () => Promise.reject(new Error('KV does not answer')),
})

const applicationOf = (change: Partial<RegisteredApplication> = {}): RegisteredApplication => ({
  id: newId('app', strongRandom),
  name: 'Cockpit',
  landingUrl: 'https://app.example/',
  environment: 'production',
  redirectUris: ['https://app.example/cb', 'https://app.example/cb2'],
  tokenEndpointAuthMethod: 'client_secret_basic',
  secretHash: 'a'.repeat(64),
  createdAt: 1000,
  ...change,
})

/** One that is recorded and has its copy at the edge. */
async function created(change: Partial<RegisteredApplication> = {}) {
  const application = applicationOf(change)
  await isolate().create(application, [], changeRecord())
  await isolate().publish(application.id)
  return application
}

async function recorded(id: RegisteredApplication['id']) {
  const application = await isolate().read(id)
  if (application === undefined) throw new Error('The application is not recorded')
  return application
}

describe('an application', () => {
  it('is found as it was created, from KV while D1 is out of reach, and from D1 while KV is', async () => {
    const application = await created()
    for (const at of [isolate(), isolate({ d1: d1Down }), isolate({ kv: kvDown })])
      expect(await at.find(application.id)).toEqual(application)
  })

  it('is not found once it was deleted', async () => {
    const application = applicationOf()
    const at = isolate()
    await at.create(application, [], changeRecord())
    expect(await at.find(application.id)).toEqual(application)
    await at.delete(application.id, changeRecord())
    expect(await at.find(application.id)).toBeUndefined()
    expect(await isolate().find(application.id)).toBeUndefined()
  })

  it('is forgotten by another isolate within 30 seconds of its deletion', async () => {
    let now = 0
    const other = isolate({ clock: () => now })
    const application = await created()
    expect(await other.find(application.id)).toEqual(application)
    await isolate().delete(application.id, changeRecord())
    now = 29_999
    expect(await other.find(application.id)).toEqual(application)
    now = 30_000
    expect(await other.find(application.id)).toBeUndefined()
  })

  it('still exists when its deletion could not reach D1, and can be deleted again', async () => {
    const application = await created()
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

  it('is gone from the edge when a copy was made during its deletion', async () => {
    const application = await created()
    let copied = false
    const kv = new Proxy(env.LOGIN_CONFIG, {
      get: (target) => async (key: string) => {
        await target.delete(key)
        if (!copied) await isolate().publish(application.id)
        copied = true
      },
    })
    await isolate({ kv }).delete(application.id, changeRecord())
    expect(await isolate().find(application.id)).toBeUndefined()
  })

  it('may be granted to more tenants than one statement takes', async () => {
    const tenantIds = Array.from({ length: 130 }, () => newId('ten', strongRandom)).sort()
    const application = applicationOf()
    await isolate().create(application, tenantIds, changeRecord())
    const recorded = await isolate().read(application.id)
    expect([...(recorded?.tenantIds ?? [])].sort()).toEqual(tenantIds)
    expect(recorded?.tenantsBehind).toBe(130)
  })
})

describe('a change of an application', () => {
  it('is refused to the second of two that change one state, with its audit entry', async () => {
    const { id } = await created()
    const known = await recorded(id)
    const [first, second] = [changeRecord(), changeRecord()]
    expect(await isolate().update(known, { name: 'First' }, first)).toBe(true)
    expect(await isolate().update(known, { name: 'Second' }, second)).toBe(false)
    expect(await recorded(id)).toMatchObject({ name: 'First', changes: 2 })
    const { results } = await env.DB.prepare('SELECT id FROM audit_entries WHERE id IN (?, ?)')
      .bind(first.audit.id, second.audit.id)
      .all()
    expect(results).toEqual([{ id: first.audit.id }])
  })

  it('reaches the edge with the next copy, which is of the record as it is', async () => {
    const { id } = await created({ returnUrls: ['https://app.example/a'] })
    const other = isolate()
    await other.update(await recorded(id), { name: 'Deck', returnUrls: null }, changeRecord())
    expect(await isolate({ d1: d1Down }).find(id)).toMatchObject({ name: 'Cockpit' })
    expect(await isolate().listUnpublished(1000)).toContain(id)
    await other.publish(id)
    const { returnUrls: _unset, ...deck } = applicationOf({ id, name: 'Deck' })
    expect(await isolate({ d1: d1Down }).find(id)).toEqual(deck)
    expect(await isolate().listUnpublished(1000)).not.toContain(id)
  })

  it('that comes while a copy is made is in the copy all the same', async () => {
    const { id } = await created()
    let late: Promise<unknown> | undefined
    // Between the reading of the record and the writing of its copy.
    const kv = new Proxy(env.LOGIN_CONFIG, {
      get: (target, name: keyof KVNamespace) => async (key: string, value: string) => {
        late ??= isolate().update(await recorded(id), { name: 'Late' }, changeRecord())
        await late
        return name === 'put' ? target.put(key, value) : target.delete(key)
      },
    })
    await isolate({ kv }).publish(id)
    expect(await isolate({ d1: d1Down }).find(id)).toMatchObject({ name: 'Late' })
  })

  it('is copied again when somebody who copied an older state never came back', async () => {
    const { id } = await created()
    let now = Date.now()
    const at = () => isolate({ clock: () => now })
    const kv = new Proxy(env.LOGIN_CONFIG, {
      get: (target) => async (key: string, value: string) => {
        await at().update(await recorded(id), { name: 'Newer' }, changeRecord())
        await at().publish(id)
        await target.put(key, value)
        throw new Error('ended')
      },
    })
    const dying = isolate({ kv, clock: () => now })
    expect(await dying.publish(id).catch(() => 'ended')).toBe('ended')
    expect(await isolate({ d1: d1Down }).find(id)).toMatchObject({ name: 'Cockpit' })
    expect(await at().listUnpublished(1000)).toContain(id)
    await at().publish(id)
    expect(await isolate({ d1: d1Down }).find(id)).toMatchObject({ name: 'Newer' })
    // Of a third one nobody knows yet that it ended, too.
    expect(await at().listUnpublished(1000)).toContain(id)
    now += 61_000
    await at().publish(id)
    expect(await at().listUnpublished(1000)).not.toContain(id)
  })

  it('that is a deletion is not undone by a copy on its way', async () => {
    const { id } = await created()
    await isolate().delete(id, changeRecord())
    await isolate().publish(id)
    expect(await isolate().find(id)).toBeUndefined()
  })
})

describe('a list of applications', () => {
  it('shows no secret and comes in pages, in order of creation', async () => {
    for (const at of [5, 3, 4]) await created({ createdAt: 10_000 + at })
    const expected = [3, 4, 5].map((at) => 10_000 + at)

    const seen: number[] = []
    for (let after: string | undefined, more = true; more; ) {
      const page = await isolate().list({ limit: 2, ...(after === undefined ? {} : { after }) })
      expect(JSON.stringify(page)).not.toContain('secretHash')
      seen.push(...page.items.map(({ createdAt }) => createdAt))
      after = page.next
      more = after !== undefined
    }
    expect(seen.filter((at) => expected.includes(at))).toEqual(expected)
  })
})
