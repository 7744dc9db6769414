import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { keepResponse } from '../../../src/gate/outbox/event-responses.ts'
import { appendEvent } from '../../../src/gate/outbox/events.ts'
import { encodeBase64 } from '../../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { createKeyRing } from '../../../src/protocol/sealing/keyring.ts'
import { openDatabase } from '../../../src/storage/d1/database.ts'
import { events } from '../../../src/storage/d1/schema/index.ts'
import { strongRandom } from '../../../src/storage/random.ts'
import type { DeploymentEvent } from '../../../src/tenants/events/events.ts'
import { isId, newId, type TenantId } from '../../../src/tenants/ids.ts'
import { openApi } from '../../support/api.ts'
import { type Caller, callerOf, mintKey, type Resource } from '../../support/api-tenant.ts'

const client = openApi()
let caller: Caller
let tenant: Resource
let other: Resource
beforeAll(async () => {
  caller = callerOf(client, await mintKey(client))
  tenant = await caller.make('/tenants', { name: 'Events' })
  other = await caller.make('/tenants', { name: 'Others' })
})

function tenantIdOf({ id }: Resource): TenantId {
  if (!isId('ten', id)) throw new Error('not an id')
  return id
}

const anEvent = (members: Partial<DeploymentEvent> = {}): DeploymentEvent => ({
  id: newId('evt', strongRandom),
  type: 'login.refused',
  tenantId: tenantIdOf(tenant),
  at: Date.parse('2026-11-21T10:00:00Z'),
  code: 'saml_audience_mismatch',
  data: { fixed_by: 'idp_admin' },
  ...members,
})

/** Puts events into the feed, as outboxes do. */
async function happened(...members: Partial<DeploymentEvent>[]): Promise<DeploymentEvent[]> {
  const made = members.map(anEvent)
  for (const event of made) await openDatabase(env.DB).insert(events).values(event)
  return made
}

interface ListOf<T> {
  readonly data: readonly T[]
  readonly next_cursor: string | null
}
const ids = (json: unknown) => (json as ListOf<{ id: string }>).data.map(({ id }) => id)

describe('the event of a reference', () => {
  it('is found below its tenant, and in the whole deployment', async () => {
    const [event] = await happened({ userId: newId('usr', strongRandom) })
    const shown = {
      id: event?.id,
      type: 'login.refused',
      tenant_id: tenant.id,
      at: '2026-11-21T10:00:00.000Z',
      connector_id: null,
      sso_id: null,
      user_id: event?.userId,
      code: 'saml_audience_mismatch',
      data: { fixed_by: 'idp_admin' },
      checks: [
        {
          rule: 'R43, SAML Core §2.5.1.4',
          title: 'The Audience of the assertion is not our EntityID.',
          outcome: 'failed',
          code: 'saml_audience_mismatch',
          expected: null,
          got: null,
          fixed_by: 'idp_admin',
        },
      ],
    }
    for (const path of [`/tenants/${tenant.id}/events/${event?.id}`, `/events/${event?.id}`])
      expect((await caller.call('GET', path)).json).toEqual(shown)
  })

  it('says what was wanted and what came, and nothing of the kind without an attempt', async () => {
    const facts = { expected: 'urn:us', got: ['urn:them'], fixed_by: 'idp_admin' }
    const [refused, other] = await happened(
      { data: facts },
      { type: 'connector.needs_attention', data: {} },
    )
    const read = async (id?: string) =>
      (await caller.call('GET', `/tenants/${tenant.id}/events/${id}`)).json
    expect(await read(refused?.id)).toMatchObject({
      checks: [{ expected: 'urn:us', got: ['urn:them'] }],
    })
    expect(await read(other?.id)).toMatchObject({ checks: [] })
  })

  it('is found at once, while the feed does not have it yet', async () => {
    const event = anEvent()
    const gate = env.TENANT_GATE.getByName(tenant.id)
    await runInDurableObject(gate, (_, { storage }) => appendEvent(storage.sql, event))
    const reply = await caller.call('GET', `/tenants/${tenant.id}/events/${event.id}`)
    expect(reply.json).toMatchObject({ id: event.id })
  })

  it('of another tenant is unknown (I5)', async () => {
    const [event] = await happened({ tenantId: tenantIdOf(other) })
    const below = await caller.call('GET', `/tenants/${tenant.id}/events/${event?.id}`)
    expect(below).toMatchObject({ status: 404, json: { code: 'event_unknown' } })
    const bound = callerOf(client, await mintKey(client, 'bound', { tenant_id: tenant.id }))
    expect((await bound.call('GET', `/events/${event?.id}`)).status).toBe(404)
    const mine = await happened({})
    expect((await bound.call('GET', `/events/${mine[0]?.id}`)).status).toBe(200)
  })
})

