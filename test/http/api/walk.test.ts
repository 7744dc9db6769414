// Every operation of the API, called at least once. Each answer is held against the description
// that the API itself serves.

import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Operation } from '../../../src/http/api/engine/operation.ts'
import { isChange } from '../../../src/http/api/engine/read-envelope.ts'
import { OPERATIONS } from '../../../src/http/api/operations.ts'
import { ok } from '../../../src/result.ts'
import { API_SCOPES } from '../../../src/tenants/api-key.ts'
import type { CommandKind } from '../../../src/tenants/commands/commands.ts'
import { OPERATOR_KEY, openApi, type Reply } from '../../support/api.ts'
import {
  callerOf,
  makeCertificate,
  makeConnector,
  mintKey,
  type Resource,
  writeMetadata,
} from '../../support/api-tenant.ts'
import { admissionOf, runSql } from '../../support/gate.ts'
import { FROM_OUR_PAGE } from '../../support/guest.ts'
import { mistakesIn } from '../../support/json-schema.ts'
import { passTest } from '../../support/pass-test.ts'
import { wholeDeps } from '../../support/whole-app.ts'

type Content = Record<string, { schema: object; example?: unknown }>
interface Described {
  readonly requestBody?: { readonly content: Content }
  readonly responses: Record<string, { content?: Content; headers?: Record<string, unknown> }>
}
interface Document {
  readonly paths: Record<string, Record<string, Described>>
  readonly components: { readonly schemas: Record<string, Record<string, unknown>> }
}

const METADATA_URL = 'https://idp.example.com/metadata'
let metadata = ''
let txtRecords: readonly string[] = []
/** The commands that the gates were given. */
const given: CommandKind[] = []
const { commands } = wholeDeps(env)
const client = openApi({
  commands: {
    run(gate, command, envelope) {
      given.push(command.kind)
      return commands.run(gate, command, envelope)
    },
  },
  fetchMetadata: async () => ok(metadata),
  findTxtRecords: async () => txtRecords,
})
let document: Document
beforeAll(async () => {
  document = (await client.call('GET', '/openapi.json')).json as Document
})

const describedAs = ({ path, method }: Operation): Described | undefined =>
  document.paths[path]?.[method.toLowerCase()]

function expectValid(value: unknown, content: Content | undefined, where: string): void {
  const [body] = Object.values(content ?? {})
  expect(body, where).toBeDefined()
  const mistakes = mistakesIn(value, { ...body?.schema }, document.components.schemas)
  expect(mistakes, where).toEqual([])
}

describe('the examples', () => {
  it('stand at every body of every operation, and are valid', () => {
    for (const operation of OPERATIONS) {
      const described = describedAs(operation)
      const { request, response } = operation.example ?? {}
      const where = `the example of ${operation.id}`
      if (operation.body) expectValid(request, described?.requestBody?.content, where)
      const answer = described?.responses[operation.status]?.content
      if (operation.response) expectValid(response, answer, where)
    }
  })

  it('stand at no operation that has no such body', () => {
    for (const { id, body, response, lines, example } of OPERATIONS) {
      if (body === undefined) expect(example?.request, id).toBeUndefined()
      if (response === undefined && lines === undefined)
        expect(example?.response, id).toBeUndefined()
    }
  })
})

