import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { choosePassword } from '../../support/password-stage.ts'
import {
  answerAt,
  begin,
  callApi,
  type Stage,
  setStage,
  testAndActivate,
} from '../../support/stage.ts'

let stage: Stage
let users: string
beforeAll(async () => {
  stage = await setStage()
  users = `/tenants/${stage.tenantId}/users`
})

async function logIn(): Promise<{ browser: TestBrowser; landing: Response }> {
  const browser = openBrowser(stage.app)
  return { browser, landing: await answerAt(stage, browser, await begin(stage, browser)) }
}

/** Gives somebody an identity at another connector, or takes it away. */
const identify = (userId: string, connectorId: string | undefined) =>
  runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage: { sql } }) => {
    sql.exec("DELETE FROM identities WHERE user_id = ? AND value = 'x'", userId)
    if (connectorId !== undefined)
      sql.exec(
        "INSERT INTO identities VALUES (?, ?, 'idp', 'name_id', 'x', ?)",
        stage.tenantId,
        connectorId,
        userId,
      )
  })

const signedIn = async (browser: TestBrowser): Promise<boolean> =>
  (await browser.get('/session', { accept: 'application/json' })).status === 200

async function whoIs(browser: TestBrowser): Promise<string> {
  const session = await browser.get('/session', { accept: 'application/json' })
  return (await session.json<{ user: { id: string } }>()).user.id
}

/** Has D1 learn of what the gate knows. */
const projected = () => runDurableObjectAlarm(env.TENANT_GATE.getByName(stage.tenantId))

const listed = async (query: string): Promise<readonly { id: string }[]> => {
  await projected()
  return (await stage.api('GET', `${users}?${query}`)).data as { id: string }[]
}

let browser: TestBrowser
let user: string
beforeEach(async () => {
  browser = (await logIn()).browser
  user = `${users}/${await whoIs(browser)}`
})

