import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { readConfig } from '../../src/env.ts'
import { deliverWebhooks } from '../../src/gate/outbox/deliver-webhooks.ts'
import { appendEvent } from '../../src/gate/outbox/events.ts'
import { nextAttemptAt } from '../../src/gate/outbox/webhook-queue.ts'
import { drainOutbox } from '../../src/gate/queue/drain-outbox.ts'
import { createLoginEvents } from '../../src/gate/tables/login-events.ts'
import { createKeyRing } from '../../src/protocol/sealing/keyring.ts'
import { openDatabase } from '../../src/storage/d1/database.ts'
import { idInRow, newRowId } from '../../src/storage/d1/login-row-ids.ts'
import { strongRandom } from '../../src/storage/random.ts'
import type { DeploymentEvent } from '../../src/tenants/events/events.ts'
import { isId, newId } from '../../src/tenants/ids.ts'
import { openApi } from '../support/api.ts'
import { type Caller, mintKey, openCaller, type Resource } from '../support/api-tenant.ts'

const URL_OK = 'https://hooks.example.com/edge-sso'
const HOUR = 3_600_000

let caller: Caller
beforeAll(async () => {
  caller = await openCaller()
})
afterEach(() => {
  vi.restoreAllMocks()
})

interface Message {
  readonly url: string
  readonly headers: Headers
  readonly body: string
  readonly redirect: string | undefined
}

/** What receivers answer, by URL; the outside is not a binding. Returns what they were sent. */
function receive(answer: (url: string) => Response | Promise<Response>): Message[] {
  const messages: Message[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = String(input)
    const { headers, body, redirect } = init ?? {}
    messages.push({ url, headers: new Headers(headers), body: String(body), redirect })
    return answer(url)
  })
  return messages
}
const accepting = () => new Response(null, { status: 204 })

interface Listening {
  readonly tenant: Resource
  readonly path: string
  readonly webhook: Resource & { readonly secret: string }
}

/** A tenant with a webhook. */
async function listen(members: object = {}): Promise<Listening> {
  const tenant = await caller.make('/tenants', { name: 'Listening' })
  const path = `/tenants/${tenant.id}/webhooks`
  const webhook = await caller.make(path, { url: URL_OK, ...members })
  return { tenant, path: `${path}/${webhook.id}`, webhook: webhook as Listening['webhook'] }
}

const inGate = <T>(
  { tenant }: Pick<Listening, 'tenant'>,
  work: (storage: DurableObjectStorage) => T | Promise<T>,
) => runInDurableObject(env.TENANT_GATE.getByName(tenant.id), (_, { storage }) => work(storage))

/** Appends an event of the tenant and lets the alarm do all that is due. */
async function happen(at: Listening, members: Partial<DeploymentEvent> = {}) {
  const event = await append(at, members)
  await runDurableObjectAlarm(env.TENANT_GATE.getByName(at.tenant.id))
  return event
}

async function append(at: Listening, members: Partial<DeploymentEvent> = {}) {
  const { id: tenantId } = at.tenant
  if (!isId('ten', tenantId)) throw new Error('not an id')
  const event: DeploymentEvent = {
    id: newId('evt', strongRandom),
    type: 'login.refused',
    tenantId,
    at: Date.parse('2026-11-21T10:00:00Z'),
    code: 'saml_audience_mismatch',
    data: {},
    ...members,
  }
  await inGate(at, async (storage) => {
    appendEvent(storage.sql, event)
    await storage.setAlarm(Date.now() + HOUR)
  })
  return event
}

const drain = (storage: DurableObjectStorage, now: number) =>
  drainOutbox({ storage, logins: createLoginEvents(storage.sql) }, openDatabase(env.DB), now)

const keyring = createKeyRing({ masterKey: env.MASTER_KEY, random: strongRandom })

/** Delivers by a clock that the test moves; the outbox is drained first. */
const deliverAt = (at: Listening, now: number) =>
  inGate(at, async (storage) => {
    const config = readConfig(env)
    if (!('config' in config)) throw new Error('config')
    const guard = { ownOrigins: config.config.origins, allowLoopback: false }
    await drain(storage, now)
    await deliverWebhooks({ storage, keyring, guard, clock: () => now })
    return nextAttemptAt(storage.sql)
  })

const deliveries = async ({ path }: Listening) =>
  (
    (await caller.call('GET', `${path}/deliveries`)).json as {
      data: { message_id: string; state: string; attempts: number; last_outcome: string | null }[]
    }
  ).data

