// A deployment with its home tenant, made with OPERATOR_KEY. Its people joined by their links, as
// in life.

import { env } from 'cloudflare:workers'
import type { Hono } from 'hono'
import { beforeAll } from 'vitest'
import { openBrowser, type TestBrowser } from '../../support/browser.ts'
import { type CountedBindings, countBindings } from '../../support/counted-bindings.ts'
import { openLink, PASSWORD, submit } from '../../support/password-stage.ts'
import { buildApp, callApi } from '../../support/stage.ts'
import { readTypedSecret, totpCode } from '../../support/totp.ts'

export const ORIGIN = 'http://localhost:8787'
/** How a page of ours asks. */
export const OURS = {
  origin: ORIGIN,
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/json',
}

export interface Answer {
  readonly status: number
  readonly code?: string
  readonly json: Record<string, unknown>
}

interface Sent {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Person {
  readonly id: string
  readonly email: string
  readonly browser: TestBrowser
  /** Asks the API from a page of ours, with the session of this person. */
  ask(method: string, path: string, sent?: Sent): Promise<Answer>
}

export interface HomeScene {
  readonly app: Hono
  readonly bindings: CountedBindings
  /** The home tenant. */
  readonly homeId: string
  /** The first operator, signed in. */
  readonly first: Person
  /** Where the first operator was led in the end. */
  readonly ledTo: string | null
  /** Calls with an API key that is bound to no tenant; throws on a refusal. */
  api(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>
  /** Asks with a bearer token. */
  ask(key: string, method: string, path: string, body?: unknown): Promise<Answer>
  readonly key: string
  /** Somebody of the home tenant with these given roles, signed in. */
  join(...roles: readonly string[]): Promise<Person>
}

/** Asks the API; never throws. */
async function askApi(app: Hono, method: string, path: string, sent: Sent): Promise<Answer> {
  const { body, headers = {} } = sent
  const response = await app.request(`${ORIGIN}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const json = text === '' ? {} : JSON.parse(text)
  return { status: response.status, ...(json.code && { code: json.code }), json }
}

/** Opens a link, sets the password and an authenticator app; where that led. */
export async function joinBy(app: Hono, link: string) {
  const browser = openBrowser(app)
  const page = await (await openLink(browser, link)).text()
  const [, wanted] = /name="return_to" value="([^"]+)"/.exec(page) ?? []
  const fields = { password: PASSWORD, repeated: PASSWORD, ...(wanted && { return_to: wanted }) }
  await submit(browser, '/password', fields)
  const enrolment = await submit(browser, '/login/second-factor', { action: 'add_totp' })
  const secret = readTypedSecret(await enrolment.text())
  const code = await totpCode(secret, Date.now())
  const done = await submit(browser, '/login/second-factor', { action: 'confirm', code })
  return { browser, ledTo: done.headers.get('location') }
}

const personOf = (app: Hono, who: Pick<Person, 'id' | 'email' | 'browser'>): Person => ({
  ...who,
  ask: (method, path, { body, headers = OURS } = {}) => {
    const cookie = [...who.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return askApi(app, method, path, { body, headers: { cookie, ...headers } })
  },
})

let people = 0

/** Sets the scene once for a file: a deployment has one home tenant. */
export function homeScene(): { readonly current: HomeScene } {
  let scene: HomeScene
  beforeAll(async () => {
    const bindings = countBindings()
    const app = buildApp(bindings)
    const operator = { app, key: env.OPERATOR_KEY }
    const email = 'first@home.example'
    const made = await callApi(operator, 'POST', '/home-tenant', { name: 'Home', email })
    const homeId = String((made.tenant as { id: string }).id)
    const users = `/tenants/${homeId}/users`
    const { browser, ledTo } = await joinBy(app, String(made.sign_in_url))
    const first = personOf(app, { id: (made.user as { id: string }).id, email, browser })
    const minted = await callApi(operator, 'POST', '/api-keys', { name: 'tests' })
    const key = String(minted.secret)
    scene = {
      app,
      bindings,
      homeId,
      first,
      ledTo,
      key,
      api: (method, path, body) => callApi({ app, key }, method, path, body),
      ask: (token, method, path, body) =>
        askApi(app, method, path, { body, headers: { authorization: `Bearer ${token}` } }),
      async join(...given_roles) {
        const address = `person${++people}@home.example`
        const invited = { email: address, connector_ids: [], given_roles }
        const user = await callApi(operator, 'POST', users, invited)
        const path = `${users}/${user.id}:invite_password`
        const { url } = await callApi(operator, 'POST', path, { deliver: 'answer' })
        const joined = await joinBy(app, String(url))
        return personOf(app, { id: String(user.id), email: address, browser: joined.browser })
      },
    }
  })
  return {
    get current() {
      return scene
    },
  }
}
