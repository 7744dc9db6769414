import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { SETUP_SESSION_LIFETIME } from '../../../../src/tenants/setup-links/setup-link.ts'
import { openApi } from '../../../support/api.ts'
import {
  type Caller,
  callerOf,
  makeConnector,
  makeTenant,
  mintKey,
  type Resource,
} from '../../../support/api-tenant.ts'
import { FROM_OUR_PAGE, makeLink, openLink } from '../../../support/guest.ts'
import { goLive } from '../../../support/pass-test.ts'
import { eventsOf } from '../../../support/schedule.ts'

const DAY = 86_400_000
/** How far the clock of the Worker is ahead. */
let ahead = 0
const client = openApi({ clock: () => Date.now() + ahead })
let caller: Caller
let tenant: Resource
beforeAll(async () => {
  caller = callerOf(client, await mintKey(client))
  tenant = await makeTenant(caller)
})
afterEach(() => {
  ahead = 0
  vi.restoreAllMocks()
})

const describeToken = (token: unknown, headers: Record<string, string> = FROM_OUR_PAGE) =>
  client.call('POST', '/setup-links:describe', { body: { token }, headers })
const codeOf = (reply: { json: unknown }) => (reply.json as { code?: string }).code
const read = async (path: string) => (await caller.call('GET', path)).json

