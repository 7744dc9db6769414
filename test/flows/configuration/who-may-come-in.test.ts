import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { openBrowser, refusalOn } from '../../support/browser.ts'
import { choosePassword } from '../../support/password-stage.ts'
import { answerAt, begin, setStage, testAndActivate } from '../../support/stage.ts'
import { peopleScene } from './people-scene.ts'

const scene = peopleScene()
const { logIn, whoIs } = scene

/** Gives somebody an identity at another connector, or takes it away. */
const identify = (userId: string, connectorId: string | undefined) =>
  runInDurableObject(env.TENANT_GATE.getByName(scene.stage.tenantId), (_, { storage: { sql } }) => {
    sql.exec("DELETE FROM identities WHERE user_id = ? AND value = 'x'", userId)
    if (connectorId !== undefined)
      sql.exec(
        "INSERT INTO identities VALUES (?, ?, 'idp', 'name_id', 'x', ?)",
        scene.stage.tenantId,
        connectorId,
        userId,
      )
  })

describe('after a change of what identifies people', () => {
  const connector = () => `/tenants/${scene.stage.tenantId}/connectors/${scene.stage.connectorId}`
  const candidates = () => `${connector()}/relink-candidates`
  const byUid = { attributes: { email: ['alice@example.org'], uid: ['4711'] } }
  const logInByUid = async () => {
    const other = openBrowser(scene.stage.app)
    const departure = await begin(scene.stage, other)
    return { browser: other, landing: await answerAt(scene.stage, other, departure, byUid) }
  }

  it('a person is joined to who they were by an administrator, and by nobody else (R52)', async () => {
    const id = await whoIs(scene.browser)
    expect(await scene.stage.api('GET', candidates())).toMatchObject({ data: [] })
    await scene.stage.api('PATCH', connector(), {
      identity_source: { kind: 'attribute', name: 'uid' },
    })
    await testAndActivate(scene.stage, byUid)
    expect(await refusalOn((await logInByUid()).landing)).toBe('login_email_taken')

    const { data } = await scene.stage.api('GET', candidates())
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
    const confirmed = await scene.stage.api('POST', `${candidates()}/${id}:confirm`)
    expect(confirmed.confirmed_until).toEqual(expect.any(String))
    await scene.stage.api('DELETE', `${candidates()}/${id}`)
    expect(await refusalOn((await logInByUid()).landing)).toBe('login_email_taken')
    expect(await scene.stage.api('POST', `${candidates()}:confirm`)).toMatchObject({
      candidates: 1,
    })
    expect(await whoIs((await logInByUid()).browser)).toBe(id)
    await expect(scene.stage.api('POST', `${candidates()}:confirm`)).rejects.toThrow(
      'relink_unknown',
    )

    const audit = `/tenants/${scene.stage.tenantId}/audit?action=`
    expect(await scene.stage.api('GET', `${audit}user.relink_confirmed`)).toMatchObject({
      data: [{ target: { id }, after: { connector_id: scene.stage.connectorId } }],
    })
    expect(await scene.stage.api('GET', `${audit}connector.relinks_confirmed`)).toMatchObject({
      data: [{ after: { candidates: 1, identity: 'attribute:uid' } }],
    })
    await scene.stage.api('DELETE', scene.user)
    await scene.stage.api('PATCH', connector(), { identity_source: { kind: 'name_id' } })
    await testAndActivate(scene.stage)
  })
})

