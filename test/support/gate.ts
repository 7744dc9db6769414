// A gate with one tenant and one active connector, put there row by row: for tests of what the gate
// decides, without the commands that would have led to it.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { TenantGate } from '../../src/gate/tenant-gate.ts'
import type { AttemptFacts } from '../../src/login/login-trace.ts'
import type { AdmissionRequest } from '../../src/login/ports.ts'
import { strongRandom } from '../../src/storage/random.ts'
import type { LoginConfiguration } from '../../src/tenants/connectors/login-configuration.ts'
import { newId, type TenantId } from '../../src/tenants/ids.ts'

export const TENANT: TenantId = 'ten_one'
export const VERSION = 'a'.repeat(64)

/** A value that stands for a configuration: the gate stores and returns it without reading it. */
export const configuration = (version = VERSION, revision = 1): LoginConfiguration => ({
  format: 1,
  gate: { rootTenantId: TENANT, jurisdiction: 'none' },
  tenantId: TENANT,
  tenantName: 'One',
  ssoKey: {
    id: 'sso_one',
    name: 'key',
    environment: 'production',
    origin: 'http://localhost:8787',
    certificatePem: '',
    sealedPrivateKey: '',
  },
  connector: {
    id: 'con_one',
    name: 'One',
    enabled: true,
    version,
    settings: {
      ssoId: 'sso_one',
      externalIdpId: 'idp_one',
      idpEntityID: 'https://idp.example',
      sso: { redirect: 'https://idp.example/sso' },
      slo: {},
      requestBinding: 'redirect',
      signRequests: false,
      nameIdFormat: 'persistent',
      identitySource: { kind: 'name_id' },
      mapping: {},
      forceAuthn: false,
      clockSkewSeconds: 180,
    },
    trust: { revision, certificates: [] },
  },
})

/** A fresh gate, whose name begins with `name`, that governs `VERSION` at trust revision 1. */
export async function gateWithConnector(name: string): Promise<DurableObjectStub<TenantGate>> {
  const namespace = env.TENANT_GATE as DurableObjectNamespace<TenantGate>
  const stub = namespace.getByName(`${name} ${crypto.randomUUID()}`)
  await runSql(stub, (sql) => {
    sql.exec(
      `INSERT INTO tenants (tenant_id, name, jurisdiction, created_at) VALUES (?, 'One', 'none', 0)`,
      TENANT,
    )
    sql.exec(
      `INSERT INTO connectors (tenant_id, connector_id, sso_id, enabled, version, trust_revision, configuration)
       VALUES (?, 'con_one', 'sso_one', 1, ?, 1, ?)`,
      TENANT,
      VERSION,
      JSON.stringify(configuration()),
    )
  })
  return stub
}

/** Runs SQL inside a gate. */
export const runSql = <T>(
  stub: DurableObjectStub<TenantGate>,
  run: (sql: SqlStorage) => T,
): Promise<T> => runInDurableObject(stub, (_, state) => run(state.storage.sql))

/** The same SQL, with what it reads and writes counted as the platform bills it. */
export function countRows(sql: SqlStorage): {
  readonly sql: SqlStorage
  readonly rows: { read: number; written: number }
} {
  const rows = { read: 0, written: 0 }
  const counting = {
    exec: (statement: string, ...params: SqlStorageValue[]) => {
      const cursor = sql.exec(statement, ...params)
      const all = cursor.toArray()
      rows.read += cursor.rowsRead
      rows.written += cursor.rowsWritten
      return { toArray: () => all }
    },
  }
  // The gate's code asks of a cursor nothing else.
  return { sql: counting as unknown as SqlStorage, rows }
}

/** What an attempt's event records. */
export const attemptFacts = (change: Partial<AttemptFacts> = {}): AttemptFacts => ({
  id: newId('evt', strongRandom),
  durations: {},
  askedAt: Date.now(),
  ...change,
})

let requests = 0

/**
 * An admission request that the gate of `gateWithConnector` admits; every call is another login of
 * the same person.
 */
export function admissionOf(change: Partial<AdmissionRequest> = {}): AdmissionRequest {
  requests++
  const now = Date.now()
  return {
    tenantId: TENANT,
    ssoId: 'sso_one',
    connectorId: 'con_one',
    environment: 'production',
    version: VERSION,
    trustRevision: 1,
    sid: `ses_${requests}`,
    spentUntil: now + 35 * 60_000,
    browser: 'browser-one',
    identity: { idpEntityID: 'https://idp.example', source: 'name_id:x', value: 'ada' },
    profile: { email: 'ada@example.org', firstName: 'Ada', roles: ['user'], groups: [] },
    now,
    authnInstant: now - 1000,
    sessionExpiresAt: now + 3_600_000,
    sealedLogoutContext: 'sealed',
    logoutKeys: { person: 'ada' },
    event: attemptFacts({ id: `evt_${requests}` }),
    ...change,
  }
}