describe('a walk through the API', () => {
  it('finds every operation as it is described', { timeout: 60_000 }, async () => {
    const walked = new Set<string>()
    const key = await mintKey(client, 'walk', { scopes: API_SCOPES })
    const { call, make } = recordingCaller(client, key, walked)
    metadata = writeMetadata({ certificates: [await makeCertificate()] })

    // The first start of the deployment.
    await call('GET', '/first-start')
    const home = { name: 'Home', email: 'operator@example.org' }
    await call('POST', '/home-tenant', home, OPERATOR_KEY)
    await call('GET', '/me')

    // A key of its own, seen and revoked by the operator.
    const minted = await call('POST', '/api-keys', { name: 'walk' }, OPERATOR_KEY)
    const keyPath = `/api-keys/${(minted.json as Resource).id}`
    for (const path of ['/api-keys', keyPath]) await call('GET', path, undefined, OPERATOR_KEY)
    await call('DELETE', keyPath, undefined, OPERATOR_KEY)

    // A tenant whose connector goes live, and goes back.
    const made = await makeConnector(callerOf(client, key))
    const { base, path, ssoKey, tenant } = made
    await make('/tenants', { name: 'Child', parent_id: tenant.id })
    for (const one of ['/tenants', base]) await call('GET', one)
    await call('PATCH', base, { external_id: 'walk' })
    const keys = `${base}/sso-keys`
    const second = await make(keys, { name: 'second', environment: 'non_production' })
    for (const one of [keys, `${keys}/${second.id}`]) await call('GET', one)
    await call('PATCH', `${keys}/${second.id}`, { encryption: true })
    await rotate(`${keys}/${second.id}`)

    const idps = `${base}/external-idps`
    const source = { metadata_url: METADATA_URL }
    await call('POST', `${idps}:preview`, source)
    const idp = await make(idps, { name: 'Second', ...source })
    const idpPath = `${idps}/${idp.id}`
    for (const one of [idps, idpPath]) await call('GET', one)
    metadata = writeMetadata({ certificates: [await makeCertificate(), await makeCertificate()] })
    const refreshed = (await call('POST', `${idpPath}:refresh`)).json as {
      certificates: { fingerprint_sha256: string }[]
    }
    const fingerprint = refreshed.certificates[0]?.fingerprint_sha256
    await call('DELETE', `${idpPath}/certificates/${fingerprint}`)
    await call('PATCH', idpPath, { name: 'Renamed' })
    for (const verb of ['approve', 'reject'])
      await call('POST', `${idpPath}:${verb}`, { change_id: 'f'.repeat(64) })

    const connectors = `${base}/connectors`
    const other = await make(connectors, {
      name: 'Trial',
      reference: 'trial',
      type: 'saml',
      sso_id: second.id,
      external_idp_id: idp.id,
    })
    const unlearned = { version: 'f'.repeat(64), issuer: 'https://idp.example.com' }
    await call('POST', `${connectors}/${other.id}:approve`, unlearned)
    for (const one of [connectors, path]) await call('GET', one)
    await live()
    await call('PATCH', path, { force_authn: true })
    await live()
    await make(`${path}:try`, { saml_response: 'AAAA' })
    await make(`${path}:rollback`)
    await make(`${path}:promote`, { target_id: other.id })
    for (const verb of ['disable', 'enable']) await make(`${path}:${verb}`)
    await call('GET', `${path}/versions`)

    const application = await make('/applications', {
      name: 'Shop',
      landing_url: 'https://shop.example.com/',
      redirect_uris: ['https://shop.example.com/callback'],
      tenant_ids: [tenant.id],
      token_endpoint_auth_method: 'client_secret_basic',
    })
    const applicationPath = `/applications/${application.id}`
    for (const one of ['/applications', applicationPath]) await call('GET', one)
    await call('PATCH', applicationPath, { name: 'Store' })
    await make(`${applicationPath}:rotate_secret`, {})
    for (const method of ['PUT', 'DELETE'])
      await call(method, `${applicationPath}/tenants/${tenant.id}`)
    await call('GET', `${base}/applications`)

    const domain = await make(`${base}/domains`, { domain: 'walk.example' })
    const domainPath = `${base}/domains/${domain.id}`
    for (const one of [`${base}/domains`, domainPath]) await call('GET', one)
    txtRecords = [String(domain.record_value)]
    await make(`${domainPath}:verify`)
    await call('DELETE', domainPath)

    await invite(`${base}/setup-links`)
    await people(`${base}/users`)
    await enforce(`${base}/enforcement`)
    await call('GET', `${base}/sign-in-policy`)
    const policy = { second_factor: 'admins', enrolment_at_login: true }
    await call('PUT', `${base}/sign-in-policy`, policy)

    // What happened, and who is told.
    await runDurableObjectAlarm(env.TENANT_GATE.getByName(tenant.id))
    await call('GET', '/audit')
    await call('GET', `${base}/audit`)
    const { data } = (await call('GET', `${base}/events`)).json as { data: { id: string }[] }
    const eventId = data[0]?.id
    await call('GET', '/events?limit=10')
    for (const one of [`/events/${eventId}`, `${base}/events/${eventId}`]) await call('GET', one)
    await call('GET', `${base}/events/${eventId}/response`)
    await call('GET', `${base}/events/export`)
    await watch(`${base}/webhooks`, eventId)

    const exported = await call('GET', `${base}/export`)
    await call('PUT', `${base}/import?dry_run=true`, exported.json)

    await operate('/deployment/signing-keys')
    for (const one of [`${base}:reconcile`, `${base}:reseal`, '/deployment:reseal']) await make(one)

    // And away with all of it.
    await call('DELETE', applicationPath)
    await call('DELETE', `${path}?confirm=${encodeURIComponent(String(made.connector.name))}`)
    await call('DELETE', `${connectors}/${other.id}`)
    await call('DELETE', `${keys}/${ssoKey.id}?confirm=main`)
    await call('DELETE', `${idpPath}?confirm=Renamed`)
    await call('DELETE', `${base}?confirm=${encodeURIComponent(tenant.name)}`)

    expect(OPERATIONS.map(({ id }) => id).filter((id) => !walked.has(id))).toEqual([])

    async function live(): Promise<void> {
      const { id, test_url, version } = await make(`${path}:test`)
      for (const one of [`${path}/tests`, `${path}/tests/${id}`]) await call('GET', one)
      await passTest(tenant.id, ssoKey.id, String(test_url))
      await make(`${path}:activate`, { version })
    }

    async function invite(links: string): Promise<void> {
      const link = await make(links, { tasks: ['sso'] })
      const token = String(link.url).split('#')[1]
      const one = `${links}/${link.id}`
      for (const shown of [links, one]) await call('GET', shown)
      for (const opened of ['/setup-links:describe', '/setup-sessions'])
        await call('POST', opened, { token })
      await call('DELETE', '/setup-sessions')
      for (const verb of ['complete', 'revoke']) await make(`${one}:${verb}`)
    }

    async function rotate(one: string): Promise<void> {
      const issued = await make(`${one}/certificates`)
      const { certificates } = issued as unknown as {
        certificates: { fingerprint_sha256: string; state: string }[]
      }
      const [current, next] = ['current', 'next'].map(
        (state) => certificates.find((one) => one.state === state)?.fingerprint_sha256,
      )
      await make(`${one}/certificates/${next}:activate`)
      await call('DELETE', `${one}/certificates/${current}`)
    }

    async function operate(keys: string): Promise<void> {
      const issued = (await make(keys)) as unknown as { data: { kid: string; state: string }[] }
      const next = `${keys}/${issued.data.find(({ state }) => state === 'next')?.kid}`
      for (const one of [keys, next]) await call('GET', one)
      await call('POST', `${next}:activate`)
      await call('DELETE', next)
    }

    async function people(users: string): Promise<void> {
      const { profile } = admissionOf()
      const gate = env.TENANT_GATE.getByName(tenant.id)
      const userId = 'usr_5n7p9q1r3s6t8v0w2x4y6z8a'
      await runSql(gate, (sql) => {
        sql.exec(
          `INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at)
           VALUES (?, ?, ?, 'active', 1, 1)`,
          tenant.id,
          userId,
          JSON.stringify(profile),
        )
      })
      const one = `${users}/${userId}`
      await call('PATCH', one, { external_id: 'hr-1', given_roles: ['editor'] })
      await runDurableObjectAlarm(gate)
      for (const shown of [users, one, `${one}/sessions`, `${one}/second_factors`])
        await call('GET', shown)
      const invited = await make(users, {
        email: 'new@example.org',
        connector_ids: [made.connector.id],
      })
      await call('POST', `${users}/${invited.id}:invite_password`, { deliver: 'answer' })
      await call('POST', `${users}/${invited.id}:remove_password`)
      await call('POST', `${users}/${invited.id}:reset_second_factors`)
      const candidates = `${path}/relink-candidates`
      await call('GET', candidates)
      for (const one of [candidates, `${candidates}/${userId}`])
        await call('POST', `${one}:confirm`)
      await call('DELETE', `${candidates}/${userId}`)
      const links = `${users}/${invited.id}/links`
      await call('GET', links)
      for (const method of ['PUT', 'DELETE']) await call(method, `${links}/${made.connector.id}`)
      for (const verb of ['deactivate', 'reactivate', 'end_sessions']) await make(`${one}:${verb}`)
      await call('DELETE', `${one}/sessions/ses_3kQ7xW2mN9pR5tV8yB1dF4hJ`)
      await call('DELETE', one)
    }

    async function enforce(one: string): Promise<void> {
      await call('GET', one)
      const { codes } = (await make(`${one}/recovery-codes`)) as unknown as { codes: string[] }
      await make(`${one}/recovery-codes:confirm`, { code: codes[0] })
      const body = { reason: 'Walking' }
      await make(`${one}:consent`, body)
      await call('PUT', one, { mode: 'everyone' })
      await call('POST', `${one}:break_glass`, { ...body, minutes: 5 })
      await make(`${one}:end_break_glass`)
      const exemption = `${one}/exemptions/usr_5n7p9q1r3s6t8v0w2x4y6z8a`
      await call('PUT', exemption, body)
      await call('DELETE', exemption)
    }

    async function watch(webhooks: string, eventId: string | undefined): Promise<void> {
      const webhook = await make(webhooks, { url: 'https://hooks.example.com/walk' })
      const one = `${webhooks}/${webhook.id}`
      for (const shown of [webhooks, one, `${one}/deliveries`]) await call('GET', shown)
      await call('PATCH', one, { topics: ['audit'] })
      await make(`${one}:rotate_secret`)
      await make(`${one}:ping`)
      await make(`${one}:replay`, { event_id: eventId })
      await call('DELETE', one)
    }
  })
})

