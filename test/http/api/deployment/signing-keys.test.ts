import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { createSigningKeyAdministration } from '../../../../src/gate/client/signing-key-administration.ts'
import { createSigningKeys } from '../../../../src/gate/client/signing-keys.ts'
import { SIGNING_KEY_OVERLAP } from '../../../../src/tenants/signing-key.ts'
import { openApi } from '../../../support/api.ts'
import { callerOf, mintKey, openCaller } from '../../../support/api-tenant.ts'
import { testKeyRing } from '../../../support/key-ring.ts'

const PATH = '/deployment/signing-keys'

interface Key {
  readonly kid: string
  readonly state: string
  readonly created_at: string
  readonly retired_at: string | null
}

let now = Date.parse('2026-11-21T09:00:00Z')
const clock = () => now
const namespace = env.DEPLOYMENT_GATE
const store = {
  namespace,
  keyring: testKeyRing(),
  currentKeyring: testKeyRing(),
  clock,
  d1: env.DB,
}
/** The API by a clock of the test's own. */
const open = () => openCaller({ clock, keyAdministration: createSigningKeyAdministration(store) })
/** What an isolate that begins now signs with and publishes. */
async function isolate(keyring = testKeyRing()) {
  const keys = createSigningKeys({ namespace, keyring, clock })
  const published = (await keys.published()).map(({ kid }) => kid)
  return { signs: (await keys.current()).kid, published }
}

beforeEach(() =>
  runInDurableObject(namespace.getByName('deployment'), (_, { storage }) => {
    storage.sql.exec('DELETE FROM signing_keys')
  }),
)

const listed = async (caller: Awaited<ReturnType<typeof open>>): Promise<readonly Key[]> =>
  ((await caller.call('GET', PATH)).json as { data: Key[] }).data

const codeOf = ({ json }: { readonly json: unknown }) => (json as { code: string }).code

describe('the rotation of the signing keys', () => {
  it('publishes the next key, signs with it when verifiers know it, and lets the one before go when its tokens are over', async () => {
    const caller = await open()
    const [first] = await listed(caller)
    expect(first).toMatchObject({ state: 'current', retired_at: null })
    const old = String(first?.kid)

    await caller.call('POST', PATH)
    const next = String((await listed(caller)).find(({ state }) => state === 'next')?.kid)
    expect(await isolate()).toEqual({ signs: old, published: [old, next] })

    now += SIGNING_KEY_OVERLAP - 1
    const early = await caller.call('POST', `${PATH}/${next}:activate`)
    expect([early.status, codeOf(early)]).toEqual([409, 'signing_key_in_overlap'])
    now += 1
    const activated = await caller.call('POST', `${PATH}/${next}:activate`)
    expect(activated.json).toMatchObject({ kid: next, state: 'current' })
    expect(await isolate()).toEqual({ signs: next, published: [next, old] })

    const hasty = await caller.call('DELETE', `${PATH}/${old}`)
    expect([hasty.status, codeOf(hasty)]).toEqual([409, 'signing_key_in_overlap'])
    now += SIGNING_KEY_OVERLAP
    expect((await caller.call('DELETE', `${PATH}/${old}`)).status).toBe(204)
    expect(await isolate()).toEqual({ signs: next, published: [next] })
  })

  it('has one next key at a time, which can be taken back at once', async () => {
    const caller = await open()
    await caller.call('POST', PATH)
    const second = await caller.call('POST', PATH)
    expect([second.status, codeOf(second)]).toEqual([409, 'signing_key_next_exists'])
    const next = (await listed(caller)).find(({ state }) => state === 'next')
    expect((await caller.call('DELETE', `${PATH}/${next?.kid}`)).status).toBe(204)
    expect(await listed(caller)).toHaveLength(1)
  })

  it('keeps the key that signs, and knows no other', async () => {
    const caller = await open()
    const [current] = await listed(caller)
    const path = `${PATH}/${current?.kid}`
    expect(codeOf(await caller.call('DELETE', path))).toBe('signing_key_current')
    expect(codeOf(await caller.call('POST', `${path}:activate`))).toBe('signing_key_not_next')
    for (const kid of ['x'.repeat(43), 'x'])
      expect((await caller.call('DELETE', `${PATH}/${kid}`)).status).toBe(404)
  })

  it('heeds If-Match and validate_only, and stands in the audit log', async () => {
    const caller = await open()
    await caller.call('POST', `${PATH}?validate_only=true`)
    expect(await listed(caller)).toHaveLength(1)
    await caller.call('POST', PATH)
    const next = (await listed(caller)).find(({ state }) => state === 'next')
    const path = `${PATH}/${next?.kid}`
    const tag = (await caller.call('GET', path)).headers.get('etag') ?? ''
    now += SIGNING_KEY_OVERLAP
    const stale = await caller.call('POST', `${path}:activate`, undefined, { 'if-match': '"x"' })
    expect(stale.status).toBe(412)
    await caller.call('POST', `${path}:activate`, undefined, { 'if-match': tag })
    const { data } = (await caller.call('GET', '/audit')).json as { data: object[] }
    const target = { type: 'signing_key', id: next?.kid }
    expect(data.slice(0, 2)).toMatchObject([
      { action: 'signing_key.activated', target },
      { action: 'signing_key.issued', target },
    ])
  })

  it('belongs to no tenant: a key that is bound to one sees none of it', async () => {
    const client = openApi()
    const caller = await open()
    const tenant = await caller.make('/tenants', { name: 'Bound' })
    const bound = callerOf(client, await mintKey(client, 'bound', { tenant_id: tenant.id }))
    for (const [method, path] of [
      ['GET', PATH],
      ['POST', PATH],
      ['POST', '/deployment:reseal'],
      ['POST', `/tenants/${tenant.id}:reseal`],
      ['POST', `/tenants/${tenant.id}:reconcile`],
    ] as const)
      expect(codeOf(await bound.call(method, path))).toBe('api_key_bound')
  })
})

describe('after a rotation of MASTER_KEY', () => {
  it('seals the signing keys anew, and counts first when it is only asked', async () => {
    const { signs } = await isolate()
    const next = testKeyRing('the-master-key-that-comes-after-the-tests-own')
    const keyAdministration = createSigningKeyAdministration({
      ...store,
      keyring: testKeyRing('the-master-key-that-comes-after-the-tests-own', env.MASTER_KEY),
      currentKeyring: next,
    })
    const caller = await openCaller({ keyAdministration })
    const reseal = async (query = '') =>
      (await caller.call('POST', `/deployment:reseal${query}`)).json
    const one = { resealed: 1, unreadable: 0, next: null }
    expect(await reseal('?validate_only=true')).toEqual(one)
    expect(await reseal()).toEqual(one)
    expect(await reseal()).toEqual({ ...one, resealed: 0 })
    expect((await isolate(next)).signs).toBe(signs)
  })
})