/** What Standard Webhooks has a receiver compute. */
async function signatureOf(secret: string, { headers, body }: Message): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.slice('whsec_'.length)), (c) => c.charCodeAt(0))
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign'])
  const text = `${headers.get('webhook-id')}.${headers.get('webhook-timestamp')}.${body}`
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text))
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(mac)))}`
}

describe('a webhook', () => {
  it('is sent what happens, signed, once D1 has it', async () => {
    const at = await listen()
    const messages = receive(accepting)
    const event = await happen(at)
    const [message, ...more] = messages.filter(({ body }) => body.includes(event.id))
    if (message === undefined) throw new Error('nothing was sent')
    expect(more).toEqual([])
    expect(message).toMatchObject({ url: URL_OK, redirect: 'manual' })
    expect(JSON.parse(message.body)).toEqual({
      type: 'login.refused',
      timestamp: '2026-11-21T10:00:00.000Z',
      data: (await caller.call('GET', `/events/${event.id}`)).json,
    })
    expect(message.headers.get('webhook-id')).toBe(event.id)
    const seconds = Number(message.headers.get('webhook-timestamp'))
    expect(Math.abs(Date.now() / 1000 - seconds)).toBeLessThan(60)
    const signature = message.headers.get('webhook-signature')
    expect(signature).toBe(await signatureOf(at.webhook.secret, message))
    expect(await deliveries(at)).toMatchObject([
      { message_id: event.id, state: 'delivered', attempts: 1, last_outcome: '204' },
    ])
  })

  it('hears what administrators change, as the audit log has it', async () => {
    const at = await listen({ topics: ['audit'] })
    const messages = receive(accepting)
    const key = await caller.make(`/tenants/${at.tenant.id}/sso-keys`, {
      name: 'main',
      environment: 'production',
    })
    await happen(at)
    const { json } = await caller.call('GET', `/tenants/${at.tenant.id}/audit?target=${key.id}`)
    const [entry] = (json as { data: { at: string }[] }).data
    expect(messages.map(({ body }) => JSON.parse(body))).toEqual([
      { type: 'audit.sso_key.issued', timestamp: entry?.at, data: entry },
    ])
  })

  it('hears of an API key that was minted for its tenant', async () => {
    const at = await listen({ topics: ['audit'] })
    const messages = receive(accepting)
    await mintKey(openApi(), 'bound', { tenant_id: at.tenant.id })
    await happen(at)
    expect(messages.map(({ body }) => JSON.parse(body).type)).toEqual(['audit.api_key.minted'])
  })

  it('hears of its topics alone, and of its own tenant alone (I5)', async () => {
    const at = await listen({ topics: ['login.admitted'] })
    const other = await listen({ url: 'https://other.example.com/' })
    const messages = receive(accepting)
    await happen(at)
    await happen(at, { type: 'login.admitted' })
    await happen(other)
    expect(messages.map(({ url, body }) => [url, JSON.parse(body).type])).toEqual([
      [URL_OK, 'login.admitted'],
      ['https://other.example.com/', 'login.refused'],
    ])
  })

  it('is signed with both secrets for a day after a rotation', async () => {
    const at = await listen()
    const rotated = (await caller.make(`${at.path}:rotate_secret`)) as Listening['webhook']
    expect(rotated.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(rotated.secret).not.toBe(at.webhook.secret)
    const messages = receive(accepting)
    const now = Date.now()
    await append(at)
    await deliverAt(at, now)
    await append(at)
    await deliverAt(at, now + 25 * HOUR)
    const [during, after] = messages.filter(({ body }) => body.includes('login.refused'))
    if (during === undefined || after === undefined) throw new Error('nothing was sent')
    expect(during.headers.get('webhook-signature')).toBe(
      `${await signatureOf(rotated.secret, during)} ${await signatureOf(at.webhook.secret, during)}`,
    )
    expect(after.headers.get('webhook-signature')).toBe(await signatureOf(rotated.secret, after))
  })

  it('keeps its secret sealed, and tells it once', async () => {
    const at = await listen()
    const { json } = await caller.call('GET', at.path)
    expect(JSON.stringify(json)).not.toContain('whsec_')
    const stored = await inGate(at, ({ sql }) => sql.exec('SELECT * FROM webhooks').toArray())
    expect(JSON.stringify(stored)).not.toContain(at.webhook.secret)
    const audit = await caller.call('GET', `/tenants/${at.tenant.id}/audit`)
    expect(audit.text).toContain('webhook.created')
    expect(audit.text).not.toContain('whsec_')
  })
})

describe('a receiver that fails', () => {
  it('is asked again after 5 seconds, 30 seconds, 2 and 10 minutes, 1 hour, then every 6', async () => {
    const at = await listen()
    receive(() => new Response(null, { status: 500 }))
    await append(at)
    let now = Date.now()
    const waits: number[] = []
    for (let n = 0; n < 7; n++) {
      const next = await deliverAt(at, now)
      waits.push((next ?? 0) - now)
      now = next ?? 0
    }
    const minute = 60_000
    expect(waits).toEqual([
      5_000,
      30_000,
      2 * minute,
      10 * minute,
      60 * minute,
      360 * minute,
      360 * minute,
    ])
    const [delivery] = await deliveries(at)
    expect(delivery).toMatchObject({ state: 'pending', attempts: 7, last_outcome: '500' })
    const messages = receive(accepting)
    expect(await deliverAt(at, now)).toBeUndefined()
    expect(messages).toHaveLength(1)
  })

  it('is tried with one message at a time until it takes one, and loses none', async () => {
    const at = await listen()
    let messages = receive(() => new Response(null, { status: 503 }))
    const now = Date.now()
    for (let n = 0; n < 3; n++) await append(at)
    await deliverAt(at, now)
    expect(messages).toHaveLength(1)
    expect(await deliverAt(at, now + 1_000)).toBe(now + 5_000)
    expect(messages).toHaveLength(1)
    messages = receive(accepting)
    await deliverAt(at, now + 40_000)
    await deliverAt(at, now + 40_000)
    expect(new Set(messages.map(({ headers }) => headers.get('webhook-id'))).size).toBe(3)
    expect((await deliveries(at)).map(({ state }) => state)).toEqual(Array(3).fill('delivered'))
  })

  it('is given up after three days, with an event', async () => {
    const at = await listen()
    receive(() => Promise.reject(new TypeError('refused')))
    const now = Date.now()
    await append(at)
    await deliverAt(at, now)
    await deliverAt(at, now + 71 * HOUR)
    expect((await caller.call('GET', at.path)).json).toMatchObject({ enabled: true })
    expect(await deliverAt(at, now + 80 * HOUR)).toBeUndefined()
    expect((await caller.call('GET', at.path)).json).toMatchObject({ enabled: false })
    expect(await deliveries(at)).toMatchObject([{ state: 'failed', last_outcome: 'unreachable' }])
    await deliverAt(at, now + 80 * HOUR)
    const events = await caller.call('GET', `/tenants/${at.tenant.id}/events?type=webhook.disabled`)
    expect(events.json).toMatchObject({
      data: [{ data: { webhook_id: at.webhook.id, url: URL_OK, reason: 'failing' } }],
    })
  })

  it('is not followed anywhere (R45)', async () => {
    const at = await listen()
    const messages = receive(() => Response.redirect('https://elsewhere.example.com/', 307))
    await append(at)
    await deliverAt(at, Date.now())
    expect(messages).toHaveLength(1)
    expect(await deliveries(at)).toMatchObject([{ state: 'pending', last_outcome: '307' }])
  })

  it('is not asked at an address that is not allowed any more (R45)', async () => {
    const at = await listen()
    const messages = receive(accepting)
    await inGate(at, ({ sql }) => sql.exec(`UPDATE webhooks SET url = 'https://10.0.0.1/'`))
    await append(at)
    await deliverAt(at, Date.now())
    expect(messages).toEqual([])
    expect(await deliveries(at)).toMatchObject([{ last_outcome: 'url_forbidden' }])
  })

  it('is disabled when more waits than is worth keeping', async () => {
    const at = await listen()
    receive(() => new Response(null, { status: 500 }))
    await append(at)
    const now = Date.now()
    await deliverAt(at, now)
    await inGate(at, ({ sql }) =>
      sql.exec(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
         INSERT INTO webhook_deliveries
         SELECT tenant_id, webhook_id, 'evt_' || i, 'login.refused', 'pending', 0, ?, ?, NULL, NULL, '{}'
         FROM webhooks, n`,
        now,
        now,
      ),
    )
    await append(at)
    expect(await deliverAt(at, now)).toBeUndefined()
    expect((await caller.call('GET', at.path)).json).toMatchObject({ enabled: false })
    const left = await inGate(at, ({ sql }) =>
      sql.exec(`SELECT 1 FROM webhook_deliveries WHERE state = 'pending'`).toArray(),
    )
    expect(left).toEqual([])
  })

  it('delays no command and no login, and no other receiver', async () => {
    const at = await listen({ topics: ['login.refused'] })
    const second = await caller.make(`/tenants/${at.tenant.id}/webhooks`, {
      url: 'https://quick.example.com/',
      topics: ['login.refused'],
    })
    let answer: (response: Response) => void = () => undefined
    const slow = new Promise<Response>((resolve) => {
      answer = resolve
    })
    const messages = receive((url) => (url === URL_OK ? slow : accepting()))
    await append(at)
    const alarm = runDurableObjectAlarm(env.TENANT_GATE.getByName(at.tenant.id))
    await vi.waitUntil(() => messages.length === 2)
    const key = { name: 'main', environment: 'production' }
    expect((await caller.call('POST', `/tenants/${at.tenant.id}/sso-keys`, key)).status).toBe(201)
    answer(accepting())
    await alarm
    expect(messages.map(({ url }) => url).toSorted()).toEqual([URL_OK, second.url])
  })
})

