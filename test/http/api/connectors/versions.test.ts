import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  type Caller,
  makeConnector,
  openCaller,
  type Resource,
} from '../../../support/api-tenant.ts'
import { goLive, passTest } from '../../../support/pass-test.ts'

let caller: Caller
beforeAll(async () => {
  caller = await openCaller()
})

const activeOf = async (path: string) =>
  ((await caller.call('GET', path)).json as { active_version: string }).active_version

describe('the history of a connector', () => {
  it('tells of each version who wrote it, and what it changed', async () => {
    const { path } = await makeConnector(caller)
    await caller.call('PATCH', path, { force_authn: true })
    await caller.call('PATCH', path, { clock_skew_seconds: 60, mapping: { email: ['mail'] } })
    const { data } = (await caller.call('GET', `${path}/versions`)).json as {
      data: { number: number; created_by: object; changes: unknown }[]
    }
    expect(data.map(({ number, changes }) => [number, changes])).toEqual([
      [
        3,
        [
          { member: '/clock_skew_seconds', before: 180, after: 60 },
          { member: '/mapping', before: {}, after: { email: ['mail'] } },
        ],
      ],
      [2, [{ member: '/force_authn', before: false, after: true }]],
      [1, null],
    ])
    for (const { created_by } of data)
      expect(created_by).toEqual({ type: 'api_key', id: expect.stringMatching(/^key_/) })
    const first = (await caller.call('GET', `${path}/versions?limit=1`)).json as { data: object[] }
    expect(first.data).toEqual([data[0]])
  })
})

describe('what an activation takes', () => {
  it('is said of each version, and a small change goes live under its reason', async () => {
    const made = await makeConnector(caller)
    const { path, base } = made
    expect((await caller.call('GET', path)).json).toMatchObject({
      latest: { activation: { needs_test: true, reason: 'never_live', changes: [] } },
    })
    await goLive(caller, made)
    const large = await caller.call('PATCH', path, { force_authn: true })
    expect(large.json).toMatchObject({
      latest: {
        activation: { needs_test: true, reason: 'request_changed', changes: ['/force_authn'] },
      },
      active: { activation: { needs_test: false, reason: 'is_live', changes: [] } },
    })
    const small = await caller.call('PATCH', path, { force_authn: false, max_session_hours: 2 })
    const free = { needs_test: false, reason: 'only_presentation_changed' }
    expect(small.json).toMatchObject({ latest: { activation: free } })
    const { data } = (await caller.call('GET', `${path}/versions`)).json as { data: object[] }
    expect(data[0]).toMatchObject({ activation: { ...free, changes: ['/max_session_hours'] } })

    const { latest_version: version } = small.json as Resource
    const activated = await caller.make(`${path}:activate`, { version })
    expect(activated).toMatchObject({ state: 'active', tested_at: null })
    const audit = await caller.call('GET', `${base}/audit?action=connector.activated`)
    expect(audit.json).toMatchObject({
      data: [
        { after: { active_version: version, activated_without_test: 'only_presentation_changed' } },
        {},
      ],
    })
  })
})

describe('a rollback', () => {
  it('brings back what governed before, and leaves the draft alone', async () => {
    const made = await makeConnector(caller)
    const { path, base } = made
    const first = await goLive(caller, made)
    expect((await caller.call('POST', `${path}:rollback`)).json).toMatchObject({
      status: 409,
      code: 'version_none_earlier',
    })
    await caller.call('PATCH', path, { force_authn: true })
    const second = await goLive(caller, made)
    await caller.call('PATCH', path, { clock_skew_seconds: 60 })
    const back = await caller.call('POST', `${path}:rollback`)
    expect(back.json).toMatchObject({ version: first, state: 'active' })
    const now = await caller.call('GET', path)
    expect(now.json).toMatchObject({ active_version: first, latest: { number: 3, state: 'draft' } })
    expect(back.headers.get('etag')).toBe(now.headers.get('etag'))
    await caller.make(`${path}:rollback`, { version: second })
    expect(await activeOf(path)).toBe(second)
    const audit = await caller.call('GET', `${base}/audit?action=connector.rolled_back`)
    expect(audit.json).toMatchObject({
      data: [
        { before: { active_version: first }, after: { active_version: second } },
        { before: { active_version: second }, after: { active_version: first } },
      ],
    })
  })

  it('follows the rules of an activation', async () => {
    const made = await makeConnector(caller)
    const { path } = made
    const version = await goLive(caller, made)
    await caller.call('PATCH', path, { force_authn: true })
    const { latest_version } = (await caller.call('GET', path)).json as Resource
    for (const [asked, code] of [
      [latest_version, 'version_not_tested'],
      [version, 'version_is_active'],
      ['f'.repeat(64), 'version_unknown'],
    ] as const) {
      const reply = await caller.call('POST', `${path}:rollback`, { version: asked })
      expect(reply.json).toMatchObject({ code, pointer: '/version' })
    }
    expect(await activeOf(path)).toBe(version)
  })
})

