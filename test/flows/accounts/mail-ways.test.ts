// The ways of a mail out of a deployment: the Email Sending binding, and the delivery services of
// `examples/`, which get the very calls that a gate makes.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import mailEmailSending from '../../../examples/mail-email-sending/src/index.ts'
import mailHttp from '../../../examples/mail-http/src/index.ts'
import type { MailBinding } from '../../../src/delivery.ts'
import type { Variables } from '../../../src/env.ts'
import { deliverMail } from '../../../src/gate/outbox/deliver-mail.ts'
import { createContext } from '../../../src/gate/tables/context.ts'
import { signatureHeaders } from '../../../src/tenants/messages/webhook-message.ts'
import { openBrowser } from '../../support/browser.ts'
import {
  personWithPassword,
  setPasswordStage,
  settle,
  submit,
} from '../../support/password-stage.ts'
import { stopOutbox } from '../../support/stop-outbox.ts'

const stage = await setPasswordStage()
const variables: Variables = env
const { DELIVERY_SECRET = '' } = variables
const URL_OF_SAMPLE = 'https://mail.example.com/edge-sso'
const gate = () => env.TENANT_GATE.getByName(stage.tenantId)
afterEach(() => vi.restoreAllMocks())

/** Somebody forgets their password: a mail with a link is owed. */
async function forget(email: string): Promise<string> {
  const userId = await personWithPassword(stage, email)
  await settle(stage)
  await stopOutbox(stage.tenantId)
  await submit(openBrowser(stage.app), '/login/forgot', { email })
  return userId
}

const queued = (userId: string) =>
  runInDurableObject(gate(), (_, { storage }) =>
    storage.sql.exec('SELECT kind, attempts FROM mail_queue WHERE user_id = ?', userId).toArray(),
  )

describe('the Email Sending binding', () => {
  type Message = Parameters<MailBinding['send']>[0]

  /** Delivers with the real binding, and remembers what it was given. */
  async function deliver(from: string): Promise<readonly Message[]> {
    const messages: Message[] = []
    const binding: MailBinding = {
      send(message) {
        messages.push(message)
        return env.TEST_MAIL.send(message)
      },
    }
    await runInDurableObject(gate(), (_, { storage }) => {
      const way = { MAIL: binding, MAIL_FROM: from, DELIVERY_URL: '', DELIVERY_SECRET: '' }
      return deliverMail(createContext(storage, { ...env, ...way }))
    })
    return messages
  }

  it('sends our own words, and the mail is owed no more', async () => {
    const userId = await forget('bound@example.org')
    expect(await queued(userId)).toEqual([{ kind: 'password_reset', attempts: 0 }])
    const [message, ...more] = await deliver('Acme <sso@example.com>')
    expect(more).toEqual([])
    expect(message).toMatchObject({
      from: { name: 'Acme', email: 'sso@example.com' },
      to: 'bound@example.org',
      subject: 'Reset your password for Example',
    })
    expect(message?.text).toMatch(/^http:\/\/localhost:8787\/password/m)
    expect(await queued(userId)).toEqual([])
  })

  it('that refuses leaves the mail in the queue, and no address in the log', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const userId = await forget('refused@example.org')
    expect(await deliver('somebody-else@example.com')).toHaveLength(1)
    expect(await queued(userId)).toEqual([{ kind: 'password_reset', attempts: 1 }])
    expect(log.mock.calls.flat().join()).toContain('mail_refused')
    expect(log.mock.calls.flat().join()).not.toContain('refused@example.org')
  })
})

