import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { answerAt, begin, callApi, testAndActivate } from '../../support/stage.ts'
import { peopleScene } from './people-scene.ts'

const scene = peopleScene()
const { logIn, whoIs } = scene

const signedIn = async (browser: TestBrowser): Promise<boolean> =>
  (await browser.get('/session', { accept: 'application/json' })).status === 200

/** Has D1 learn of what the gate knows. */
const projected = () => runDurableObjectAlarm(env.TENANT_GATE.getByName(scene.stage.tenantId))

const listed = async (query: string): Promise<readonly { id: string }[]> => {
  await projected()
  return (await scene.stage.api('GET', `${scene.users}?${query}`)).data as { id: string }[]
}

describe('a user', () => {
  it('is found by how the e-mail address begins, in any case, and by status', async () => {
    const id = await whoIs(scene.browser)
    expect(await listed('email_prefix=ALICE@')).toMatchObject([{ id, status: 'active' }])
    expect(await listed('email_prefix=alicf')).toEqual([])
    expect(await listed('status=active')).toMatchObject([{ id }])
    expect(await listed('status=inactive')).toEqual([])
  })

  it('is edited by hand, and keeps through a login what no IdP says', async () => {
    const change = { external_id: 'hr-1', given_roles: ['auditor'], first_name: 'By hand' }
    const edited = await scene.stage.api('PATCH', scene.user, change)
    expect(edited).toMatchObject({ ...change, roles: ['editor', 'auditor'] })
    await logIn()
    const after = await scene.stage.api('GET', scene.user)
    expect(after).toMatchObject({ external_id: 'hr-1', given_roles: ['auditor'] })
    expect(after.roles).toEqual(['editor', 'auditor'])
    expect(after.first_name).not.toBe('By hand')
    expect(await listed('external_id=hr-1')).toMatchObject([{ given_roles: ['auditor'] }])
    expect(await listed('external_id=hr-2')).toEqual([])

    await scene.stage.api('PATCH', scene.user, { external_id: null, given_roles: [] })
    const cleared = await scene.stage.api('GET', scene.user)
    expect(cleared).toMatchObject({ external_id: null, roles: ['editor'] })
  })

  it('has the fields of the tenant’s own, in the API and in the session', async () => {
    const connector = `/tenants/${scene.stage.tenantId}/connectors/${scene.stage.connectorId}`
    const custom = { level: { type: 'number' }, sites: { type: 'string_list' } }
    await scene.stage.api('PATCH', connector, { mapping: { custom } })
    await testAndActivate(scene.stage)
    const said = { email: ['alice@example.org'], level: ['7'], sites: ['b', 'a'] }
    const own = { level: 7, sites: ['b', 'a'] }
    const other = openBrowser(scene.stage.app)
    await answerAt(scene.stage, other, await begin(scene.stage, other), { attributes: said })
    expect(await scene.stage.api('GET', scene.user)).toMatchObject({ custom: own })
    expect(await listed('email_prefix=alice')).toMatchObject([{ custom: own }])
    const session = await other.get('/session', { accept: 'application/json' })
    expect(await session.json()).toMatchObject({ user: { custom: own } })
    await scene.stage.api('PATCH', connector, { mapping: {} })
    await testAndActivate(scene.stage)
    await logIn()
    expect(await scene.stage.api('GET', scene.user)).toMatchObject({ custom: {} })
  })

  it('is edited within the form that an IdP has to keep to as well', async () => {
    for (const concurrency of [-1, 1.5, '3'])
      await expect(scene.stage.api('PATCH', scene.user, { concurrency })).rejects.toThrow(
        '/concurrency',
      )
  })

  it('leaves no name and no address in the audit log', async () => {
    await scene.stage.api('PATCH', scene.user, { first_name: 'Hidden-Name', concurrency: 7 })
    const { data } = await scene.stage.api(
      'GET',
      `/tenants/${scene.stage.tenantId}/audit?action=user.updated`,
    )
    expect((data as object[])[0]).toMatchObject({
      before: { concurrency: null, changed: [] },
      after: { concurrency: 7, changed: ['first_name'] },
    })
    expect(JSON.stringify(data)).not.toContain('Hidden-Name')
  })

  it('that is deactivated has no session any more, and no login brings one back', async () => {
    await scene.stage.api('POST', `${scene.user}:deactivate`)
    expect(await signedIn(scene.browser)).toBe(false)
    const again = await logIn()
    expect(await refusalOn(again.landing)).toBe('login_user_inactive')

    await scene.stage.api('POST', `${scene.user}:reactivate`)
    expect(await signedIn(scene.browser)).toBe(false)
    expect(await signedIn((await logIn()).browser)).toBe(true)
  })

  it('that is deleted is gone from gate and lists, and a later login makes another', async () => {
    const id = await whoIs(scene.browser)
    await scene.stage.api('DELETE', scene.user)
    expect(await signedIn(scene.browser)).toBe(false)
    await expect(scene.stage.api('GET', scene.user)).rejects.toThrow('user_unknown')
    expect(await listed('')).toEqual([])
    const gate = env.TENANT_GATE.getByName(scene.stage.tenantId)
    const left = await runInDurableObject(gate, (_, { storage: { sql } }) =>
      ['users', 'user_emails', 'identities', 'links'].filter(
        (table) => sql.exec(`SELECT 1 FROM ${table} WHERE user_id = ?`, id).toArray().length > 0,
      ),
    )
    expect(left).toEqual([])

    const next = await whoIs((await logIn()).browser)
    expect(next).not.toBe(id)
    expect(await listed('')).toMatchObject([{ id: next }])
  })
})