describe('two activations at once', () => {
  it('one wins, and the other is told so', async () => {
    const made = await makeConnector(caller)
    const { tenant, ssoKey, path } = made
    const versions: string[] = []
    for (const skew of [60, 90]) {
      await caller.call('PATCH', path, { clock_skew_seconds: skew })
      const { test_url, version } = await caller.make(`${path}:test`)
      await passTest(tenant.id, ssoKey.id, String(test_url))
      versions.push(String(version))
    }
    const headers = { 'if-match': (await caller.call('GET', path)).headers.get('etag') ?? '' }
    const replies = await Promise.all(
      versions.map((version) => caller.call('POST', `${path}:activate`, { version }, headers)),
    )
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 412])
    const winner = versions[replies.findIndex(({ status }) => status === 200)]
    expect(await activeOf(path)).toBe(winner)
    const { data } = (await caller.call('GET', `${path}/versions`)).json as {
      data: { version: string; state: string }[]
    }
    expect(data.filter(({ state }) => state === 'active').map(({ version }) => version)).toEqual([
      winner,
    ])
  })
})

describe('a promotion', () => {
  it('copies the choices to a connector of the other environment, as a draft', async () => {
    const { base, path, connector, idp } = await makeConnector(caller)
    const key = await caller.make(`${base}/sso-keys`, { name: 'q', environment: 'non_production' })
    const other = await caller.make(`${base}/connectors`, {
      name: 'Trial',
      reference: 'trial',
      type: 'saml',
      sso_id: key.id,
      external_idp_id: idp.id,
    })
    const target = `${base}/connectors/${other.id}`
    await caller.call('PATCH', target, { mapping: { email: ['mail'] }, force_authn: true })
    const promoted = await caller.make(`${target}:promote`, { target_id: connector.id })
    expect(promoted).toMatchObject({
      id: connector.id,
      active_version: null,
      latest: {
        number: 2,
        state: 'draft',
        settings: {
          sso_id: connector.sso_id,
          external_idp_id: idp.id,
          mapping: { email: ['mail'] },
          force_authn: true,
        },
      },
    })
    expect((await caller.call('GET', path)).json).toEqual(promoted)
    const audit = await caller.call('GET', `${base}/audit?target=${connector.id}&limit=1`)
    expect(audit.json).toMatchObject({
      data: [
        {
          action: 'connector.promoted',
          before: { force_authn: false },
          after: { force_authn: true },
        },
      ],
    })
    const again = await caller.call('POST', `${target}:promote`, { target_id: other.id })
    expect(again.json).toMatchObject({ status: 422, code: 'connector_same_environment' })
    const foreign = await makeConnector(caller)
    const away = await caller.call('POST', `${target}:promote`, { target_id: foreign.connector.id })
    expect(away.json).toMatchObject({ code: 'connector_unknown', pointer: '/target_id' })
  })
})

describe('the list of connectors', () => {
  it('shows state, last test and certificates, and is narrowed by filters', async () => {
    const made = await makeConnector(caller)
    const { base, tenant, path } = made
    const found = async (query: string) =>
      (
        (await caller.call('GET', `${base}/connectors?${query}`)).json as {
          data: Record<string, unknown>[]
        }
      ).data
    await goLive(caller, made)
    await runDurableObjectAlarm(env.TENANT_GATE.getByName(tenant.id))
    expect(await found('state=active')).toMatchObject([
      {
        state: 'active',
        last_test: { at: expect.any(String), passed: true },
        last_used_at: null,
        idp_certificate_expires_at: expect.any(String),
      },
    ])
    await caller.call('POST', `${path}:disable`)
    for (const [query, count] of [
      ['state=disabled', 1],
      ['state=active', 0],
      ['enabled=false', 1],
      ['enabled=true', 0],
      ['reference=login&name=Login', 1],
      ['reference=other', 0],
      ['environment=production', 1],
      ['environment=non_production', 0],
    ] as const)
      expect(await found(query), query).toHaveLength(count)
  })
})