describe('the list of a tenant', () => {
  it('can be narrowed, and pages', async () => {
    const userId = newId('usr', strongRandom)
    const made = await happened(
      { userId },
      { userId, type: 'login.admitted', at: Date.parse('2026-11-22T10:00:00Z') },
      { userId, type: 'login.admitted', at: Date.parse('2026-11-23T10:00:00Z') },
    )
    const list = async (query: string) =>
      (await caller.call('GET', `/tenants/${tenant.id}/events?user_id=${userId}${query}`)).json
    const [first, second, third] = made.map(({ id }) => id)
    expect(ids(await list(''))).toEqual([third, second, first])
    expect(ids(await list('&type=login.refused'))).toEqual([first])
    expect(ids(await list('&code=saml_audience_mismatch&until=2026-11-22T00:00:00Z'))).toEqual([
      first,
    ])
    expect(ids(await list('&from=2026-11-23T00:00:00Z'))).toEqual([third])
    const page = (await list('&limit=2')) as ListOf<{ id: string }>
    expect(ids(page)).toEqual([third, second])
    expect(ids(await list(`&limit=2&cursor=${page.next_cursor}`))).toEqual([first])
  })

  it('refuses filters that it does not know, and values that are none', async () => {
    for (const query of ['outcome=x', 'type=login', 'from=yesterday', 'user_id=usr_1']) {
      const reply = await caller.call('GET', `/tenants/${tenant.id}/events?${query}`)
      expect(reply.status, query).toBe(422)
    }
  })

  it('is exported as lines, however many pages that takes', async () => {
    const many = await caller.make('/tenants', { name: 'Many' })
    const rows = Array.from({ length: 1_001 }, () => anEvent({ tenantId: tenantIdOf(many) }))
    const db = openDatabase(env.DB)
    const [head, ...tail] = Array.from({ length: 101 }, (_, n) =>
      db.insert(events).values(rows.slice(n * 10, n * 10 + 10)),
    )
    if (head) await db.batch([head, ...tail])
    const reply = await caller.call('GET', `/tenants/${many.id}/events/export?type=login.refused`)
    expect(reply.headers.get('content-type')).toBe('application/x-ndjson')
    const exported = (reply.json as { id: string }[]).map(({ id }) => id)
    expect(exported).toEqual(rows.map(({ id }) => id).toReversed())
  })
})

describe('the feed', () => {
  it('goes on where it ended, without a gap, and repeats nothing', async () => {
    const read = async (after: number) => {
      const reply = await caller.call('GET', `/events?after=${after}&limit=1000`)
      return reply.json as { data: { id: string; seq: number }[]; next_after: number }
    }
    let place = 0
    for (let page = await read(place); page.data.length > 0; page = await read(place))
      place = page.next_after
    expect((await read(place)).next_after).toBe(place)
    const made = await happened({}, { tenantId: tenantIdOf(other) })
    expect(ids(await read(place))).toEqual(made.map(({ id }) => id))
  })

  it('read with a key of one tenant has its events alone (I5)', async () => {
    const bound = callerOf(client, await mintKey(client, 'feed', { tenant_id: other.id }))
    const reply = await bound.call('GET', '/events?limit=1000')
    const { data } = reply.json as ListOf<{ tenant_id: string }>
    expect(new Set(data.map((one) => one.tenant_id))).toEqual(new Set([other.id]))
  })

  it('takes a key with the scope for events', async () => {
    const reader = callerOf(client, await mintKey(client, 'reader', { scopes: ['read'] }))
    expect((await reader.call('GET', '/events')).status).toBe(403)
    const listener = callerOf(client, await mintKey(client, 'listener', { scopes: ['events'] }))
    expect((await listener.call('GET', '/events')).status).toBe(200)
  })
})

describe('the response of an attempt that failed', () => {
  it('is opened, and the audit log tells who did', async () => {
    const [event] = await happened({ connectorId: newId('con', strongRandom) })
    if (event?.connectorId === undefined) throw new Error('no connector')
    const { tenantId, connectorId, id: eventId } = event
    const keyring = createKeyRing({ masterKey: env.MASTER_KEY, random: strongRandom })
    const xml = '<samlp:Response>Grüße</samlp:Response>'
    const sealed = await keyring.seal('raw-response', eventId, encodeBase64(encodeUtf8(xml)))
    const gate = env.TENANT_GATE.getByName(tenant.id)
    await runInDurableObject(gate, (_, { storage }) =>
      keepResponse(storage.sql, { tenantId, connectorId, eventId, sealed }, Date.now()),
    )
    const reply = await caller.call('GET', `/tenants/${tenant.id}/events/${eventId}/response`)
    expect(reply.json).toEqual({ event_id: eventId, saml_response: xml })
    const { json } = await caller.call('GET', `/tenants/${tenant.id}/audit?target=${eventId}`)
    expect(json).toMatchObject({
      data: [
        { action: 'event.response_opened', actor: { type: 'api_key' }, before: null, after: {} },
      ],
    })
  })

  it('that is not kept is unknown, and opening it leaves no entry', async () => {
    const [event] = await happened({})
    const reply = await caller.call('GET', `/tenants/${tenant.id}/events/${event?.id}/response`)
    expect(reply).toMatchObject({ status: 404, json: { code: 'event_response_unknown' } })
    const { json } = await caller.call('GET', `/tenants/${tenant.id}/audit?target=${event?.id}`)
    expect(json).toMatchObject({ data: [] })
  })
})