describe('validate_only', () => {
  it('is heeded by every change: nothing is written', { timeout: 60_000 }, async () => {
    const key = await mintKey(client, 'walk', { scopes: API_SCOPES })
    const made = await makeConnector(callerOf(client, key))
    const rows = async () => {
      const tables = await env.DB.prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'd1%'",
      ).all<{ name: string }>()
      const all = await env.DB.batch(
        tables.results
          .filter(({ name }) => name !== 'api_keys')
          .map(({ name }) => env.DB.prepare(`SELECT * FROM ${name}`)),
      )
      return JSON.stringify(all.map(({ results }) => results))
    }
    const values: Record<string, string> = {
      tenant_id: made.tenant.id,
      sso_id: made.ssoKey.id,
      external_idp_id: made.idp.id,
      connector_id: made.connector.id,
    }
    const before = await rows()
    for (const operation of OPERATIONS.filter(isChange)) {
      const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name) => values[name] ?? 'x')
      const { request } = operation.example ?? {}
      const confirm = operation.query ? `&confirm=${encodeURIComponent(made.tenant.name)}` : ''
      await client.call(operation.method, `${path}?validate_only=true${confirm}`, {
        key: operation.access === 'operator' ? OPERATOR_KEY : key,
        ...(operation.body ? { body: request } : {}),
      })
    }
    expect(await rows()).toBe(before)
  })
})