describe('what can be asked of a webhook', () => {
  it('is a ping, sent like everything else', async () => {
    const at = await listen()
    const messages = receive(accepting)
    const { message_id: messageId } = await caller.make(`${at.path}:ping`)
    await runDurableObjectAlarm(env.TENANT_GATE.getByName(at.tenant.id))
    expect(JSON.parse(messages[0]?.body ?? '')).toMatchObject({ type: 'webhook.ping' })
    expect(messages[0]?.headers.get('webhook-id')).toBe(messageId)
  })

  it('is a replay, since a time or of one event, under the same id', async () => {
    const at = await listen({ topics: ['login.refused'] })
    const messages = receive(accepting)
    const first = await happen(at, { at: 1_000 })
    const second = await happen(at, { at: 2_000 })
    const replay = (body: object) => caller.call('POST', `${at.path}:replay`, body)
    expect((await replay({ since: new Date(2_000).toISOString() })).json).toEqual({
      messages: 1,
      next_since: null,
    })
    expect((await replay({ event_id: first.id })).json).toMatchObject({ messages: 1 })
    await deliverAt(at, Date.now())
    expect(
      messages
        .map(({ headers }) => headers.get('webhook-id'))
        .slice(2)
        .toSorted(),
    ).toEqual([first.id, second.id].toSorted())
  })

  it('is a replay of logins that D1 was told of together: of some, or of one', async () => {
    const at = await listen({ topics: ['login.admitted'] })
    const row = newRowId(strongRandom)
    const login = { type: 'login.admitted', id: idInRow(row, 0), at: 1_000 } as const
    await append(at, login)
    await append(at, { ...login, id: idInRow(row, 1), at: 2_000 })
    await happen(at, { type: 'logout.ended', at: 3_000 })
    const replay = (body: object) => caller.call('POST', `${at.path}:replay`, body)
    const replayed = { messages: 1, next_since: null }
    expect((await replay({ since: new Date(2_000).toISOString() })).json).toEqual(replayed)
    expect((await replay({ event_id: login.id })).json).toEqual(replayed)
  })

  it('is to be disabled: nothing is sent until it is enabled, and nothing of before', async () => {
    const at = await listen()
    const messages = receive(accepting)
    await caller.call('PATCH', at.path, { enabled: false })
    await happen(at)
    expect(await caller.call('POST', `${at.path}:ping`)).toMatchObject({
      status: 409,
      json: { code: 'webhook_disabled' },
    })
    await caller.call('PATCH', at.path, { enabled: true, topics: ['login.refused'] })
    const event = await happen(at)
    expect(messages.map(({ headers }) => headers.get('webhook-id'))).toEqual([event.id])
  })
})

