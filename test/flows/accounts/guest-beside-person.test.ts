// A browser that holds the session of an administrator and opened a set-up link as well.

import { beforeAll, expect, it } from 'vitest'
import { openBrowser, type TestBrowser } from '../../support/browser.ts'
import { FROM_OUR_PAGE, ORIGIN } from '../../support/guest.ts'
import { answerAt, begin, type Stage, setStage } from '../../support/stage.ts'

let stage: Stage
let browser: TestBrowser
let tenant: string
beforeAll(async () => {
  stage = await setStage()
  tenant = `/tenants/${stage.tenantId}`
  browser = openBrowser(stage.app)
  await answerAt(stage, browser, await begin(stage, browser))
  const session = await browser.get('/session', { accept: 'application/json' })
  const { id } = (await session.json<{ user: { id: string } }>()).user
  await stage.api('PATCH', `${tenant}/users/${id}?confirm=last_admin`, { given_roles: ['admin'] })
  const { url } = await stage.api('POST', `${tenant}/setup-links`, { tasks: ['sso'] })
  const opened = await stage.app.request(`${ORIGIN}/api/v1/setup-sessions`, {
    method: 'POST',
    headers: FROM_OUR_PAGE,
    body: JSON.stringify({ token: String(url).split('#')[1] }),
  })
  const [name = '', value = ''] =
    (opened.headers.get('set-cookie') ?? '').split(';')[0]?.split('=') ?? []
  browser.cookies.set(name, value)
})

const read = (path: string, headers: Record<string, string> = {}) =>
  browser.get(`/api/v1${path}`, headers)
const AS_GUEST = { 'edge-sso-as': 'guest' }

it('is the person, unless the page says that it is a guest’s', async () => {
  expect((await read(`${tenant}/users`)).status).toBe(200)
  const refused = await read(`${tenant}/users`, AS_GUEST)
  expect([refused.status, await refused.json()]).toMatchObject([
    403,
    { code: 'setup_link_task_missing' },
  ])
  expect((await read(`${tenant}/connectors`, AS_GUEST)).status).toBe(200)
})

it('asks one gate once about the guest', async () => {
  stage.bindings.reset()
  await read(tenant, AS_GUEST)
  expect(stage.bindings.calls).toMatchObject({ gate: 1, kv: 0 })
})

it('is a guest once the person has signed out', async () => {
  browser.cookies.delete('__Host-session')
  expect((await read(`${tenant}/users`)).status).toBe(403)
  expect((await read(`${tenant}/connectors`)).status).toBe(200)
})