/** A document takes many commands; an application is brought to the gates of its tenants. */
const GIVES_OTHERS = ['importTenant', 'createApplication', 'updateApplication']

/** A caller that holds each answer against the document and notes which operation gave it. */
function recordingCaller(at: typeof client, key: string, walked: Set<string>) {
  async function call(method: string, path: string, body?: unknown, as = key): Promise<Reply> {
    given.length = 0
    // Anybody may ask these, from a page of ours.
    const headers = path.startsWith('/setup-') ? FROM_OUR_PAGE : {}
    const sent = body === undefined ? {} : { body }
    const reply = await at.call(method, path, { key: as, headers, ...sent })
    const operation = operationAt(method, path)
    if (operation === undefined) throw new Error(`No operation is at ${method} ${path}`)
    const where = `${operation.id} answers ${reply.status}: ${reply.text.slice(0, 300)}`
    const described = describedAs(operation)?.responses[reply.status]
    expect(described, where).toBeDefined()
    walked.add(operation.id)
    if (!GIVES_OTHERS.includes(operation.id))
      expect(
        given.filter((kind) => kind !== operation.command),
        `${operation.id} names its command`,
      ).toEqual([])
    if (reply.text !== '' && !operation.lines) expectValid(reply.json, described?.content, where)
    const tagged = reply.headers.has('etag')
    if (tagged) expect(described?.headers, where).toHaveProperty('ETag')
    if (reply.status === 200 && method === 'GET' && operation.path.endsWith('}'))
      expect(tagged, `${operation.id} answers a tag`).toBe(true)
    return reply
  }
  return {
    call,
    async make(path: string, body?: unknown): Promise<Resource> {
      const reply = await call('POST', path, body)
      expect(reply.status, `${path}: ${reply.text}`).toBeLessThan(300)
      return reply.json as Resource
    },
  }
}

/** The operation that answers a path: of two that match, the one with fewer parameters. */
function operationAt(method: string, path: string): Operation | undefined {
  const [bare = ''] = path.split('?')
  const matching = OPERATIONS.filter(
    (operation) =>
      operation.method === method &&
      new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/:]+')}$`).test(bare),
  )
  return matching.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0]
}
