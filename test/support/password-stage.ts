// A tenant whose people sign in with passwords: invited over the API, set by their links, as in
// life.

import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Hono } from 'hono'
import { openBrowser, type TestBrowser } from './browser.ts'
import { type CountedBindings, countBindings } from './counted-bindings.ts'
import { buildApp, callApi } from './stage.ts'

export const PASSWORD = 'nine blue herons under the pier'
const ORIGIN = 'http://localhost:8787'

export interface PasswordStage {
  readonly app: Hono
  readonly bindings: CountedBindings
  readonly tenantId: string
  /** Calls the API and returns the body; throws on a refusal. */
  api(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>
}

/** Sets the stage: one tenant, nobody in it. */
export async function setPasswordStage(): Promise<PasswordStage> {
  const bindings = countBindings()
  const app = buildApp(bindings)
  const key = await callApi({ app, key: env.OPERATOR_KEY }, 'POST', '/api-keys', { name: 'tests' })
  const api: PasswordStage['api'] = (method, path, body) =>
    callApi({ app, key: String(key.secret) }, method, path, body)
  const tenant = await api('POST', '/tenants', { name: 'Example' })
  return { app, bindings, tenantId: String(tenant.id), api }
}

/** Invites somebody; the id. */
export async function invite(stage: PasswordStage, email: string): Promise<string> {
  const path = `/tenants/${stage.tenantId}/users`
  const user = await stage.api('POST', path, { email, connector_ids: [] })
  return String(user.id)
}

/** A one-time link of a user, as an API key is given it. */
export async function linkFor(stage: PasswordStage, userId: string): Promise<string> {
  const path = `/tenants/${stage.tenantId}/users/${userId}:invite_password`
  return String((await stage.api('POST', path, { deliver: 'answer' })).url)
}

/** Opens a one-time link, and follows it to its page. */
export async function openLink(browser: TestBrowser, link: string): Promise<Response> {
  const answer = await browser.get(link)
  return answer.status === 303 ? browser.get(answer.headers.get('location') ?? '') : answer
}

/** Opens a one-time link and chooses a password on its page. */
export async function choosePassword(
  browser: TestBrowser,
  link: string,
  { password = PASSWORD, repeated = password }: { password?: string; repeated?: string } = {},
): Promise<Response> {
  await openLink(browser, link)
  return submit(browser, '/password', { password, repeated })
}

/** Posts a form of ours. */
export const submit = (
  browser: TestBrowser,
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> => browser.post(url, fields, { origin: ORIGIN, ...headers })

/** Somebody with the password, of whom D1 has heard; the id. */
export async function personWithPassword(stage: PasswordStage, email: string): Promise<string> {
  const userId = await invite(stage, email)
  const link = await linkFor(stage, userId)
  const set = await choosePassword(openBrowser(stage.app), link)
  if (set.status !== 303) throw new Error(`The password was not set: ${await set.text()}`)
  await settle(stage)
  return userId
}

/** Lets the gate's alarm come: D1 hears of everything, and mails go. */
export const settle = (stage: PasswordStage): Promise<boolean> =>
  runDurableObjectAlarm(env.TENANT_GATE.getByName(stage.tenantId))

/** Signs in with a password, from a network of its own where that is wanted. */
export const signIn = (
  { app }: PasswordStage,
  { email, password = PASSWORD, ip }: { email: string; password?: string; ip?: string },
  browser: TestBrowser = openBrowser(app),
): Promise<Response> =>
  submit(
    browser,
    '/login/password',
    { email, password },
    ip === undefined ? {} : { 'CF-Connecting-IP': ip },
  )
