import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { createSigningKeys } from '../../src/gate/client/signing-keys.ts'
import type { DeploymentGate } from '../../src/gate/deployment-gate.ts'
import { testKeyRing } from '../support/key-ring.ts'

const namespace = env.DEPLOYMENT_GATE as DurableObjectNamespace<DeploymentGate>

/** The keys as an isolate of its own would see them. */
const isolate = (keyring = testKeyRing()) =>
  createSigningKeys({ namespace, keyring, clock: Date.now })

it('makes one first key, whoever asks at once', async () => {
  const kids = await Promise.all(
    Array.from({ length: 20 }, async () => (await isolate().current()).kid),
  )
  expect(new Set(kids).size).toBe(1)
  const published = await isolate().published()
  expect(published.map(({ kid }) => kid)).toEqual([kids[0]])
})

it('signs with the current key and publishes every other one after it', async () => {
  const { kid } = await isolate().current()
  const gate = namespace.getByName('deployment')
  await runInDurableObject(gate, (_, { storage: { sql } }) => {
    for (const state of ['next', 'retired'])
      sql.exec(
        `INSERT INTO signing_keys SELECT ?, ?, json_set(public_jwk, '$.kid', ?), sealed_private_jwk, 0, NULL
         FROM signing_keys WHERE kid = ?`,
        state,
        state,
        state,
        kid,
      )
  })
  expect((await isolate().current()).kid).toBe(kid)
  const kids = (await isolate().published()).map((key) => key.kid)
  expect(kids).toEqual([kid, 'next', 'retired'])
})

it('cannot hold two current keys', async () => {
  const gate = namespace.getByName('deployment')
  const taken = await runInDurableObject(gate, (_, { storage: { sql } }) => {
    sql.exec(`INSERT OR IGNORE INTO signing_keys VALUES ('k', 'current', '{}', '', 0, NULL)`)
    return sql.exec(`SELECT kid FROM signing_keys WHERE kid = 'k'`).toArray()
  })
  expect(taken).toEqual([])
})

it('keeps private keys sealed: another master key opens none', async () => {
  await isolate().current()
  const gate = namespace.getByName('deployment')
  const [stored] = await gate.signingKeys()
  expect(JSON.stringify(stored)).not.toContain('"d"')
  const other = isolate(testKeyRing('another-master-key-that-only-these-tests-use'))
  const fault = await other.current().then(
    () => undefined,
    (error: Error) => error.message,
  )
  expect(fault).toBe('The OIDC signing key does not open with MASTER_KEY')
})
