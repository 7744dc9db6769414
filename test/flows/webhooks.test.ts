import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { idInRow, newRowId } from '../../src/storage/d1/login-row-ids.ts'
import { strongRandom } from '../../src/storage/random.ts'
import type { DeploymentEvent } from '../../src/tenants/events/events.ts'
import { openApi } from '../support/api.ts'
import { mintKey } from '../support/api-tenant.ts'
import {
  accepting,
  append,
  deliverAt,
  drain,
  HOUR,
  inGate,
  type Listening,
  type Message,
  receive,
  URL_OK,
  webhookScene,
} from './webhook-scene.ts'

const scene = webhookScene()
const { listen, deliveries } = scene

/** Appends an event of the tenant and lets the alarm do all that is due. */
async function happen(at: Listening, members: Partial<DeploymentEvent> = {}) {
  const event = await append(at, members)
  await runDurableObjectAlarm(env.TENANT_GATE.getByName(at.tenant.id))
  return event
}

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
    const shown = await scene.caller.call('GET', `/events/${event.id}`)
    // One event by itself tells its checks beside what every list and message says.
    const { checks, ...data } = shown.json as { readonly checks: unknown }
    expect(checks).toHaveLength(1)
    expect(JSON.parse(message.body)).toEqual({
      type: 'login.refused',
      timestamp: '2026-11-21T10:00:00.000Z',
      data,
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
    const key = await scene.caller.make(`/tenants/${at.tenant.id}/sso-keys`, {
      name: 'main',
      environment: 'production',
    })
    await happen(at)
    const { json } = await scene.caller.call(
      'GET',
      `/tenants/${at.tenant.id}/audit?target=${key.id}`,
    )
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
    const rotated = (await scene.caller.make(`${at.path}:rotate_secret`)) as Listening['webhook']
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
    const { json } = await scene.caller.call('GET', at.path)
    expect(JSON.stringify(json)).not.toContain('whsec_')
    const stored = await inGate(at, ({ sql }) => sql.exec('SELECT * FROM webhooks').toArray())
    expect(JSON.stringify(stored)).not.toContain(at.webhook.secret)
    const audit = await scene.caller.call('GET', `/tenants/${at.tenant.id}/audit`)
    expect(audit.text).toContain('webhook.created')
    expect(audit.text).not.toContain('whsec_')
  })
})

describe('what can be asked of a webhook', () => {
  it('is a ping, sent like everything else', async () => {
    const at = await listen()
    const messages = receive(accepting)
    const { message_id: messageId } = await scene.caller.make(`${at.path}:ping`)
    await runDurableObjectAlarm(env.TENANT_GATE.getByName(at.tenant.id))
    expect(JSON.parse(messages[0]?.body ?? '')).toMatchObject({ type: 'webhook.ping' })
    expect(messages[0]?.headers.get('webhook-id')).toBe(messageId)
  })

  it('is a replay, since a time or of one event, under the same id', async () => {
    const at = await listen({ topics: ['login.refused'] })
    const messages = receive(accepting)
    const first = await happen(at, { at: 1_000 })
    const second = await happen(at, { at: 2_000 })
    const replay = (body: object) => scene.caller.call('POST', `${at.path}:replay`, body)
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
    const replay = (body: object) => scene.caller.call('POST', `${at.path}:replay`, body)
    const replayed = { messages: 1, next_since: null }
    expect((await replay({ since: new Date(2_000).toISOString() })).json).toEqual(replayed)
    expect((await replay({ event_id: login.id })).json).toEqual(replayed)
  })

  it('is to be disabled: nothing is sent until it is enabled, and nothing of before', async () => {
    const at = await listen()
    const messages = receive(accepting)
    await scene.caller.call('PATCH', at.path, { enabled: false })
    await happen(at)
    expect(await scene.caller.call('POST', `${at.path}:ping`)).toMatchObject({
      status: 409,
      json: { code: 'webhook_disabled' },
    })
    await scene.caller.call('PATCH', at.path, { enabled: true, topics: ['login.refused'] })
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
    const tenant = await scene.caller.make('/tenants', { name: 'Bad' })
    const path = `/tenants/${tenant.id}/webhooks`
    const created = await scene.caller.call('POST', path, { url })
    expect(created).toMatchObject({
      status: 422,
      json: { code: 'webhook_url_forbidden', pointer: '/url' },
    })
    const webhook = await scene.caller.make(path, { url: URL_OK })
    const updated = await scene.caller.call('PATCH', `${path}/${webhook.id}`, { url })
    expect(updated.json).toMatchObject({ code: 'webhook_url_forbidden' })
  })

  it('a sixth webhook, a topic that is none, a webhook of another tenant', async () => {
    const at = await listen()
    const path = `/tenants/${at.tenant.id}/webhooks`
    for (let n = 0; n < 4; n++) await scene.caller.make(path, { url: URL_OK })
    expect((await scene.caller.call('POST', path, { url: URL_OK })).json).toMatchObject({
      code: 'webhook_limit_reached',
    })
    const topics = await scene.caller.call('PATCH', at.path, { topics: ['everything'] })
    expect(topics.status).toBe(422)
    const other = await listen()
    const foreign = `/tenants/${other.tenant.id}/webhooks/${at.webhook.id}`
    for (const [method, suffix] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', ':ping'],
      ['GET', '/deliveries'],
    ] as const)
      expect((await scene.caller.call(method, foreign + suffix)).status).toBe(404)
  })
})

it('a webhook that is deleted is gone with what it was owed', async () => {
  const at = await listen()
  const messages = receive(accepting)
  await append(at)
  await inGate(at, (storage) => drain(storage, Date.now()))
  expect((await scene.caller.call('DELETE', at.path)).status).toBe(204)
  await deliverAt(at, Date.now() + HOUR)
  expect(messages).toEqual([])
  expect((await scene.caller.call('GET', at.path)).status).toBe(404)
})
