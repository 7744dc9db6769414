// Any attempt is explained from its reference, and told to whoever listens: a receiver of webhooks
// over real HTTP, with signatures checked by another implementation of HMAC.

import { strict as assert } from 'node:assert'
import { createHmac } from 'node:crypto'
import { Hono } from 'hono'
import { createApiClient } from '../api-client.ts'
import { openBrowser } from '../browser.ts'
import type { Lifetime } from '../lifetime.ts'
import { findFreePorts } from '../ports.ts'
import { listen, type Stack } from '../stack.ts'
import type { Tally } from '../tally.ts'
import { choose, goToIdp } from './person.ts'

/** The outbox gathers for five seconds; a busy machine takes a while longer. */
const PATIENCE_MS = 30_000

interface Message {
  readonly id: string
  readonly signed: string
  readonly signature: string
  readonly body: string
}

/** Has a login refused, finds out why by its reference, and waits for the message about it. */
export async function checkEvents(tally: Tally, stack: Stack, lifetime: Lifetime): Promise<void> {
  const { seeded, workerOrigin } = stack
  const api = createApiClient(workerOrigin, seeded.apiKey)
  const tenant = `/tenants/${seeded.tenantId}`
  const { url, messages } = await receiveWebhooks(lifetime)
  const webhook = await api.post<{ secret: string }>(`${tenant}/webhooks`, {
    url,
    topics: ['login.refused'],
  })
  let reference = ''
  await tally.check('The reference on a refusal page leads to its event', async () => {
    const browser = openBrowser()
    const answer = await choose(browser, await goToIdp(browser, stack), 'wrong_audience')
    const page = await browser.submit(answer)
    reference = /evt_[0-9a-z]{24}/.exec(page.body)?.[0] ?? ''
    const event = await api.get<{ code: string; data: object }>(`${tenant}/events/${reference}`)
    assert.equal(event.code, 'saml_audience_mismatch')
    assert.ok('expected' in event.data && 'got' in event.data, 'what was wanted and what came')
  })
  await tally.check('What the identity provider sent can be opened', async () => {
    const opened = await api.get<{ saml_response: string }>(
      `${tenant}/events/${reference}/response`,
    )
    assert.match(opened.saml_response, /<(\w+:)?Response /)
  })
  await tally.check('A webhook hears of it, signed', async () => {
    const message = await arrival(messages, reference)
    const key = Buffer.from(webhook.secret.replace(/^whsec_/, ''), 'base64')
    const expected = createHmac('sha256', key).update(message.signed).digest('base64')
    assert.equal(message.signature, `v1,${expected}`)
    assert.equal(JSON.parse(message.body).data.id, reference)
  })
}

/** A receiver on loopback, and everything that it was sent. */
async function receiveWebhooks(lifetime: Lifetime) {
  const messages: Message[] = []
  const receiver = new Hono().post('/hooks', async (c) => {
    const header = (name: string): string => c.req.header(`webhook-${name}`) ?? ''
    const body = await c.req.text()
    const id = header('id')
    const signed = `${id}.${header('timestamp')}.${body}`
    messages.push({ id, signed, signature: header('signature'), body })
    return c.body(null, 204)
  })
  const [port = 0] = await findFreePorts(1)
  await listen(receiver, port, lifetime)
  return { url: `http://127.0.0.1:${port}/hooks`, messages }
}

async function arrival(messages: readonly Message[], id: string): Promise<Message> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
    const message = messages.find((one) => one.id === id)
    if (message) return message
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('No message arrived')
}