describe('the last active administrator', () => {
  const bound = async () => {
    const key = await callApi(
      { app: scene.stage.app, key: scene.stage.bindings.env.OPERATOR_KEY },
      'POST',
      '/api-keys',
      {
        name: 'bound',
        tenant_id: scene.stage.tenantId,
      },
    )
    return (method: string, path: string, body?: unknown) =>
      callApi({ app: scene.stage.app, key: String(key.secret) }, method, path, body)
  }
  const REFUSED = { status: 409, code: 'user_last_admin' }

  it('is not taken from a tenant, unless who administers all tenants confirms it', async () => {
    await scene.stage.api('PATCH', scene.user, { given_roles: ['admin'] })
    const acts = [
      ['PATCH', '', { given_roles: [] }],
      ['POST', ':deactivate'],
      ['DELETE', ''],
    ] as const
    const api = await bound()
    for (const [method, verb, body] of acts) {
      const path = `${scene.user}${verb}`
      await expect(scene.stage.api(method, path, body)).rejects.toThrow(REFUSED.code)
      await expect(api(method, `${path}?confirm=last_admin`, body)).rejects.toThrow(REFUSED.code)
      const told = await scene.stage.api(
        method,
        `${path}?confirm=last_admin&validate_only=true`,
        body,
      )
      expect(told).not.toMatchObject({ status: 409 })
    }
    expect(await signedIn(scene.browser)).toBe(true)
    expect(
      await scene.stage.api('PATCH', scene.user, { given_roles: ['admin', 'desk'] }),
    ).toMatchObject({
      given_roles: ['admin', 'desk'],
    })
    await scene.stage.api('POST', `${scene.user}:deactivate?confirm=last_admin`)
    expect(await signedIn(scene.browser)).toBe(false)
    // Who is deactivated administers nothing, and may be deleted.
    await scene.stage.api('DELETE', scene.user)
  })

  it('goes once there is another, and somebody invited is none yet', async () => {
    await scene.stage.api('PATCH', scene.user, { given_roles: ['admin'] })
    const other = { email: 'eve@example.org', connector_ids: [scene.stage.connectorId] }
    const invited = await scene.stage.api('POST', scene.users, { ...other, given_roles: ['admin'] })
    await expect(scene.stage.api('POST', `${scene.user}:deactivate`)).rejects.toThrow(REFUSED.code)
    const eve = openBrowser(scene.stage.app)
    const attributes = { email: ['eve@example.org'] }
    await answerAt(scene.stage, eve, await begin(scene.stage, eve), {
      nameId: 'eve@example.org',
      attributes,
    })
    expect(await whoIs(eve)).toBe(invited.id)
    await scene.stage.api('POST', `${scene.user}:deactivate`)
    await scene.stage.api('POST', `${scene.user}:reactivate`)
    await scene.stage.api('DELETE', `${scene.users}/${invited.id}`)
    await scene.stage.api('PATCH', `${scene.user}?confirm=last_admin`, { given_roles: [] })
  })
})

