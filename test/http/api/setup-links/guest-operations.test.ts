// What a set-up link opens, and that it opens nothing else: every operation is tried with a link of
// each task.

import { beforeAll, describe, expect, it } from 'vitest'
import type { Operation } from '../../../../src/http/api/engine/operation.ts'
import { OPERATIONS } from '../../../../src/http/api/operations.ts'
import { GUEST_COMMANDS } from '../../../../src/tenants/setup-links/guest-rights.ts'
import { SETUP_TASKS, type SetupTask } from '../../../../src/tenants/setup-links/setup-link.ts'
import { openApi } from '../../../support/api.ts'
import {
  type Caller,
  callerOf,
  makeCertificate,
  makeConnector,
  makeTenant,
  mintKey,
  writeMetadata,
} from '../../../support/api-tenant.ts'
import { type Guest, makeLink, openLink } from '../../../support/guest.ts'
import { passTest } from '../../../support/pass-test.ts'

const client = openApi()
let caller: Caller
beforeAll(async () => {
  caller = callerOf(client, await mintKey(client))
})

/** Operation -> tasks that open it. What is not named here is closed to guests. */
const OPEN: Readonly<Record<string, readonly SetupTask[]>> = {
  getTenant: ['sso', 'domain', 'certificate'],
  getSetupLink: ['sso', 'domain', 'certificate'],
  completeSetupLink: ['sso', 'domain', 'certificate'],
  issueSsoKey: ['sso'],
  listSsoKeys: ['sso', 'certificate'],
  getSsoKey: ['sso', 'certificate'],
  previewExternalIdp: ['sso', 'certificate'],
  createExternalIdp: ['sso'],
  listExternalIdps: ['sso', 'certificate'],
  getExternalIdp: ['sso', 'certificate'],
  updateExternalIdp: ['sso', 'certificate'],
  createConnector: ['sso'],
  listConnectors: ['sso', 'certificate'],
  getConnector: ['sso', 'certificate'],
  updateConnector: ['sso'],
  listConnectorVersions: ['sso', 'certificate'],
  testConnector: ['sso', 'certificate'],
  tryConnector: ['sso'],
  listConnectorTests: ['sso', 'certificate'],
  getConnectorTest: ['sso', 'certificate'],
  approveIssuer: ['sso', 'certificate'],
  activateConnector: ['sso', 'certificate'],
  rollBackConnector: ['sso', 'certificate'],
  claimDomain: ['domain'],
  listDomains: ['domain'],
  getDomain: ['domain'],
  verifyDomain: ['domain'],
}
const ACTIVATING = ['approveIssuer', 'activateConnector', 'rollBackConnector']

const codeOf = (reply: { json: unknown }) => (reply.json as { code?: string } | undefined)?.code
/** Anybody, and everybody who is somebody, may ask the others. */
const needsRight = ({ access }: Operation) => access !== 'anybody' && access !== 'signed_in'

async function setUp(members: object = {}) {
  const made = await makeConnector(caller)
  const link = await makeLink(caller, made.tenant.id, members)
  return { ...made, link, guest: await openLink(client, link.token) }
}

/**
 * Asks an operation about what does not exist: a guest who may ask is told so, another is turned
 * away.
 */
function ask(guest: Guest, { method, path, example, body }: Operation, tenantId: string) {
  const named = path
    .replace('{tenant_id}', tenantId)
    .replace('{event_id}', `evt_${'0'.repeat(24)}`)
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => EMPTY[name] ?? 'x')
  return guest.call(method, named, body === undefined ? undefined : (example?.request ?? {}))
}

const nothing = (prefix: string) => `${prefix}_${'0'.repeat(24)}`
const EMPTY: Readonly<Record<string, string>> = {
  sso_id: nothing('sso'),
  external_idp_id: nothing('idp'),
  connector_id: nothing('con'),
  domain_id: nothing('dom'),
  setup_link_id: nothing('lnk'),
  test_id: nothing('tst'),
  user_id: nothing('usr'),
  webhook_id: nothing('whk'),
  application_id: nothing('app'),
  api_key_id: nothing('key'),
  fingerprint: 'f'.repeat(64),
}

