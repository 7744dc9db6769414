import { env } from 'cloudflare:workers'
import { X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createKeyRing } from '../../../src/protocol/sealing/keyring.ts'
import { strongRandom } from '../../../src/storage/random.ts'
import type { LoginConfiguration } from '../../../src/tenants/connectors/login-configuration.ts'
import {
  accept,
  certificate,
  createTenant,
  idpInput,
  issueKey,
  join,
  reads,
  run,
} from './commands.ts'

describe('issuing SSO keys', () => {
  it('issues exactly five of fifty that are asked for at once (I1)', async () => {
    const tenant = await createTenant()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        run(tenant, {
          kind: 'issue_sso_key',
          tenantId: tenant.id,
          name: `key ${n}`,
          environment: 'production',
          origin: 'http://localhost:8787',
        }),
      ),
    )
    expect(answers.filter((answer) => answer.ok)).toHaveLength(5)
    expect(answers.find((answer) => !answer.ok)).toEqual({
      ok: false,
      refusal: { code: 'sso_key_limit_reached', expected: 5 },
    })
    expect(await reads.listSsoKeys(tenant.id)).toHaveLength(5)
    const slots = await env.DB.prepare(
      'SELECT slot FROM sso_keys WHERE tenant_id = ? ORDER BY slot',
    )
      .bind(tenant.id)
      .raw()
    expect(slots.flat()).toEqual([1, 2, 3, 4, 5])
  })

  it('gives the slot of a deleted key to the next', async () => {
    const tenant = await createTenant()
    const keys = []
    for (let n = 0; n < 5; n++) keys.push(await issueKey(tenant, `key ${n}`))
    const third = keys[2]
    await accept(tenant, {
      kind: 'delete_sso_key',
      tenantId: tenant.id,
      ssoId: third?.id ?? 'sso_',
      confirm: 'key 2',
    })
    const next = await issueKey(tenant, 'next')
    expect((await reads.listSsoKeys(tenant.id)).map((key) => key.id)).toContain(next.id)
  })

  it('refuses a name that another key of the tenant has', async () => {
    const tenant = await createTenant()
    await issueKey(tenant, 'main')
    expect(
      await run(tenant, {
        kind: 'issue_sso_key',
        tenantId: tenant.id,
        name: 'main',
        environment: 'production',
        origin: 'http://localhost:8787',
      }),
    ).toEqual({ ok: false, refusal: { code: 'sso_key_name_taken', pointer: '/name', got: 'main' } })
  })

  it('publishes a configuration whose sealed key fits the certificate', async () => {
    const tenant = await createTenant()
    const key = await issueKey(tenant)
    const pointer = await env.LOGIN_CONFIG.get<{ config: string }>(`sso:${key.id}`, 'json')
    const text = await env.LOGIN_CONFIG.get(`config:${pointer?.config}`)
    const configuration: LoginConfiguration = JSON.parse(text ?? '')
    expect(configuration).toMatchObject({
      format: 1,
      tenantId: tenant.id,
      tenantName: 'Acme',
      gate: { rootTenantId: tenant.id, jurisdiction: 'none' },
      ssoKey: { id: key.id, name: 'main', origin: 'http://localhost:8787' },
    })
    expect(configuration).not.toHaveProperty('connector')

    const ring = createKeyRing({ masterKey: env.MASTER_KEY, random: strongRandom })
    const pkcs8 = await ring.open('sso-key', key.id, configuration.ssoKey.sealedPrivateKey)
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
    const privateKey = await crypto.subtle.importKey(
      'pkcs8',
      Uint8Array.fromBase64(pkcs8 ?? ''),
      algorithm,
      false,
      ['sign'],
    )
    const signature = await crypto.subtle.sign(algorithm, privateKey, new Uint8Array(8))
    const issued = new X509Certificate(key.certificatePem)
    const spki = issued.publicKey.export({ type: 'spki', format: 'der' })
    const publicKey = await crypto.subtle.importKey('spki', spki, algorithm, false, ['verify'])
    expect(await crypto.subtle.verify(algorithm, publicKey, signature, new Uint8Array(8))).toBe(
      true,
    )
    expect(new Date(issued.validTo).getTime()).toBe(
      Math.floor(key.certificateNotAfter / 1000) * 1000,
    )
  })
})

describe('deleting SSO keys', () => {
  it('asks for the key name', async () => {
    const tenant = await createTenant()
    const key = await issueKey(tenant, 'main')
    expect(
      await run(tenant, {
        kind: 'delete_sso_key',
        tenantId: tenant.id,
        ssoId: key.id,
        confirm: 'Main',
      }),
    ).toEqual({
      ok: false,
      refusal: { code: 'sso_key_confirmation_mismatch', expected: 'main' },
    })
  })

  it('refuses a key that a connector uses', async () => {
    const { tenant, key, connector } = await join(idpInput([await certificate('A')]))
    expect(
      await run(tenant, {
        kind: 'delete_sso_key',
        tenantId: tenant.id,
        ssoId: key.id,
        confirm: 'main',
      }),
    ).toEqual({ ok: false, refusal: { code: 'sso_key_in_use', got: connector.id } })
  })

  it('leaves nothing of the sealed private key in KV or D1', async () => {
    const { tenant, key, connector } = await join(idpInput([await certificate('A')]))
    const tenantId = tenant.id
    await accept(tenant, { kind: 'delete_connector', tenantId, connectorId: connector.id })
    await accept(tenant, { kind: 'delete_sso_key', tenantId, ssoId: key.id, confirm: 'main' })
    expect(await env.LOGIN_CONFIG.get(`sso:${key.id}`)).toBeNull()
    const values = await Promise.all(
      (await env.LOGIN_CONFIG.list({ prefix: 'config:' })).keys.map(({ name }) =>
        env.LOGIN_CONFIG.get(name),
      ),
    )
    expect(values.filter((text) => text?.includes(key.id))).toEqual([])
    expect(await reads.findSsoKey(tenantId, key.id)).toBeUndefined()
    const row = env.DB.prepare('SELECT * FROM login_configurations WHERE sso_id = ?').bind(key.id)
    expect(await row.first()).toBeNull()
  })

  it('finds no key of another tenant (I5)', async () => {
    const [one, other] = [await createTenant(), await createTenant()]
    const key = await issueKey(one)
    expect(
      await run(other, {
        kind: 'delete_sso_key',
        tenantId: other.id,
        ssoId: key.id,
        confirm: 'main',
      }),
    ).toEqual({ ok: false, refusal: { code: 'sso_key_unknown' } })
    expect(await reads.findSsoKey(one.id, key.id)).toEqual(key)
  })
})
