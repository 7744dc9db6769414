// A tenant whose events go to a webhook, and the receiver behind it.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, vi } from 'vitest'
import { readConfig } from '../../src/env.ts'
import { deliverWebhooks } from '../../src/gate/outbox/deliver-webhooks.ts'
import { appendEvent } from '../../src/gate/outbox/events.ts'
import { nextAttemptAt } from '../../src/gate/outbox/webhook-queue.ts'
import { drainOutbox } from '../../src/gate/queue/drain-outbox.ts'
import { createLoginEvents } from '../../src/gate/tables/login-events.ts'
import { createKeyRing } from '../../src/protocol/sealing/keyring.ts'
import { openDatabase } from '../../src/storage/d1/database.ts'
import { strongRandom } from '../../src/storage/random.ts'
import type { DeploymentEvent } from '../../src/tenants/events/events.ts'
import { isId, newId } from '../../src/tenants/ids.ts'
import { type Caller, openCaller, type Resource } from '../support/api-tenant.ts'

export const URL_OK = 'https://hooks.example.com/edge-sso'
export const HOUR = 3_600_000

export interface Message {
  readonly url: string
  readonly headers: Headers
  readonly body: string
  readonly redirect: string | undefined
}

/** What receivers answer, by URL; the outside is not a binding. Returns what they were sent. */
export function receive(answer: (url: string) => Response | Promise<Response>): Message[] {
  const messages: Message[] = []
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = String(input)
    const { headers, body, redirect } = init ?? {}
    messages.push({ url, headers: new Headers(headers), body: String(body), redirect })
    return answer(url)
  })
  return messages
}
export const accepting = () => new Response(null, { status: 204 })

export interface Listening {
  readonly tenant: Resource
  readonly path: string
  readonly webhook: Resource & { readonly secret: string }
}

export const inGate = <T>(
  { tenant }: Pick<Listening, 'tenant'>,
  work: (storage: DurableObjectStorage) => T | Promise<T>,
) => runInDurableObject(env.TENANT_GATE.getByName(tenant.id), (_, { storage }) => work(storage))

export async function append(at: Listening, members: Partial<DeploymentEvent> = {}) {
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

export const drain = (storage: DurableObjectStorage, now: number) =>
  drainOutbox({ storage, logins: createLoginEvents(storage.sql) }, openDatabase(env.DB), now)

const keyring = createKeyRing({ masterKey: env.MASTER_KEY, random: strongRandom })

/** Delivers by a clock that the test moves; the outbox is drained first. */
export const deliverAt = (at: Listening, now: number) =>
  inGate(at, async (storage) => {
    const config = readConfig(env)
    if (!('config' in config)) throw new Error('config')
    const guard = { ownOrigins: config.config.origins, allowLoopback: false }
    await drain(storage, now)
    await deliverWebhooks({ storage, keyring, guard, clock: () => now })
    return nextAttemptAt(storage.sql)
  })

/** A tenant, its webhooks, and what their receiver gets. */
export function webhookScene() {
  let caller: Caller
  beforeAll(async () => {
    caller = await openCaller()
  })
  afterEach(() => {
    vi.restoreAllMocks()
  })

  /** A tenant with a webhook. */
  async function listen(members: object = {}): Promise<Listening> {
    const tenant = await caller.make('/tenants', { name: 'Listening' })
    const path = `/tenants/${tenant.id}/webhooks`
    const webhook = await caller.make(path, { url: URL_OK, ...members })
    return { tenant, path: `${path}/${webhook.id}`, webhook: webhook as Listening['webhook'] }
  }

  const deliveries = async ({ path }: Listening) =>
    (
      (await caller.call('GET', `${path}/deliveries`)).json as {
        data: { message_id: string; state: string; attempts: number; last_outcome: string | null }[]
      }
    ).data
  return {
    get caller() {
      return caller
    },
    listen,
    deliveries,
  }
}