describe('who may come in', () => {
  const connector = () => `/tenants/${scene.stage.tenantId}/connectors/${scene.stage.connectorId}`
  /**
   * Changes the connector; the test that activates it is not a login, so nobody is kept out of
   * that.
   */
  async function change(settings: object): Promise<void> {
    await scene.stage.api('PATCH', connector(), settings)
    await testAndActivate(scene.stage)
  }
  const refused = async () => refusalOn((await logIn()).landing)
  const bodyOfInvitation = () => ({
    email: 'ALICE@example.org',
    connector_ids: [scene.stage.connectorId],
    given_roles: ['auditor'],
    external_id: 'hr-9',
  })

  it('is nobody of another domain, and the connector says so in its test too', async () => {
    const other = await scene.stage.api('PATCH', connector(), { email_domains: ['Example.COM'] })
    expect(other).toMatchObject({ latest: { settings: { email_domains: ['example.com'] } } })
    await expect(testAndActivate(scene.stage)).rejects.toThrow('did not pass')
    await change({ email_domains: ['example.com', 'example.org'] })
    expect((await logIn()).landing.status).toBe(303)
    await change({ email_domains: [] })
  })

  it('is who is linked, where only they may (R52)', async () => {
    await change({ provisioning: 'only_linked' })
    const link = `${scene.user}/links/${scene.stage.connectorId}`
    expect((await logIn()).landing.status).toBe(303)
    await scene.stage.api('DELETE', link)
    expect(await refused()).toBe('login_user_not_linked')
    await scene.stage.api('PUT', link)
    expect((await logIn()).landing.status).toBe(303)
    expect((await scene.stage.api('GET', `${scene.user}/links`)).data).toEqual([
      { user_id: scene.user.split('/').at(-1), connector_id: scene.stage.connectorId },
    ])

    await scene.stage.api('DELETE', scene.user)
    expect(await refused()).toBe('login_user_not_linked')
    await change({ provisioning: 'create' })
  })

  it('is of new people who was invited, where only they may, and becomes that user', async () => {
    await change({ provisioning: 'only_invited' })
    expect((await logIn()).landing.status).toBe(303)
    await scene.stage.api('DELETE', scene.user)
    expect(await refused()).toBe('login_user_not_invited')

    const invited = await scene.stage.api('POST', scene.users, bodyOfInvitation())
    expect(invited).toMatchObject({ status: 'invited', roles: ['auditor'] })
    await expect(scene.stage.api('POST', scene.users, bodyOfInvitation())).rejects.toThrow(
      'user_email_taken',
    )
    const accented = (email: string) =>
      scene.stage.api('POST', scene.users, { ...bodyOfInvitation(), email })
    await accented('ren\u00e9@invited.example')
    await expect(accented('REN\u00c9@invited.example')).rejects.toThrow('user_email_taken')
    expect(await whoIs((await logIn()).browser)).toBe(invited.id)
    expect(await scene.stage.api('GET', `${scene.users}/${invited.id}`)).toMatchObject({
      status: 'active',
      email: 'alice@example.org',
      external_id: 'hr-9',
      roles: ['editor', 'auditor'],
    })
    await change({ provisioning: 'create' })
  })

  it('is who was linked and set a password before the first login, and not once they came in elsewhere', async () => {
    await scene.stage.api('DELETE', scene.user)
    const invited = await scene.stage.api('POST', scene.users, bodyOfInvitation())
    const own = `${scene.users}/${invited.id}`
    const { url } = await scene.stage.api('POST', `${own}:invite_password`, { deliver: 'answer' })
    await choosePassword(openBrowser(scene.stage.app), String(url))
    expect(await scene.stage.api('GET', own)).toMatchObject({
      status: 'active',
      has_password: true,
    })

    await identify(String(invited.id), 'con_elsewhere')
    expect(await refused()).toBe('login_email_taken')
    await identify(String(invited.id), undefined)
    expect(await whoIs((await logIn()).browser)).toBe(invited.id)
  })

  it('is no invited person whom nobody linked to the connector (R52)', async () => {
    await scene.stage.api('DELETE', scene.user)
    const invited = await scene.stage.api('POST', scene.users, bodyOfInvitation())
    await scene.stage.api('DELETE', `${scene.users}/${invited.id}/links/${scene.stage.connectorId}`)
    expect(await refused()).toBe('login_email_taken')
    await scene.stage.api('POST', `${scene.users}/${invited.id}:deactivate`)
    await scene.stage.api('PUT', `${scene.users}/${invited.id}/links/${scene.stage.connectorId}`)
    expect(await refused()).toBe('login_email_taken')
    const back = await scene.stage.api('POST', `${scene.users}/${invited.id}:reactivate`)
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