describe('bad input', () => {
  it.each([
    'http://hooks.example.com/',
    'https://10.0.0.1/',
    'https://localhost/',
    'https://user:password@hooks.example.com/',
    'https://hooks.example.com:8443/',
    'http://localhost:8787/',
  ])('a URL that is not a public https address: %s (R45)', async (url) => {
    const tenant = await caller.make('/tenants', { name: 'Bad' })
    const path = `/tenants/${tenant.id}/webhooks`
    const created = await caller.call('POST', path, { url })
    expect(created).toMatchObject({
      status: 422,
      json: { code: 'webhook_url_forbidden', pointer: '/url' },
    })
    const webhook = await caller.make(path, { url: URL_OK })
    const updated = await caller.call('PATCH', `${path}/${webhook.id}`, { url })
    expect(updated.json).toMatchObject({ code: 'webhook_url_forbidden' })
  })

  it('a sixth webhook, a topic that is none, a webhook of another tenant', async () => {
    const at = await listen()
    const path = `/tenants/${at.tenant.id}/webhooks`
    for (let n = 0; n < 4; n++) await caller.make(path, { url: URL_OK })
    expect((await caller.call('POST', path, { url: URL_OK })).json).toMatchObject({
      code: 'webhook_limit_reached',
    })
    const topics = await caller.call('PATCH', at.path, { topics: ['everything'] })
    expect(topics.status).toBe(422)
    const other = await listen()
    const foreign = `/tenants/${other.tenant.id}/webhooks/${at.webhook.id}`
    for (const [method, suffix] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', ':ping'],
      ['GET', '/deliveries'],
    ] as const)
      expect((await caller.call(method, foreign + suffix)).status).toBe(404)
  })
})

it('a webhook that is deleted is gone with what it was owed', async () => {
  const at = await listen()
  const messages = receive(accepting)
  await append(at)
  await inGate(at, (storage) => drain(storage, Date.now()))
  expect((await caller.call('DELETE', at.path)).status).toBe(204)
  await deliverAt(at, Date.now() + HOUR)
  expect(messages).toEqual([])
  expect((await caller.call('GET', at.path)).status).toBe(404)
})