describe('the operations that a set-up link opens', () => {
  it('are these and no others', () => {
    const opened = OPERATIONS.filter(({ guests }) => guests !== undefined)
    const table = Object.fromEntries(opened.map(({ id, guests = [] }) => [id, guests]))
    for (const [id, tasks] of Object.entries(OPEN))
      expect([...(table[id] ?? [])].sort(), id).toEqual([...tasks].sort())
    expect(Object.keys(table).sort()).toEqual(expect.arrayContaining(Object.keys(OPEN).sort()))
    expect(Object.keys(table).filter((id) => !(id in OPEN))).toEqual([])
  })

  it('take may_activate where a person would have to authenticate anew', () => {
    for (const { id, guests, activates, recentAuthentication } of OPERATIONS) {
      if (guests === undefined) expect(activates, id).toBeUndefined()
      else expect(activates ?? false, id).toBe(recentAuthentication ?? false)
      expect(activates ?? false, id).toBe(ACTIVATING.includes(id))
    }
  })

  it('run commands that the gate opens to the same tasks', () => {
    for (const { id, guests, command, activates } of OPERATIONS)
      if (guests !== undefined && command !== undefined)
        expect(GUEST_COMMANDS[command], id).toEqual({
          tasks: guests,
          ...(activates ? { activates } : {}),
        })
  })

  it.each(SETUP_TASKS)('turn a guest with the task %s away everywhere else', async (task) => {
    const { tenant, guest } = await setUp({ tasks: [task], may_activate: true })
    for (const operation of OPERATIONS.filter(needsRight)) {
      // It would end the link.
      if (operation.id === 'completeSetupLink') continue
      const reply = await ask(guest, operation, tenant.id)
      const isOpen = OPEN[operation.id]?.includes(task) ?? false
      const where = `${operation.id} answers ${reply.status} ${codeOf(reply)}`
      if (isOpen) expect([401, 403, 410], where).not.toContain(reply.status)
      else expect([reply.status, codeOf(reply)], where).toEqual([403, 'setup_link_task_missing'])
    }
  })
})

