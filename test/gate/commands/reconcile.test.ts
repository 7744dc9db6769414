import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import type { UserId } from '../../../src/tenants/ids.ts'
import type { Tenant } from '../../../src/tenants/tenant.ts'
import { admissionOf } from '../../support/gate.ts'
import { copyDatabase, type OlderCopy, restoreDatabase } from '../../support/older-copy.ts'
import {
  accept,
  activate,
  certificate,
  cleared,
  createTenant,
  goLive,
  governing,
  idpInput,
  issueKey,
  type Joined,
  join,
  METADATA_URL,
  passTest,
} from './commands.ts'
import { drain, live, reconcile } from './reconciling.ts'

/** What D1 has of a tenant. */
async function stateOf(tenant: Tenant): Promise<string> {
  const copy = await copyDatabase()
  const kept = [...copy].filter(
    ([name]) => !['intents', 'idempotent_answers', 'events'].includes(name),
  )
  const mine = kept.map(([name, rows]) => [
    name,
    rows
      .filter((row) => row.tenant_id === tenant.id || row.id === tenant.id)
      // When a connector was last used and tested is told by events alone.
      .map((row) => JSON.stringify(row, (name, value) => (name.startsWith('last_') ? 0 : value)))
      .sort(),
  ])
  return JSON.stringify(mine)
}

/**
 * Changes a tenant, restores D1 to what it was before, reconciles; returns the diff and whether
 * nothing was lost.
 */
async function loseAndReconcile(tenant: Tenant, change: () => Promise<unknown>) {
  await drain(tenant)
  const copy = await copyDatabase()
  await change()
  await drain(tenant)
  return restoreAndReconcile(tenant, copy)
}

async function restoreAndReconcile(tenant: Tenant, copy: OlderCopy) {
  const before = await stateOf(tenant)
  await restoreDatabase(copy)
  expect(await stateOf(tenant)).not.toBe(before)
  const { entries, users, complete } = await reconcile(tenant)
  await drain(tenant)
  await cleared(tenant)
  expect(await stateOf(tenant)).toBe(before)
  expect(await reconcile(tenant)).toEqual({ entries: [], users: 0, complete: true })
  return { changes: entries.map(({ kind, action }) => `${kind} ${action}`), users, complete }
}

/** Logs a new person in; their id. */
async function logIn(joined: Joined): Promise<UserId> {
  const { tenant, key } = joined
  const { connector } = (await governing(joined)) ?? {}
  if (connector === undefined) throw new Error('Nothing governs')
  const admitted = await env.TENANT_GATE.getByName(tenant.id).admit(
    admissionOf({
      tenantId: tenant.id,
      ssoId: key.id,
      connectorId: connector.id,
      version: connector.version,
      trustRevision: connector.trust.revision,
    }),
  )
  if (admitted.kind !== 'admitted') throw new Error(admitted.kind)
  return admitted.open.user.id
}

