// Users whose password alone does not sign them in.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach, expect } from 'vitest'
import { encodeBase64Url } from '../../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { digestRecoveryCode } from '../../../src/protocol/second-factor/recovery-code.ts'
import { openBrowser, type TestBrowser } from '../../support/browser.ts'
import { testKeyRing } from '../../support/key-ring.ts'
import {
  type PasswordStage,
  personWithPassword,
  setPasswordStage,
  signIn,
  submit,
} from '../../support/password-stage.ts'
import type { SoftPasskey } from '../../support/soft-passkey.ts'
import { totpCode } from '../../support/totp.ts'

export const ORIGIN = 'http://localhost:8787'
export const CODE = '4F7K-9QWE-2MNB-X8TZ'
export const SECRET = encodeUtf8('a secret of 20 bytes')

export const give = (browser: TestBrowser, code: string) =>
  submit(browser, '/login/second-factor', { code })
export const isIn = async (browser: TestBrowser) => (await browser.get('/session')).status === 200

export const now = () => totpCode(SECRET, Date.now())

/** A tenant with passwords, and users who have a second factor. */
export function secondFactorScene() {
  let stage: PasswordStage
  beforeAll(async () => {
    stage = await setPasswordStage()
  })
  beforeEach(() => stage.bindings.reset())

  const inGate = <T>(work: (sql: SqlStorage) => T): Promise<T> =>
    runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
      work(storage.sql),
    )

  let people = 0
  /** Somebody with a password, an app and one recovery code; the passkey if one is given. */
  async function guarded(passkey?: SoftPasskey) {
    const email = `person${++people}@example.org`
    const userId = await personWithPassword(stage, email)
    const digest = await digestRecoveryCode(userId, CODE)
    const sealed = await testKeyRing().seal('factor', `fac_${people}`, encodeBase64Url(SECRET))
    await inGate((sql) => {
      addFactor(sql, { userId, id: `fac_${people}`, kind: 'totp', secret: sealed })
      sql.exec('INSERT INTO recovery_codes VALUES (?, ?, ?, NULL)', stage.tenantId, userId, digest)
    })
    if (passkey) {
      const answer = JSON.parse(await passkey.register({ challenge: 'x', origin: ORIGIN }))
      const key = { id: passkey.id, publicKey: answer.response.publicKey, algorithm: 'ES256' }
      const id = `fac_${people}p`
      const secret = await testKeyRing().seal('factor', id, JSON.stringify(key))
      await inGate((sql) => addFactor(sql, { userId, id, kind: 'passkey', secret }))
    }
    return { userId, email }
  }

  const addFactor = (
    sql: SqlStorage,
    { userId, id, kind, secret }: { userId: string; id: string; kind: string; secret: string },
  ) =>
    sql.exec(
      `INSERT INTO second_factors (tenant_id, user_id, factor_id, kind, name, secret, confirmed_at, created_at)
       VALUES (?, ?, ?, ?, 'phone', ?, 1, 1)`,
      stage.tenantId,
      userId,
      id,
      kind,
      secret,
    )

  /** A browser in which the password was right. */
  async function halfway(email: string): Promise<TestBrowser> {
    const browser = openBrowser(stage.app)
    const answer = await signIn(stage, { email }, browser)
    expect(answer.headers.get('location')).toBe('/login/second-factor')
    return browser
  }

  const newestMethods = async (userId: string) => {
    const { data } = await stage.api('GET', `/tenants/${stage.tenantId}/users/${userId}/sessions`)
    return (data as { methods: string[] }[])[0]?.methods
  }
  return {
    get stage() {
      return stage
    },
    get people() {
      return people
    },
    set people(value) {
      people = value
    },
    guarded,
    newestMethods,
    inGate,
    halfway,
  }
}
