// Users with a password who look after their own account under /account.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, expect } from 'vitest'
import { openBrowser, type TestBrowser } from '../../support/browser.ts'
import {
  type PasswordStage,
  personWithPassword,
  setPasswordStage,
  signIn,
  submit,
} from '../../support/password-stage.ts'
import { readTypedSecret, totpCode } from '../../support/totp.ts'

const STEP = 30_000
export const NEXT_PASSWORD = 'seven grey seals on the sandbank'

export const act = (browser: TestBrowser, fields: Readonly<Record<string, string>>) =>
  submit(browser, '/account', fields)
export const isIn = async (browser: TestBrowser) => (await browser.get('/session')).status === 200
export const accountOf = async (browser: TestBrowser) => (await browser.get('/account')).text()

/** Sets up an app; its secret. */
export async function addApp(browser: TestBrowser): Promise<Uint8Array<ArrayBuffer>> {
  const page = await (await act(browser, { action: 'add_totp', name: 'My telephone' })).text()
  const secret = readTypedSecret(page)
  const done = await act(browser, { action: 'confirm', code: await totpCode(secret, Date.now()) })
  expect([done.status, done.headers.get('location')]).toEqual([303, '/account?saved'])
  return secret
}

/** A code that is right, later than the one that confirmed. */
export const codeOf = (secret: Uint8Array<ArrayBuffer>) => totpCode(secret, Date.now() + STEP)

/** A tenant with passwords, and users in their browsers. */
export function accountScene() {
  let stage: PasswordStage
  beforeAll(async () => {
    stage = await setPasswordStage()
  })

  const inGate = <T>(work: (sql: SqlStorage) => T): Promise<T> =>
    runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
      work(storage.sql),
    )

  let people = 0
  /** Somebody signed in with their password; `browser` holds the session. */
  async function person() {
    const email = `owner${++people}@example.org`
    const userId = await personWithPassword(stage, email)
    return { userId, email, browser: await signedIn(email) }
  }

  async function signedIn(email: string): Promise<TestBrowser> {
    const browser = openBrowser(stage.app)
    await signIn(stage, { email }, browser)
    return browser
  }
  return {
    get stage() {
      return stage
    },
    person,
    signedIn,
    inGate,
  }
}
