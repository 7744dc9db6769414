import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import {
  accepting,
  append,
  deliverAt,
  HOUR,
  inGate,
  receive,
  URL_OK,
  webhookScene,
} from './webhook-scene.ts'

const scene = webhookScene()
const { listen, deliveries } = scene

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
    expect((await scene.caller.call('GET', at.path)).json).toMatchObject({ enabled: true })
    expect(await deliverAt(at, now + 80 * HOUR)).toBeUndefined()
    expect((await scene.caller.call('GET', at.path)).json).toMatchObject({ enabled: false })
    expect(await deliveries(at)).toMatchObject([{ state: 'failed', last_outcome: 'unreachable' }])
    await deliverAt(at, now + 80 * HOUR)
    const events = await scene.caller.call(
      'GET',
      `/tenants/${at.tenant.id}/events?type=webhook.disabled`,
    )
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
    expect((await scene.caller.call('GET', at.path)).json).toMatchObject({ enabled: false })
    const left = await inGate(at, ({ sql }) =>
      sql.exec(`SELECT 1 FROM webhook_deliveries WHERE state = 'pending'`).toArray(),
    )
    expect(left).toEqual([])
  })

  it('delays no command and no login, and no other receiver', async () => {
    const at = await listen({ topics: ['login.refused'] })
    const second = await scene.caller.make(`/tenants/${at.tenant.id}/webhooks`, {
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
    expect((await scene.caller.call('POST', `/tenants/${at.tenant.id}/sso-keys`, key)).status).toBe(
      201,
    )
    answer(accepting())
    await alarm
    expect(messages.map(({ url }) => url).toSorted()).toEqual([URL_OK, second.url])
  })
})