describe('a sample delivery service', () => {
  /** Lets the gate's calls reach a sample, as they would over the network. */
  function listen(sample: (request: Request) => Promise<Response>) {
    const calls: { readonly headers: Headers; readonly body: string }[] = []
    const answers: number[] = []
    const network = vi.spyOn(globalThis, 'fetch')
    network.mockImplementation(async (input, init) => {
      const request = new Request(input, init)
      if (request.url !== URL_OF_SAMPLE) return mailService(request)
      calls.push({ headers: request.headers, body: String(init?.body) })
      const answer = await sample(request)
      answers.push(answer.status)
      return answer
    })
    return { calls, answers }
  }
  let handed: { readonly request: Request; readonly body: Record<string, unknown> }[] = []
  let serviceAnswers = 200
  async function mailService(request: Request): Promise<Response> {
    handed.push({ request, body: await request.json() })
    return new Response('{}', { status: serviceAnswers })
  }
  afterEach(() => {
    handed = []
    serviceAnswers = 200
  })
  const deliver = () =>
    runInDurableObject(gate(), (_, { storage }) => deliverMail(createContext(storage, env)))

  const byBinding = (request: Request, secret = DELIVERY_SECRET) =>
    mailEmailSending.fetch(request as never, {
      EMAIL: env.TEST_MAIL,
      DELIVERY_SECRET: secret,
      MAIL_FROM: 'sso@example.com',
    })
  const byHttp = (request: Request) =>
    mailHttp.fetch(request as never, {
      DELIVERY_SECRET,
      MAIL_API_URL: 'https://mails.example.net/v1',
      MAIL_API_KEY: 'key',
      MAIL_FROM: 'sso@example.com',
    })

  it('for Email Sending takes what the gate signs, and nothing else', async () => {
    const userId = await forget('sample@example.org')
    const { calls, answers } = listen((request) => byBinding(request))
    await deliver()
    expect(answers).toEqual([204])
    expect(await queued(userId)).toEqual([])
    const [call] = calls
    if (call === undefined) throw new Error('no call')

    const copy = (change: Record<string, string>, body = call.body, secret?: string) => {
      const headers = new Headers(call.headers)
      for (const [name, value] of Object.entries(change)) headers.set(name, value)
      return byBinding(new Request(URL_OF_SAMPLE, { method: 'POST', headers, body }), secret)
    }
    const old = String(Math.floor(Date.now() / 1000) - 301)
    const bare = call.headers.get('webhook-signature')?.replace('v1,', '') ?? ''
    // Signed rightly, and as old as a copy would be.
    const signedAt = async (seconds: number) =>
      copy({
        ...(await signatureHeaders(
          { id: call.headers.get('webhook-id') ?? '', body: call.body },
          [DELIVERY_SECRET],
          Date.now() - seconds * 1_000,
        )),
      })
    expect((await signedAt(240)).status).toBe(204)
    expect((await signedAt(360)).status).toBe(401)
    expect((await signedAt(-360)).status).toBe(401)
    const forged = [
      copy({ 'webhook-id': 'msg_other' }),
      copy({ 'webhook-timestamp': old }),
      copy({ 'webhook-timestamp': 'never' }),
      copy({ 'webhook-signature': 'v1,AAAA' }),
      copy({ 'webhook-signature': 'v1,%%%' }),
      copy({ 'webhook-signature': bare }),
      copy({}, '{}'),
      copy({}, call.body, 'whsec_b3RoZXI='),
      byBinding(new Request(URL_OF_SAMPLE, { headers: call.headers })),
    ]
    for (const answer of await Promise.all(forged)) expect(answer.status).toBe(401)
    expect((await copy({})).status).toBe(204)
    expect((await copy({ 'webhook-signature': `v1,AAAA v1,${bare}` })).status).toBe(204)
  })

  it('for a service over HTTP hands the link over once, under the id of the mail', async () => {
    const userId = await forget('http@example.org')
    const { answers } = listen((request) => byHttp(request))
    await deliver()
    expect(answers).toEqual([204])
    expect(await queued(userId)).toEqual([])
    expect(handed).toHaveLength(1)
    expect(handed[0]?.request.headers.get('authorization')).toBe('Bearer key')
    expect(handed[0]?.request.headers.get('idempotency-key')).toMatch(/^msg_/)
    expect(handed[0]?.body).toMatchObject({
      from: 'sso@example.com',
      to: ['http@example.org'],
      subject: 'Example: Reset your password',
    })
    expect(String(handed[0]?.body.text)).toMatch(/^Open this link: http/)
  })

  it('for a service over HTTP that fails leaves the mail in the queue', async () => {
    const userId = await forget('failing@example.org')
    serviceAnswers = 500
    const { answers } = listen((request) => byHttp(request))
    await deliver()
    expect(answers).toEqual([502])
    expect(await queued(userId)).toEqual([{ kind: 'password_reset', attempts: 1 }])
  })
})