describe('while D1 is out of reach', () => {
  it('an administrator with a session ends the access of somebody; no key can be known', async () => {
    await scene.stage.api('PATCH', scene.user, { given_roles: ['admin'] })
    const eve = openBrowser(scene.stage.app)
    const attributes = { email: ['eve@example.org'] }
    await answerAt(scene.stage, eve, await begin(scene.stage, eve), {
      nameId: 'eve@example.org',
      attributes,
    })
    const other = `${scene.users}/${await whoIs(eve)}`
    const origin = new URL(scene.stage.ssoKey.acsUrl).origin
    const cookie = [...scene.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const ask = (path: string) =>
      scene.stage.app.request(`${origin}/api/v1${path}`, {
        method: 'POST',
        headers: { cookie, origin, 'content-type': 'application/json' },
        body: '{}',
      })
    scene.stage.bindings.down.add('d1')
    try {
      await expect(scene.stage.api('POST', `${other}:deactivate`)).rejects.toThrow(/: 50[03] /)
      expect(await signedIn(eve)).toBe(true)
      expect((await ask(`${other}:deactivate`)).status).toBe(200)
      expect(await signedIn(eve)).toBe(false)
    } finally {
      scene.stage.bindings.down.delete('d1')
    }
    await scene.stage.api('DELETE', other)
    await scene.stage.api('PATCH', `${scene.user}?confirm=last_admin`, { given_roles: [] })
  })
})

describe('a person of one tenant', () => {
  it('is nobody in another one, though it has the same gate (I5)', async () => {
    const child = await scene.stage.api('POST', '/tenants', {
      name: 'Branch',
      parent_id: scene.stage.tenantId,
    })
    const there = scene.user.replace(scene.stage.tenantId, String(child.id))
    for (const [method, verb, body] of [
      ['GET', ''],
      ['GET', '/sessions'],
      ['GET', '/links'],
      ['PATCH', '', { first_name: 'x' }],
      ['POST', ':deactivate'],
      ['POST', ':end_sessions'],
      ['PUT', `/links/${scene.stage.connectorId}`],
      ['DELETE', ''],
    ] as const)
      await expect(scene.stage.api(method, there + verb, body), verb).rejects.toThrow(
        'user_unknown',
      )
    expect(await signedIn(scene.browser)).toBe(true)
  })

  it('may have links to several connectors, all of them of the tenant', async () => {
    const base = `/tenants/${scene.stage.tenantId}`
    const key = await scene.stage.api('POST', `${base}/sso-keys`, {
      name: 'b',
      environment: 'production',
    })
    const second = await scene.stage.api('POST', `${base}/connectors`, {
      ...{ name: 'Second', reference: 'second', type: 'saml' },
      ...{ sso_id: key.id, external_idp_id: scene.stage.idpId },
    })
    await scene.stage.api('PUT', `${scene.user}/links/${second.id}`)
    const linked = async () =>
      ((await scene.stage.api('GET', `${scene.user}/links`)).data as { connector_id: string }[])
        .map((link) => link.connector_id)
        .sort()
    expect(await linked()).toEqual([scene.stage.connectorId, second.id].sort())
    const foreign = `${scene.user}/links/con_${'0'.repeat(24)}`
    await expect(scene.stage.api('PUT', foreign)).rejects.toThrow('connector_unknown')
    await scene.stage.api('DELETE', `${base}/connectors/${second.id}`)
    expect(await linked()).toEqual([scene.stage.connectorId])
  })
})

describe('the sessions of a user', () => {
  it('that came through a connector end with the link to it', async () => {
    const link = `${scene.user}/links/${scene.stage.connectorId}`
    await scene.stage.api('DELETE', link)
    expect(await signedIn(scene.browser)).toBe(false)
    const { data } = await scene.stage.api(
      'GET',
      `/tenants/${scene.stage.tenantId}/audit?action=user.unlinked`,
    )
    expect((data as { after: object }[])[0]?.after).toMatchObject({
      ended_sessions: expect.any(Number),
    })
    await scene.stage.api('PUT', link)
    expect(await signedIn(scene.browser)).toBe(false)
  })

  it('are listed and ended, one by one or all at once, from the next request on', async () => {
    await scene.stage.api('POST', `${scene.user}:end_sessions`)
    const [first, second, third] = [await logIn(), await logIn(), await logIn()].map(
      (login) => login.browser,
    )
    if (!first || !second || !third) throw new Error('three logins')
    const list = async () =>
      (await scene.stage.api('GET', `${scene.user}/sessions`)).data as {
        id: string
        sso_id: string
      }[]
    const sessions = await list()
    expect(sessions).toHaveLength(3)
    expect(sessions[0]).toMatchObject({ sso_id: scene.stage.ssoKey.id, environment: 'production' })

    await scene.stage.api('DELETE', `${scene.user}/sessions/${sessions[0]?.id}`)
    const live = await Promise.all([first, second, third].map(signedIn))
    expect(live.filter(Boolean)).toHaveLength(2)
    expect(await scene.stage.api('POST', `${scene.user}:end_sessions`)).toEqual({ ended: 2 })
    expect(await Promise.all([first, second, third].map(signedIn))).toEqual([false, false, false])
    expect(await list()).toEqual([])
  })
})