describe('a guest', () => {
  it('sets a connector up from nothing, and is named in the audit log', async () => {
    const tenant = await makeTenant(caller)
    const link = await makeLink(caller, tenant.id, { may_activate: true })
    const guest = await openLink(client, link.token)
    const base = `/tenants/${tenant.id}`
    const make = async (path: string, body?: unknown) => {
      const reply = await guest.call('POST', path, body)
      expect(reply.status, reply.text).toBeLessThan(300)
      return reply.json as Record<string, string>
    }
    const key = await make(`${base}/sso-keys`, { name: 'main', environment: 'production' })
    const idp = await make(`${base}/external-idps`, {
      name: 'IdP',
      metadata_xml: writeMetadata({ certificates: [await makeCertificate()] }),
    })
    const connector = await make(`${base}/connectors`, {
      name: 'Login',
      reference: 'login',
      type: 'saml',
      sso_id: key.id,
      external_idp_id: idp.id,
    })
    const path = `${base}/connectors/${connector.id}`
    const { test_url, version } = await make(`${path}:test`, {})
    await passTest(tenant.id, String(key.id), String(test_url))
    expect(await make(`${path}:activate`, { version })).toMatchObject({ state: 'active' })
    const { json } = await caller.call('GET', `${base}/audit?actor=${link.id}`)
    const { data } = json as { data: { action: string; actor: object }[] }
    expect(data.map(({ action }) => action)).toEqual([
      'connector.activated',
      'connector.test_started',
      'connector.created',
      'external_idp.created',
      'sso_key.issued',
      'setup_link.opened',
    ])
    expect(data[0]?.actor).toEqual({ type: 'setup_link', id: link.id })
    const versions = await caller.call('GET', `${path}/versions`)
    expect(versions.json).toMatchObject({ data: [{ created_by: { type: 'setup_link' } }] })
  })

  it('activates nothing where the link does not say so', async () => {
    const { path, tenant, ssoKey, guest } = await setUp()
    const tested = await guest.call('POST', `${path}:test`, {})
    const { test_url, version } = tested.json as { test_url: string; version: string }
    await passTest(tenant.id, ssoKey.id, test_url)
    for (const verb of ['activate', 'rollback', 'approve']) {
      const body = { version, ...(verb === 'approve' && { issuer: 'https://idp.example.com' }) }
      const reply = await guest.call('POST', `${path}:${verb}`, body)
      expect([reply.status, codeOf(reply)]).toEqual([403, 'setup_link_activation_missing'])
    }
    expect((await caller.call('GET', path)).json).toMatchObject({ active_version: null })
  })

  it('reaches neither another tenant, nor a child of theirs (I5)', async () => {
    const { tenant, guest } = await setUp({ tasks: SETUP_TASKS })
    const child = await makeTenant(caller, { parent_id: tenant.id })
    const other = await makeConnector(caller)
    for (const id of [child.id, other.tenant.id])
      for (const operation of OPERATIONS.filter(({ guests }) => guests !== undefined)) {
        if (operation.activates) continue
        const reply = await ask(guest, operation, id)
        expect([reply.status, codeOf(reply)], operation.id).toEqual([404, 'tenant_unknown'])
      }
    // By its own tenant's path, what belongs to the other is as unknown.
    const foreign = await guest.call(
      'GET',
      `/tenants/${tenant.id}/connectors/${other.connector.id}`,
    )
    expect(codeOf(foreign)).toBe('connector_unknown')
  })

  it('changes something from a page of ours alone', async () => {
    const { base, guest } = await setUp()
    const body = { name: 'second', environment: 'production' }
    for (const [name, value, code] of [
      ['origin', 'https://evil.example', 'api_origin_foreign'],
      ['sec-fetch-site', 'cross-site', 'api_origin_foreign'],
      ['content-type', 'text/plain', 'api_body_not_json'],
    ] as const) {
      const reply = await guest.call('POST', `${base}/sso-keys`, body, { [name]: value })
      expect(codeOf(reply), name).toBe(code)
    }
    const read = await guest.call('GET', base, undefined, { 'sec-fetch-site': 'cross-site' })
    expect(codeOf(read)).toBe('api_origin_foreign')
  })

  it('reads their own link and no other', async () => {
    const { tenant, link, guest } = await setUp()
    const other = await makeLink(caller, tenant.id)
    expect((await guest.call('GET', link.path)).json).toMatchObject({ id: link.id })
    for (const [method, path] of [
      ['GET', other.path],
      ['POST', `${other.path}:complete`],
    ] as const) {
      const reply = await guest.call(method, path)
      expect([reply.status, codeOf(reply)], path).toEqual([404, 'setup_link_unknown'])
    }
  })

  it('is nobody with a cookie that we did not seal', async () => {
    const { base } = await setUp()
    for (const cookie of ['__Host-setup=x', `__Host-setup=${'A'.repeat(200)}`]) {
      const reply = await client.call('GET', base, { headers: { cookie } })
      expect([reply.status, codeOf(reply)]).toEqual([401, 'setup_session_missing'])
    }
    const nobody = await client.call('GET', base, { headers: { 'edge-sso-as': 'guest' } })
    expect([nobody.status, codeOf(nobody)]).toEqual([401, 'setup_session_missing'])
  })
})