describe('a user', () => {
  it('is found by how the e-mail address begins, in any case, and by status', async () => {
    const id = await whoIs(browser)
    expect(await listed('email_prefix=ALICE@')).toMatchObject([{ id, status: 'active' }])
    expect(await listed('email_prefix=alicf')).toEqual([])
    expect(await listed('status=active')).toMatchObject([{ id }])
    expect(await listed('status=inactive')).toEqual([])
  })

  it('is edited by hand, and keeps through a login what no IdP says', async () => {
    const change = { external_id: 'hr-1', given_roles: ['auditor'], first_name: 'By hand' }
    const edited = await stage.api('PATCH', user, change)
    expect(edited).toMatchObject({ ...change, roles: ['editor', 'auditor'] })
    await logIn()
    const after = await stage.api('GET', user)
    expect(after).toMatchObject({ external_id: 'hr-1', given_roles: ['auditor'] })
    expect(after.roles).toEqual(['editor', 'auditor'])
    expect(after.first_name).not.toBe('By hand')
    expect(await listed('external_id=hr-1')).toMatchObject([{ given_roles: ['auditor'] }])
    expect(await listed('external_id=hr-2')).toEqual([])

    await stage.api('PATCH', user, { external_id: null, given_roles: [] })
    const cleared = await stage.api('GET', user)
    expect(cleared).toMatchObject({ external_id: null, roles: ['editor'] })
  })

  it('has the fields of the tenant’s own, in the API and in the session', async () => {
    const connector = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
    const custom = { level: { type: 'number' }, sites: { type: 'string_list' } }
    await stage.api('PATCH', connector, { mapping: { custom } })
    await testAndActivate(stage)
    const said = { email: ['alice@example.org'], level: ['7'], sites: ['b', 'a'] }
    const own = { level: 7, sites: ['b', 'a'] }
    const other = openBrowser(stage.app)
    await answerAt(stage, other, await begin(stage, other), { attributes: said })
    expect(await stage.api('GET', user)).toMatchObject({ custom: own })
    expect(await listed('email_prefix=alice')).toMatchObject([{ custom: own }])
    const session = await other.get('/session', { accept: 'application/json' })
    expect(await session.json()).toMatchObject({ user: { custom: own } })
    await stage.api('PATCH', connector, { mapping: {} })
    await testAndActivate(stage)
    await logIn()
    expect(await stage.api('GET', user)).toMatchObject({ custom: {} })
  })

  it('is edited within the form that an IdP has to keep to as well', async () => {
    for (const concurrency of [-1, 1.5, '3'])
      await expect(stage.api('PATCH', user, { concurrency })).rejects.toThrow('/concurrency')
  })

  it('leaves no name and no address in the audit log', async () => {
    await stage.api('PATCH', user, { first_name: 'Hidden-Name', concurrency: 7 })
    const { data } = await stage.api('GET', `/tenants/${stage.tenantId}/audit?action=user.updated`)
    expect((data as object[])[0]).toMatchObject({
      before: { concurrency: null, changed: [] },
      after: { concurrency: 7, changed: ['first_name'] },
    })
    expect(JSON.stringify(data)).not.toContain('Hidden-Name')
  })

  it('that is deactivated has no session any more, and no login brings one back', async () => {
    await stage.api('POST', `${user}:deactivate`)
    expect(await signedIn(browser)).toBe(false)
    const again = await logIn()
    expect(await refusalOn(again.landing)).toBe('login_user_inactive')

    await stage.api('POST', `${user}:reactivate`)
    expect(await signedIn(browser)).toBe(false)
    expect(await signedIn((await logIn()).browser)).toBe(true)
  })

  it('that is deleted is gone from gate and lists, and a later login makes another', async () => {
    const id = await whoIs(browser)
    await stage.api('DELETE', user)
    expect(await signedIn(browser)).toBe(false)
    await expect(stage.api('GET', user)).rejects.toThrow('user_unknown')
    expect(await listed('')).toEqual([])
    const gate = env.TENANT_GATE.getByName(stage.tenantId)
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
      { app: stage.app, key: stage.bindings.env.OPERATOR_KEY },
      'POST',
      '/api-keys',
      {
        name: 'bound',
        tenant_id: stage.tenantId,
      },
    )
    return (method: string, path: string, body?: unknown) =>
      callApi({ app: stage.app, key: String(key.secret) }, method, path, body)
  }
  const REFUSED = { status: 409, code: 'user_last_admin' }

  it('is not taken from a tenant, unless who administers all tenants confirms it', async () => {
    await stage.api('PATCH', user, { given_roles: ['admin'] })
    const acts = [
      ['PATCH', '', { given_roles: [] }],
      ['POST', ':deactivate'],
      ['DELETE', ''],
    ] as const
    const api = await bound()
    for (const [method, verb, body] of acts) {
      const path = `${user}${verb}`
      await expect(stage.api(method, path, body)).rejects.toThrow(REFUSED.code)
      await expect(api(method, `${path}?confirm=last_admin`, body)).rejects.toThrow(REFUSED.code)
      const told = await stage.api(method, `${path}?confirm=last_admin&validate_only=true`, body)
      expect(told).not.toMatchObject({ status: 409 })
    }
    expect(await signedIn(browser)).toBe(true)
    expect(await stage.api('PATCH', user, { given_roles: ['admin', 'desk'] })).toMatchObject({
      given_roles: ['admin', 'desk'],
    })
    await stage.api('POST', `${user}:deactivate?confirm=last_admin`)
    expect(await signedIn(browser)).toBe(false)
    // Who is deactivated administers nothing, and may be deleted.
    await stage.api('DELETE', user)
  })

  it('goes once there is another, and somebody invited is none yet', async () => {
    await stage.api('PATCH', user, { given_roles: ['admin'] })
    const other = { email: 'eve@example.org', connector_ids: [stage.connectorId] }
    const invited = await stage.api('POST', users, { ...other, given_roles: ['admin'] })
    await expect(stage.api('POST', `${user}:deactivate`)).rejects.toThrow(REFUSED.code)
    const eve = openBrowser(stage.app)
    const attributes = { email: ['eve@example.org'] }
    await answerAt(stage, eve, await begin(stage, eve), { nameId: 'eve@example.org', attributes })
    expect(await whoIs(eve)).toBe(invited.id)
    await stage.api('POST', `${user}:deactivate`)
    await stage.api('POST', `${user}:reactivate`)
    await stage.api('DELETE', `${users}/${invited.id}`)
    await stage.api('PATCH', `${user}?confirm=last_admin`, { given_roles: [] })
  })
})