describe('a set-up link', () => {
  it('shows its address once, with the token behind the # and stored as a hash', async () => {
    const link = await makeLink(caller, tenant.id, { may_activate: true, days_to_first_use: 3 })
    expect(link.url).toMatch(/^http:\/\/localhost:8787\/console\/setup#[A-Za-z0-9_-]{43}$/)
    const shown = await caller.call('GET', link.path)
    expect(shown.json).toMatchObject({
      tasks: ['sso'],
      connector_id: null,
      may_activate: true,
      state: 'unopened',
      opened_times: 0,
      created_by: { type: 'api_key' },
      progress: { external_idp: false, connector: false, tested: false, domain: false },
    })
    const { first_use_until, created_at } = shown.json as Record<string, string>
    expect(Date.parse(first_use_until ?? '') - Date.parse(created_at ?? '')).toBe(3 * DAY)
    const listed = await caller.call('GET', `/tenants/${tenant.id}/setup-links`)
    const audit = await caller.call('GET', `/tenants/${tenant.id}/audit`)
    for (const { text } of [shown, listed, audit]) expect(text).not.toContain(link.token)
    const rows = await env.DB.prepare('SELECT * FROM setup_links').all()
    expect(JSON.stringify(rows.results)).not.toContain(link.token)
  })

  it('is used up by no look at it: describing, reading and HEAD change nothing', async () => {
    const link = await makeLink(caller, tenant.id)
    for (let look = 0; look < 3; look++)
      expect((await describeToken(link.token)).json).toEqual({
        tenant: { name: tenant.name },
        tasks: ['sso'],
        state: 'unopened',
        may_activate: false,
        expires_at: link.first_use_until,
      })
    for (const method of ['GET', 'HEAD'])
      for (const path of [
        '/setup-sessions',
        '/setup-links:describe',
        `/setup-sessions/${link.token}`,
      ])
        await client.call(method, path).catch(() => undefined)
    expect(await read(link.path)).toMatchObject({ state: 'unopened', opened_times: 0 })
  })

  it('is opened by two people, again and again, and tells so', async () => {
    const link = await makeLink(caller, tenant.id)
    const first = await openLink(client, link.token)
    expect(first.opened.json).toMatchObject({
      tenant: { id: tenant.id, name: tenant.name },
      setup_link_id: link.id,
      tasks: ['sso'],
    })
    expect(first.opened.headers.get('set-cookie')).toMatch(
      /^__Host-setup=[^;]+; Path=\/; Max-Age=43200; Secure; HttpOnly; SameSite=Lax$/,
    )
    const second = await openLink(client, link.token)
    for (const guest of [first, second])
      expect((await guest.call('GET', `/tenants/${tenant.id}`)).status).toBe(200)
    expect(await read(link.path)).toMatchObject({ state: 'opened', opened_times: 2 })
    expect((await describeToken(link.token)).json).toMatchObject({ state: 'opened' })
    const told = await eventsOf(tenant.id, 'setup_link.opened')
    expect(told.filter(({ data }) => data.setup_link_id === link.id)).toHaveLength(1)
    const { data } = (await read(
      `/tenants/${tenant.id}/audit?action=setup_link.opened&target=${link.id}`,
    )) as { data: object[] }
    expect(data).toHaveLength(2)
    expect(data[0]).toMatchObject({ actor: { type: 'setup_link', id: link.id } })
  })

  it('that is revoked ends the open session with its next request', async () => {
    const link = await makeLink(caller, tenant.id)
    const guest = await openLink(client, link.token)
    expect(await caller.make(`${link.path}:revoke`)).toMatchObject({ state: 'revoked' })
    const refused = await guest.call('GET', `/tenants/${tenant.id}`)
    expect(refused).toMatchObject({ status: 410 })
    expect(codeOf(refused)).toBe('setup_link_revoked')
    for (const reply of [
      await describeToken(link.token),
      (await openLink(client, link.token)).opened,
    ])
      expect([reply.status, codeOf(reply)]).toEqual([410, 'setup_link_revoked'])
  })

  it('that a guest says is done opens nothing any more, and tells so', async () => {
    const link = await makeLink(caller, tenant.id)
    const guest = await openLink(client, link.token)
    expect((await guest.call('POST', `${link.path}:complete`)).json).toMatchObject({
      state: 'done',
    })
    expect(codeOf(await guest.call('GET', `/tenants/${tenant.id}`))).toBe('setup_link_done')
    expect(codeOf(await describeToken(link.token))).toBe('setup_link_done')
    expect(await eventsOf(tenant.id, 'setup_link.done')).not.toEqual([])
  })

  it('expires unopened on its day, and 60 days after it was opened, in an open session too', async () => {
    const unopened = await makeLink(caller, tenant.id, { days_to_first_use: 1 })
    ahead = DAY
    expect(codeOf(await describeToken(unopened.token))).toBe('setup_link_expired')
    expect(await read(unopened.path)).toMatchObject({ state: 'expired' })
    ahead = 0
    const link = await makeLink(caller, tenant.id, { days_to_first_use: 1 })
    await openLink(client, link.token)
    ahead = 59 * DAY
    expect((await describeToken(link.token)).status).toBe(200)
    await env.DB.prepare('SELECT 1').all()
    ahead = 60 * DAY - SETUP_SESSION_LIFETIME / 2
    const { cookie } = await openLink(client, link.token)
    ahead = 60 * DAY + 60_000
    const late = await client.call('GET', `/tenants/${tenant.id}`, { headers: { cookie } })
    expect([late.status, codeOf(late)]).toEqual([410, 'setup_link_expired'])
  })

  it('keeps a browser for 12 hours, then is opened again', async () => {
    const link = await makeLink(caller, tenant.id)
    const guest = await openLink(client, link.token)
    ahead = SETUP_SESSION_LIFETIME
    const late = await guest.call('GET', `/tenants/${tenant.id}`)
    expect([late.status, codeOf(late)]).toEqual([401, 'setup_session_missing'])
    expect((await openLink(client, link.token)).opened.status).toBe(200)
  })

  it('tells how far its guests have come since it was made', async () => {
    const made = await makeConnector(caller)
    await goLive(caller, made)
    const link = await makeLink(caller, made.tenant.id)
    const bound = await makeLink(caller, made.tenant.id, { connector_id: made.connector.id })
    const progress = { external_idp: false, connector: false, tested: false, activated: false }
    expect(await read(link.path)).toMatchObject({ progress })
    expect(await read(bound.path)).toMatchObject({ progress: { ...progress, connector: true } })
    await caller.call('PATCH', made.path, { force_authn: true })
    await goLive(caller, made)
    const gone = { progress: { ...progress, tested: true, activated: true } }
    expect(await read(link.path)).toMatchObject(gone)
    expect(await read(`/tenants/${made.tenant.id}/setup-links`)).toMatchObject({
      data: [
        { id: bound.id, progress: { connector: true, activated: true } },
        { id: link.id, ...gone },
      ],
    })
  })

  it('is made for a connector of the tenant, for a root tenant’s domains, and 20 times at most', async () => {
    const root = await makeTenant(caller)
    const child = await makeTenant(caller, { parent_id: root.id })
    const foreign = (await makeConnector(caller)).connector.id
    const refusals = [
      await caller.call('POST', `/tenants/${root.id}/setup-links`, {
        tasks: ['sso'],
        connector_id: foreign,
      }),
      await caller.call('POST', `/tenants/${child.id}/setup-links`, { tasks: ['domain'] }),
      await caller.call('POST', `/tenants/${root.id}/setup-links`, { tasks: [] }),
      await caller.call('POST', `/tenants/${root.id}/setup-links`, {
        tasks: ['sso'],
        days_to_first_use: 61,
      }),
    ]
    expect(refusals.map(codeOf)).toEqual([
      'connector_unknown',
      'domain_of_child',
      'api_members_invalid',
      'api_members_invalid',
    ])
    const links = []
    for (let made = 0; made < 20; made++) links.push(await makeLink(caller, root.id))
    const beyond = await caller.call('POST', `/tenants/${root.id}/setup-links`, { tasks: ['sso'] })
    expect(codeOf(beyond)).toBe('setup_link_limit_reached')
    await caller.make(`${links[0]?.path}:revoke`)
    await makeLink(caller, root.id)
  })
})

describe('a token', () => {
  it('that is not ours is unknown, and is counted for its network until there are too many', async () => {
    for (const token of ['', 'x', 'A'.repeat(43), 'A'.repeat(201)]) {
      const reply = await describeToken(token)
      expect([reply.status, codeOf(reply)]).toEqual(
        token.length > 200 ? [422, 'api_members_invalid'] : [404, 'setup_link_unknown'],
      )
    }
    const from = { ...FROM_OUR_PAGE, 'CF-Connecting-IP': '198.51.100.7' }
    const link = await makeLink(caller, tenant.id)
    for (let right = 0; right < 61; right++)
      expect((await describeToken(link.token, from)).status).toBe(200)
    for (let wrong = 0; wrong < 60; wrong++) await describeToken('A'.repeat(43), from)
    for (const token of ['A'.repeat(43), link.token]) {
      const reply = await describeToken(token, from)
      expect([reply.status, codeOf(reply)]).toEqual([429, 'api_rate_limited'])
    }
    expect((await describeToken(link.token)).status).toBe(200)
  })

  it('is taken from a page of ours alone, as JSON', async () => {
    const link = await makeLink(caller, tenant.id)
    for (const [name, value] of [
      ['origin', 'https://evil.example'],
      ['sec-fetch-site', 'cross-site'],
    ] as const)
      for (const path of ['/setup-links:describe', '/setup-sessions']) {
        const reply = await client.call('POST', path, {
          body: { token: link.token },
          headers: { ...FROM_OUR_PAGE, [name]: value },
        })
        expect([reply.status, codeOf(reply)], path).toEqual([403, 'api_origin_foreign'])
      }
    expect(await read(link.path)).toMatchObject({ opened_times: 0 })
  })

  it('stands in no log and no answer', async () => {
    const written: string[] = []
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, method).mockImplementation((...said) => void written.push(said.join(' ')))
    const link = await makeLink(caller, tenant.id)
    const replies = [
      await describeToken(link.token),
      (await openLink(client, link.token)).opened,
      await describeToken(`${link.token}${'x'.repeat(200)}`),
      await client.call('POST', '/setup-sessions', {
        body: { token: link.token, extra: link.token },
        headers: FROM_OUR_PAGE,
      }),
    ]
    for (const { text, headers } of replies) {
      expect(text).not.toContain(link.token)
      expect([...headers].join()).not.toContain(link.token)
    }
    expect(written.join()).not.toContain(link.token)
  })
})

describe('leaving', () => {
  it('takes the session out of the browser, and leaves the link as it is', async () => {
    const link = await makeLink(caller, tenant.id)
    const guest = await openLink(client, link.token)
    const left = await guest.call('DELETE', '/setup-sessions')
    expect(left.headers.get('set-cookie')).toContain('__Host-setup=; Path=/; Max-Age=0')
    expect((await describeToken(link.token)).status).toBe(200)
  })
})