describe('a guest of a link that is bound to a connector', () => {
  it('sees this connector, its SSO key and its external IdP, and nothing beside them', async () => {
    const { base, path, connector, ssoKey, idp, link, guest } = await boundToOne()
    const lists = {
      connectors: connector.id,
      'sso-keys': ssoKey.id,
      'external-idps': idp.id,
    }
    for (const [list, id] of Object.entries(lists)) {
      const { json } = await guest.call('GET', `${base}/${list}`)
      expect(
        (json as { data: { id: string }[] }).data.map((one) => one.id),
        list,
      ).toEqual([id])
      expect((await guest.call('GET', `${base}/${list}/${id}`)).status).toBe(200)
    }
    expect((await guest.call('GET', `${path}/versions`)).status).toBe(200)
    expect(link.connector_id).toBe(connector.id)
  })

  it('is refused another connector, its key and its IdP, and makes none', async () => {
    const { base, path, other, guest } = await boundToOne()
    const otherPath = `${base}/connectors/${other.connector.id}`
    const idpPath = `${base}/external-idps/${other.idp.id}`
    const join = {
      name: 'Third',
      reference: 'third',
      type: 'saml',
      sso_id: other.ssoKey.id,
      external_idp_id: other.idp.id,
    }
    const metadata_xml = writeMetadata({ certificates: [await makeCertificate()] })
    for (const [method, at, body, code] of [
      ['GET', otherPath, undefined, 'connector_unknown'],
      ['GET', `${otherPath}/versions`, undefined, 'connector_unknown'],
      ['GET', `${otherPath}/tests`, undefined, 'connector_unknown'],
      ['GET', `${otherPath}/tests/${nothing('tst')}`, undefined, 'connector_unknown'],
      ['PATCH', otherPath, { name: 'Mine' }, 'connector_unknown'],
      ['POST', `${otherPath}:test`, {}, 'connector_unknown'],
      ['POST', `${otherPath}:try`, {}, 'connector_unknown'],
      ['POST', `${otherPath}:activate`, { version: 'f'.repeat(64) }, 'connector_unknown'],
      ['GET', `${base}/sso-keys/${other.ssoKey.id}`, undefined, 'sso_key_unknown'],
      ['GET', idpPath, undefined, 'external_idp_unknown'],
      ['PATCH', idpPath, { name: 'Mine' }, 'external_idp_unknown'],
      ['PATCH', path, { external_idp_id: other.idp.id }, 'external_idp_unknown'],
      [
        'POST',
        `${base}/sso-keys`,
        { name: 'x', environment: 'production' },
        'setup_link_task_missing',
      ],
      ['POST', `${base}/external-idps`, { name: 'x', metadata_xml }, 'setup_link_task_missing'],
      ['POST', `${base}/connectors`, join, 'setup_link_task_missing'],
    ] as const) {
      const reply = await guest.call(method, at, body)
      expect(codeOf(reply), `${method} ${at}: ${reply.text}`).toBe(code)
    }
    expect((await guest.call('PATCH', path, { name: 'Renamed' })).status).toBe(200)
  })
})

/** A tenant with two connectors, and a guest who may set up the first. */
async function boundToOne() {
  const made = await makeConnector(caller)
  const { base, tenant, connector } = made
  const ssoKey = await caller.make(`${base}/sso-keys`, { name: 'other', environment: 'production' })
  const idp = await caller.make(`${base}/external-idps`, {
    name: 'Other IdP',
    metadata_xml: writeMetadata({
      entityID: 'https://other.example.com',
      certificates: [await makeCertificate()],
    }),
  })
  const second = await caller.make(`${base}/connectors`, {
    name: 'Other',
    reference: 'other',
    type: 'saml',
    sso_id: ssoKey.id,
    external_idp_id: idp.id,
  })
  const link = await makeLink(caller, tenant.id, { connector_id: connector.id, may_activate: true })
  const guest = await openLink(client, link.token)
  return { ...made, link, guest, other: { ssoKey, idp, connector: second } }
}