describe('while D1 is out of reach', () => {
  it('an administrator with a session ends the access of somebody; no key can be known', async () => {
    await stage.api('PATCH', user, { given_roles: ['admin'] })
    const eve = openBrowser(stage.app)
    const attributes = { email: ['eve@example.org'] }
    await answerAt(stage, eve, await begin(stage, eve), { nameId: 'eve@example.org', attributes })
    const other = `${users}/${await whoIs(eve)}`
    const origin = new URL(stage.ssoKey.acsUrl).origin
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const ask = (path: string) =>
      stage.app.request(`${origin}/api/v1${path}`, {
        method: 'POST',
        headers: { cookie, origin, 'content-type': 'application/json' },
        body: '{}',
      })
    stage.bindings.down.add('d1')
    try {
      await expect(stage.api('POST', `${other}:deactivate`)).rejects.toThrow(/: 50[03] /)
      expect(await signedIn(eve)).toBe(true)
      expect((await ask(`${other}:deactivate`)).status).toBe(200)
      expect(await signedIn(eve)).toBe(false)
    } finally {
      stage.bindings.down.delete('d1')
    }
    await stage.api('DELETE', other)
    await stage.api('PATCH', `${user}?confirm=last_admin`, { given_roles: [] })
  })
})

describe('a person of one tenant', () => {
  it('is nobody in another one, though it has the same gate (I5)', async () => {
    const child = await stage.api('POST', '/tenants', { name: 'Branch', parent_id: stage.tenantId })
    const there = user.replace(stage.tenantId, String(child.id))
    for (const [method, verb, body] of [
      ['GET', ''],
      ['GET', '/sessions'],
      ['GET', '/links'],
      ['PATCH', '', { first_name: 'x' }],
      ['POST', ':deactivate'],
      ['POST', ':end_sessions'],
      ['PUT', `/links/${stage.connectorId}`],
      ['DELETE', ''],
    ] as const)
      await expect(stage.api(method, there + verb, body), verb).rejects.toThrow('user_unknown')
    expect(await signedIn(browser)).toBe(true)
  })

  it('may have links to several connectors, all of them of the tenant', async () => {
    const base = `/tenants/${stage.tenantId}`
    const key = await stage.api('POST', `${base}/sso-keys`, {
      name: 'b',
      environment: 'production',
    })
    const second = await stage.api('POST', `${base}/connectors`, {
      ...{ name: 'Second', reference: 'second', type: 'saml' },
      ...{ sso_id: key.id, external_idp_id: stage.idpId },
    })
    await stage.api('PUT', `${user}/links/${second.id}`)
    const linked = async () =>
      ((await stage.api('GET', `${user}/links`)).data as { connector_id: string }[])
        .map((link) => link.connector_id)
        .sort()
    expect(await linked()).toEqual([stage.connectorId, second.id].sort())
    const foreign = `${user}/links/con_${'0'.repeat(24)}`
    await expect(stage.api('PUT', foreign)).rejects.toThrow('connector_unknown')
    await stage.api('DELETE', `${base}/connectors/${second.id}`)
    expect(await linked()).toEqual([stage.connectorId])
  })
})

describe('the sessions of a user', () => {
  it('that came through a connector end with the link to it', async () => {
    const link = `${user}/links/${stage.connectorId}`
    await stage.api('DELETE', link)
    expect(await signedIn(browser)).toBe(false)
    const { data } = await stage.api('GET', `/tenants/${stage.tenantId}/audit?action=user.unlinked`)
    expect((data as { after: object }[])[0]?.after).toMatchObject({
      ended_sessions: expect.any(Number),
    })
    await stage.api('PUT', link)
    expect(await signedIn(browser)).toBe(false)
  })

  it('are listed and ended, one by one or all at once, from the next request on', async () => {
    await stage.api('POST', `${user}:end_sessions`)
    const [first, second, third] = [await logIn(), await logIn(), await logIn()].map(
      (login) => login.browser,
    )
    if (!first || !second || !third) throw new Error('three logins')
    const list = async () =>
      (await stage.api('GET', `${user}/sessions`)).data as { id: string; sso_id: string }[]
    const sessions = await list()
    expect(sessions).toHaveLength(3)
    expect(sessions[0]).toMatchObject({ sso_id: stage.ssoKey.id, environment: 'production' })

    await stage.api('DELETE', `${user}/sessions/${sessions[0]?.id}`)
    const live = await Promise.all([first, second, third].map(signedIn))
    expect(live.filter(Boolean)).toHaveLength(2)
    expect(await stage.api('POST', `${user}:end_sessions`)).toEqual({ ended: 2 })
    expect(await Promise.all([first, second, third].map(signedIn))).toEqual([false, false, false])
    expect(await list()).toEqual([])
  })
})

