// A person with a live session in a tenant, and an application that the tenant is granted: rows of
// a real gate, D1 and KV.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { AdministrationDeps } from '../../src/http/deps.ts'
import type { SessionHandle } from '../../src/login/session.ts'
import { sha256Hex } from '../../src/protocol/bytes/sha256.ts'
import { codeChallenge } from '../../src/protocol/oidc/pkce.ts'
import type { RegisteredApplication } from '../../src/tenants/commands/ports.ts'
import { newId, type TenantId } from '../../src/tenants/ids.ts'
import { changeRecord } from './change-record.ts'
import { strongRandom } from './key-ring.ts'
import { wholeApp, wholeDeps } from './whole-app.ts'

export const ORIGIN = 'http://localhost:8787'
export const REDIRECT_URI = 'https://app.example/callback'
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
export const SECRET = 'ecs_a-client-secret'
/** Milliseconds since the person of a scene authenticated. */
const AUTHENTICATED_BEFORE = 60_000

/** The ports of the deployment under test, some of them replaced. */
export function testDeps(change: Partial<AdministrationDeps> = {}): AdministrationDeps {
  return { ...wholeDeps(env), ...change }
}

export type Scene = Awaited<ReturnType<typeof scene>>

/** Sets the scene; each has a tenant, a gate and a client of its own. */
export async function scene(
  change: {
    readonly application?: Partial<RegisteredApplication>
    readonly tenantIds?: readonly TenantId[]
    readonly deps?: Partial<AdministrationDeps>
  } = {},
) {
  const deps = testDeps(change.deps)
  const { authnInstant, ...handle } = await openSession()
  const application: RegisteredApplication = {
    id: newId('app', strongRandom),
    name: 'Cockpit',
    landingUrl: 'https://app.example/',
    environment: 'production',
    redirectUris: [REDIRECT_URI],
    tokenEndpointAuthMethod: 'none',
    createdAt: Date.now(),
    ...change.application,
  }
  const { tenantIds = [handle.tenantId] } = change
  await deps.applications.create(application, tenantIds, changeRecord())
  for (const tenantId of tenantIds) await grant(tenantId, application)
  return {
    deps,
    application,
    handle,
    /** When the person authenticated, milliseconds since the epoch. */
    authnInstant,
    ssoId: SSO_ID,
    cookie: `__Host-session=${await deps.keyring.seal('session', 'browser', JSON.stringify(handle))}`,
    /** A request to the whole application, redirects not followed. */
    request: async (path: string, init?: RequestInit): Promise<Response> =>
      wholeApp(deps).request(ORIGIN + path, init),
  }
}

/** A client that authenticates with `SECRET`. */
export const confidential = async (
  tokenEndpointAuthMethod: 'client_secret_basic' | 'client_secret_post',
): Promise<Partial<RegisteredApplication>> => ({
  tokenEndpointAuthMethod,
  secretHash: await sha256Hex(SECRET),
})

/**
 * Parameters of a good authorization request of the scene, some of them replaced or (undefined)
 * left out.
 */
export async function authorizationQuery(
  { application }: Pick<Scene, 'application'>,
  change: Readonly<Record<string, string | undefined>> = {},
): Promise<string> {
  const query = new URLSearchParams()
  const parameters: Record<string, string | undefined> = {
    client_id: application.id,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: 'openid profile email roles',
    state: 's-1',
    nonce: 'n-1',
    code_challenge: await codeChallenge(VERIFIER),
    code_challenge_method: 'S256',
    ...change,
  }
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) query.set(name, value)
  return query.toString()
}

const SSO_ID = `sso_${'5'.repeat(24)}` as const

/** Grants an application to a tenant, as its gate remembers it. */
export const grant = (
  tenantId: string,
  { id, name, landingUrl, environment }: RegisteredApplication,
) =>
  runInDurableObject(env.TENANT_GATE.getByName(tenantId), (_, { storage: { sql } }) => {
    sql.exec(
      `INSERT INTO granted_applications (tenant_id, application_id, name, landing_url, created_at, environment)
       VALUES (?, ?, ?, ?, 0, ?)`,
      tenantId,
      id,
      name,
      landingUrl,
      environment,
    )
  })

/** Takes every grant of the tenant back. */
export const revokeGrants = (tenantId: string) =>
  runInDurableObject(env.TENANT_GATE.getByName(tenantId), (_, { storage: { sql } }) => {
    sql.exec('DELETE FROM granted_applications')
  })

async function openSession(): Promise<SessionHandle & { readonly authnInstant: number }> {
  const tenantId = newId('ten', strongRandom)
  const userId = newId('usr', strongRandom)
  const sid = `ses_${newId('evt', strongRandom).slice(4)}`
  const profile = {
    userId: 'E-17',
    email: 'ada@example.org',
    firstName: 'Ada',
    lastName: 'Lovelace',
    nameAlias: 'Countess',
    roles: ['manager'],
    groups: ['analysts'],
    concurrency: 3,
  }
  const now = Date.now()
  const authnInstant = now - AUTHENTICATED_BEFORE
  await runInDurableObject(env.TENANT_GATE.getByName(tenantId), (_, { storage: { sql } }) => {
    sql.exec(
      `INSERT INTO tenants (tenant_id, name, jurisdiction, created_at) VALUES (?, 'Acme', 'none', 0)`,
      tenantId,
    )
    sql.exec(
      `INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at) VALUES (?, ?, ?, 'active', 0, 5000)`,
      tenantId,
      userId,
      JSON.stringify(profile),
    )
    sql.exec(
      `INSERT INTO sessions (tenant_id, sid, user_id, connector_id, sso_id, environment, browser, created_at,
         expires_at, keep_until, authn_instant, authn_context, logout_context)
       VALUES (?, ?, ?, 'con_1', ?, 'production', 'b', ?, ?, ?, ?, 'urn:password', '')`,
      tenantId,
      sid,
      userId,
      SSO_ID,
      now,
      now + 3_600_000,
      now + 3_600_000,
      authnInstant,
    )
  })
  const gate = { rootTenantId: tenantId, jurisdiction: 'none' } as const
  return { gate, tenantId, userId, sid, authnInstant }
}