describe('D1 that was restored from an older copy', () => {
  it('gets back an SSO key that was issued since, with its private key', async () => {
    const tenant = await createTenant()
    const { changes } = await loseAndReconcile(tenant, () => issueKey(tenant))
    expect(changes).toEqual(['sso_key restored', 'login_configuration restored'])
  })

  it('gets back a connector that went live since, with its IdP, drafts and the result of its test', async () => {
    const tenant = await createTenant()
    const tenantId = tenant.id
    const { changes } = await loseAndReconcile(tenant, async () => {
      const key = await issueKey(tenant)
      const input = idpInput([await certificate('A')])
      const idp = await accept(tenant, { kind: 'create_external_idp', tenantId, input })
      const connector = await accept(tenant, {
        kind: 'create_connector',
        tenantId,
        input: { name: 'Staff', reference: 'staff', ssoId: key.id, externalIdpId: idp.id },
      })
      const joined = { tenant, key, idp, connector }
      await passTest(joined)
      await activate(joined, connector.latestVersion)
      const change = { forceAuthn: true, name: 'People' }
      await accept(tenant, {
        kind: 'update_connector',
        tenantId,
        connectorId: connector.id,
        change,
      })
      await passTest(joined)
    })
    expect(changes).toEqual([
      'sso_key restored',
      'external_idp restored',
      'connector restored',
      'connector_version restored',
      'connector_version restored',
      'login_configuration restored',
    ])
  })

  it('loses again what was deleted since, and does not govern anything by it', async () => {
    const joined = await live()
    const { tenant, key, idp, connector } = joined
    const tenantId = tenant.id
    const { changes } = await loseAndReconcile(tenant, async () => {
      const [deletion, confirm] = [{ kind: 'delete_connector', tenantId } as const, connector.name]
      await accept(tenant, { ...deletion, connectorId: connector.id, confirm })
      await accept(tenant, { kind: 'delete_sso_key', tenantId, ssoId: key.id, confirm: 'main' })
      await accept(tenant, {
        kind: 'delete_external_idp',
        tenantId,
        externalIdpId: idp.id,
        confirm: idp.name,
      })
      await issueKey(tenant, 'again')
    })
    expect(changes).toEqual([
      'login_configuration removed',
      'connector_version removed',
      'connector removed',
      'external_idp removed',
      'sso_key removed',
      'sso_key restored',
      'login_configuration restored',
    ])
  })

  it('learns again what was switched, renamed and approved since, names that changed hands included', async () => {
    const joined = await live()
    const { tenant, connector } = joined
    const tenantId = tenant.id
    const second = await issueKey(tenant, 'second')
    const other = await accept(tenant, {
      kind: 'create_connector',
      tenantId,
      input: { name: 'Other', reference: 'other', ssoId: second.id, externalIdpId: joined.idp.id },
    })
    const rename = (connectorId: typeof connector.id, name: string) =>
      accept(tenant, { kind: 'update_connector', tenantId, connectorId, change: { name } })
    const { changes } = await loseAndReconcile(tenant, async () => {
      await accept(tenant, {
        kind: 'set_connector_enabled',
        tenantId,
        connectorId: connector.id,
        enabled: false,
      })
      await rename(connector.id, 'Between')
      await rename(other.id, 'Staff')
      await rename(connector.id, 'Other')
      await accept(tenant, { kind: 'update_tenant', tenantId, change: { name: 'Acme AG' } })
    })
    expect(changes).toEqual([
      'tenant corrected',
      'connector corrected',
      'connector corrected',
      'login_configuration corrected',
      'login_configuration corrected',
    ])
    expect(await governing(joined)).toMatchObject({ connector: { enabled: false } })
  })

  it('gets back a tenant that was created since, people included', async () => {
    const copy = await copyDatabase()
    const joined = await live()
    const { tenant } = joined
    await logIn(joined)
    await drain(tenant)
    const { changes, users } = await restoreAndReconcile(tenant, copy)
    expect(users).toBe(1)
    expect(changes).toHaveLength(6)
  })

  it('has nothing more of a person who was deleted since', async () => {
    const joined = await live()
    const { tenant } = joined
    const userId = await logIn(joined)
    const { users } = await loseAndReconcile(tenant, () =>
      accept(tenant, { kind: 'delete_user', tenantId: tenant.id, userId }),
    )
    expect(users).toBe(0)
  })

  it('has nothing more of a tenant that was deleted since', async () => {
    const joined = await live()
    const { tenant } = joined
    await logIn(joined)
    const { changes } = await loseAndReconcile(tenant, async () => {
      await accept(tenant, { kind: 'delete_tenant', tenantId: tenant.id, confirm: tenant.name })
      await cleared(tenant)
    })
    expect(changes).toHaveLength(6)
    expect(changes).toContain('tenant removed')
  })

  it('settles many differences in several commands', async () => {
    const { tenant, connector } = await join(idpInput([await certificate('A')]))
    const copy = await copyDatabase()
    await runInDurableObject(env.TENANT_GATE.getByName(tenant.id), (_, { storage }) => {
      const [row] = storage.sql
        .exec<{ body: string }>(
          `SELECT body FROM recorded_rows WHERE table_name = 'connector_versions'`,
        )
        .toArray()
      for (let n = 2; n <= 150; n++)
        storage.sql.exec(
          `INSERT INTO recorded_rows VALUES (?, 'connector_versions', ?, ?)`,
          tenant.id,
          `${connector.id}/${n}`,
          JSON.stringify({ ...JSON.parse(row?.body ?? ''), hash: String(n), number: n }),
        )
    })
    await restoreDatabase(copy)
    const [first, second] = [await reconcile(tenant), await reconcile(tenant)]
    expect([first.entries.length, first.complete]).toEqual([100, false])
    expect([second.entries.length, second.complete]).toEqual([49, true])
  })
})

describe('a command that finds D1 older than the gate', () => {
  it('puts it right first: a certificate that was removed since is not trusted again', async () => {
    const [kept, stolen] = [await certificate('kept'), await certificate('stolen')]
    const joined = await goLive(idpInput([kept, stolen]))
    const { tenant, idp } = joined
    const at = { tenantId: tenant.id, externalIdpId: idp.id }
    const copy = await copyDatabase()
    const { fingerprintSha256 } = stolen
    await accept(tenant, { kind: 'remove_certificate', ...at, fingerprintSha256 })
    await restoreDatabase(copy)
    const { description } = idpInput([kept, stolen])
    const read = { kind: 'read', description } as const
    const url = METADATA_URL
    const after = await accept(tenant, { kind: 'record_metadata', ...at, url, read })
    expect(after).toMatchObject({ certificates: [kept], removedCertificates: [fingerprintSha256] })
    expect((await governing(joined))?.connector?.trust.certificates).toEqual([kept.der])
    const { results } = await env.DB.prepare(
      `SELECT actor_id FROM audit_entries WHERE action = 'tenant.reconciled' AND tenant_id = ?`,
    )
      .bind(tenant.id)
      .all()
    expect(results).toEqual([{ actor_id: 'reconcile' }])
  })

  it('does so once, also where nothing of the configuration is missing', async () => {
    const joined = await live()
    const { tenant, connector } = joined
    const copy = await copyDatabase()
    const test = { kind: 'start_test', tenantId: tenant.id, connectorId: connector.id } as const
    await accept(tenant, test)
    await restoreDatabase(copy)
    await accept(tenant, test)
    expect(await reconcile(tenant)).toMatchObject({ entries: [], complete: true })
  })
})