describe('after a change of what identifies people', () => {
  const connector = () => `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
  const candidates = () => `${connector()}/relink-candidates`
  const byUid = { attributes: { email: ['alice@example.org'], uid: ['4711'] } }
  const logInByUid = async () => {
    const other = openBrowser(stage.app)
    const departure = await begin(stage, other)
    return { browser: other, landing: await answerAt(stage, other, departure, byUid) }
  }

  it('a person is joined to who they were by an administrator, and by nobody else (R52)', async () => {
    const id = await whoIs(browser)
    expect(await stage.api('GET', candidates())).toMatchObject({ data: [] })
    await stage.api('PATCH', connector(), { identity_source: { kind: 'attribute', name: 'uid' } })
    await testAndActivate(stage, byUid)
    expect(await refusalOn((await logInByUid()).landing)).toBe('login_email_taken')

    const { data } = await stage.api('GET', candidates())
    expect(data).toMatchObject([
      {
        user_id: id,
        email: 'alice@example.org',
        old_identities: [{ source: expect.stringMatching(/^name_id:/) }],
        attempt: { source: 'attribute:uid', disputed: false, event_id: expect.any(String) },
        confirmed_until: null,
      },
    ])
    expect(JSON.stringify(data)).not.toContain('4711')
    const confirmed = await stage.api('POST', `${candidates()}/${id}:confirm`)
    expect(confirmed.confirmed_until).toEqual(expect.any(String))
    await stage.api('DELETE', `${candidates()}/${id}`)
    expect(await refusalOn((await logInByUid()).landing)).toBe('login_email_taken')
    expect(await stage.api('POST', `${candidates()}:confirm`)).toMatchObject({ candidates: 1 })
    expect(await whoIs((await logInByUid()).browser)).toBe(id)
    await expect(stage.api('POST', `${candidates()}:confirm`)).rejects.toThrow('relink_unknown')

    const audit = `/tenants/${stage.tenantId}/audit?action=`
    expect(await stage.api('GET', `${audit}user.relink_confirmed`)).toMatchObject({
      data: [{ target: { id }, after: { connector_id: stage.connectorId } }],
    })
    expect(await stage.api('GET', `${audit}connector.relinks_confirmed`)).toMatchObject({
      data: [{ after: { candidates: 1, identity: 'attribute:uid' } }],
    })
    await stage.api('DELETE', user)
    await stage.api('PATCH', connector(), { identity_source: { kind: 'name_id' } })
    await testAndActivate(stage)
  })
})

describe('who may come in', () => {
  const connector = () => `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
  /** Changes the connector; the test that activates it is not a login, so nobody is kept out of that. */
  async function change(settings: object): Promise<void> {
    await stage.api('PATCH', connector(), settings)
    await testAndActivate(stage)
  }
  const refused = async () => refusalOn((await logIn()).landing)
  const bodyOfInvitation = () => ({
    email: 'ALICE@example.org',
    connector_ids: [stage.connectorId],
    given_roles: ['auditor'],
    external_id: 'hr-9',
  })

  it('is nobody of another domain, and the connector says so in its test too', async () => {
    const other = await stage.api('PATCH', connector(), { email_domains: ['Example.COM'] })
    expect(other).toMatchObject({ latest: { settings: { email_domains: ['example.com'] } } })
    await expect(testAndActivate(stage)).rejects.toThrow('did not pass')
    await change({ email_domains: ['example.com', 'example.org'] })
    expect((await logIn()).landing.status).toBe(303)
    await change({ email_domains: [] })
  })

  it('is who is linked, where only they may (R52)', async () => {
    await change({ provisioning: 'only_linked' })
    const link = `${user}/links/${stage.connectorId}`
    expect((await logIn()).landing.status).toBe(303)
    await stage.api('DELETE', link)
    expect(await refused()).toBe('login_user_not_linked')
    await stage.api('PUT', link)
    expect((await logIn()).landing.status).toBe(303)
    expect((await stage.api('GET', `${user}/links`)).data).toEqual([
      { user_id: user.split('/').at(-1), connector_id: stage.connectorId },
    ])

    await stage.api('DELETE', user)
    expect(await refused()).toBe('login_user_not_linked')
    await change({ provisioning: 'create' })
  })

  it('is of new people who was invited, where only they may, and becomes that user', async () => {
    await change({ provisioning: 'only_invited' })
    expect((await logIn()).landing.status).toBe(303)
    await stage.api('DELETE', user)
    expect(await refused()).toBe('login_user_not_invited')

    const invited = await stage.api('POST', users, bodyOfInvitation())
    expect(invited).toMatchObject({ status: 'invited', roles: ['auditor'] })
    await expect(stage.api('POST', users, bodyOfInvitation())).rejects.toThrow('user_email_taken')
    const accented = (email: string) => stage.api('POST', users, { ...bodyOfInvitation(), email })
    await accented('ren\u00e9@invited.example')
    await expect(accented('REN\u00c9@invited.example')).rejects.toThrow('user_email_taken')
    expect(await whoIs((await logIn()).browser)).toBe(invited.id)
    expect(await stage.api('GET', `${users}/${invited.id}`)).toMatchObject({
      status: 'active',
      email: 'alice@example.org',
      external_id: 'hr-9',
      roles: ['editor', 'auditor'],
    })
    await change({ provisioning: 'create' })
  })

  it('is who was linked and set a password before the first login, and not once they came in elsewhere', async () => {
    await stage.api('DELETE', user)
    const invited = await stage.api('POST', users, bodyOfInvitation())
    const own = `${users}/${invited.id}`
    const { url } = await stage.api('POST', `${own}:invite_password`, { deliver: 'answer' })
    await choosePassword(openBrowser(stage.app), String(url))
    expect(await stage.api('GET', own)).toMatchObject({ status: 'active', has_password: true })

    await identify(String(invited.id), 'con_elsewhere')
    expect(await refused()).toBe('login_email_taken')
    await identify(String(invited.id), undefined)
    expect(await whoIs((await logIn()).browser)).toBe(invited.id)
  })

  it('is no invited person whom nobody linked to the connector (R52)', async () => {
    await stage.api('DELETE', user)
    const invited = await stage.api('POST', users, bodyOfInvitation())
    await stage.api('DELETE', `${users}/${invited.id}/links/${stage.connectorId}`)
    expect(await refused()).toBe('login_email_taken')
    await stage.api('POST', `${users}/${invited.id}:deactivate`)
    await stage.api('PUT', `${users}/${invited.id}/links/${stage.connectorId}`)
    expect(await refused()).toBe('login_email_taken')
    const back = await stage.api('POST', `${users}/${invited.id}:reactivate`)
    expect(back.status).toBe('invited')
    expect(await whoIs((await logIn()).browser)).toBe(invited.id)
  })
})

