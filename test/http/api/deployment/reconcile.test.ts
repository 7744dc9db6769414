import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { makeConnector, makeTenant, openCaller } from '../../../support/api-tenant.ts'
import { copyDatabase, restoreDatabase } from '../../../support/older-copy.ts'
import { goLive } from '../../../support/pass-test.ts'

const caller = await openCaller()

describe('POST /tenants/{tenant_id}:reconcile', () => {
  it('brings a tenant back that the database has lost, by its id alone; then it can be worked with', async () => {
    const copy = await copyDatabase()
    const made = await makeConnector(caller)
    const { tenant, base, path } = made
    const version = await goLive(caller, made)
    const shown = (await caller.call('GET', path)).json
    await restoreDatabase(copy)
    expect((await caller.call('GET', base)).status).toBe(404)

    const told = await caller.call('POST', `${base}:reconcile?validate_only=true`)
    const done = await caller.call('POST', `${base}:reconcile`, { jurisdiction: 'none' })
    expect(done.json).toEqual(told.json)
    expect(done.json).toMatchObject({ users: 0, complete: true })
    expect((await caller.call('GET', path)).json).toEqual(shown)
    await caller.call('PATCH', path, { force_authn: true })
    const rolled = await caller.call('POST', `${path}:rollback`, { version })
    expect(rolled.json).toMatchObject({ code: 'version_is_active' })
    const { data } = (await caller.call('GET', `${base}/audit`)).json as {
      data: { action: string; target: object }[]
    }
    expect(data.find(({ action }) => action === 'tenant.reconciled')?.target).toEqual({
      type: 'tenant',
      id: tenant.id,
    })
  })

  it('brings an application back from its copy at the edge, with its secret and its grant', async () => {
    const tenant = await makeTenant(caller)
    const copy = await copyDatabase()
    const application = await caller.make('/applications', {
      name: 'Shop',
      landing_url: 'https://shop.example.com/',
      redirect_uris: ['https://shop.example.com/callback'],
      tenant_ids: [tenant.id],
      token_endpoint_auth_method: 'client_secret_basic',
    })
    const row = () =>
      env.DB.prepare('SELECT * FROM applications WHERE id = ?').bind(application.id).first()
    const before = await row()
    await restoreDatabase(copy)
    const done = await caller.call('POST', `/tenants/${tenant.id}:reconcile`)
    expect((done.json as { entries: object[] }).entries).toEqual([
      { kind: 'application', id: application.id, action: 'restored', members: [] },
      { kind: 'application_grant', id: application.id, action: 'restored', members: [] },
    ])
    expect(await row()).toEqual(before)

    // Without the copy it is lost, and the answer says so.
    await restoreDatabase(copy)
    await env.LOGIN_CONFIG.delete(`app:${application.id}`)
    const lost = await caller.call('POST', `/tenants/${tenant.id}:reconcile`)
    expect((lost.json as { entries: object[] }).entries).toEqual([
      { kind: 'application', id: application.id, action: 'lost', members: [] },
    ])
  })

  it('takes back a grant that was revoked since', async () => {
    const tenant = await makeTenant(caller)
    const application = await caller.make('/applications', {
      name: 'Shop',
      landing_url: 'https://shop.example.com/',
      redirect_uris: ['https://shop.example.com/callback'],
      tenant_ids: [tenant.id],
      token_endpoint_auth_method: 'none',
    })
    const copy = await copyDatabase()
    await caller.call('DELETE', `/applications/${application.id}`)
    await restoreDatabase(copy)
    const done = await caller.call('POST', `/tenants/${tenant.id}:reconcile`)
    expect((done.json as { entries: object[] }).entries).toEqual([
      { kind: 'application_grant', id: application.id, action: 'removed', members: [] },
    ])
  })

  it('finds a child tenant that the database has lost in the gate of its parent', async () => {
    const parent = await makeTenant(caller)
    const copy = await copyDatabase()
    const child = await caller.make('/tenants', { name: 'Child', parent_id: parent.id })
    await restoreDatabase(copy)
    const path = `/tenants/${child.id}:reconcile`
    expect((await caller.call('POST', path)).status).toBe(404)
    await caller.make(path, { root_tenant_id: parent.id })
    expect((await caller.call('GET', `/tenants/${child.id}`)).json).toEqual(child)
  })

  it('refuses a tenant that no gate knows, and a tag of one that is not there', async () => {
    const path = `/tenants/ten_${'0'.repeat(24)}:reconcile`
    expect((await caller.call('POST', path)).status).toBe(404)
    const tagged = await caller.call('POST', path, {}, { 'if-match': '"x"' })
    expect(tagged.status).toBe(412)
    const abroad = await caller.call('POST', path, { jurisdiction: 'eu' })
    expect(abroad.json).toMatchObject({ code: 'api_jurisdiction_unavailable' })
  })
})