describe('a connector that joins people by e-mail address', () => {
  it('does so once the domain is verified, and warns until it is', async () => {
    let records: readonly string[] = []
    const joining = await setStage({ findTxtRecords: async () => records })
    const base = `/tenants/${joining.tenantId}`
    const connector = `${base}/connectors/${joining.connectorId}`
    const email = 'bob@example.org'
    const invitation = { email, connector_ids: [joining.connectorId] }
    const bob = await joining.api('POST', `${base}/users`, invitation)
    await joining.api('DELETE', `${base}/users/${bob.id}/links/${joining.connectorId}`)
    await joining.api('PATCH', connector, { link_by_email: true, email_domains: ['example.org'] })
    const answer = { nameId: 'bob', attributes: { email: [email] } }
    await testAndActivate(joining, answer)
    const logInAsBob = async () => {
      const browser = openBrowser(joining.app)
      return {
        browser,
        landing: await answerAt(joining, browser, await begin(joining, browser), answer),
      }
    }
    const warned = async (): Promise<unknown> => {
      const { active } = (await joining.api('GET', connector)) as { active: { warnings: object[] } }
      return active.warnings.map((warning) => 'code' in warning && warning.code)
    }
    expect(await refusalOn((await logInAsBob()).landing)).toBe('login_email_domain_unverified')
    const joined = ['identity_is_email', 'people_joined_by_email']
    expect(await warned()).toEqual([...joined, 'email_domain_unverified'])

    const claim = await joining.api('POST', `${base}/domains`, { domain: 'example.org' })
    records = [String(claim.record_value)]
    await joining.api('POST', `${base}/domains/${claim.id}:verify`)
    expect(await warned()).toEqual(joined)
    expect(await whoIs((await logInAsBob()).browser)).toBe(bob.id)
  })
})
