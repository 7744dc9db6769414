// A tenant that switches passwords off: an administrator, a member, and what each of them may still
// do.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, beforeEach } from 'vitest'
import { encodeBase64Url } from '../../../src/protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { openBrowser, refusalOn, type TestBrowser } from '../../support/browser.ts'
import { testKeyRing } from '../../support/key-ring.ts'
import {
  choosePassword,
  linkFor,
  personWithPassword,
  settle,
  signIn,
} from '../../support/password-stage.ts'
import { answerAt, begin, callApi, type Stage, setStage } from '../../support/stage.ts'
import { totpCode } from '../../support/totp.ts'

export const DAY = 86_400_000

export const ADMIN = 'alice@example.org'

/** The answer of the API, refused or not. */
export const answerOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.catch((fault: Error) => fault.message)

const SECRET = encodeUtf8('a secret of 20 bytes')
export const appCode = () => totpCode(SECRET, Date.now())

/** A tenant with an administrator and a member who have passwords. */
export function enforcementScene() {
  let stage: Stage
  let path: string
  beforeAll(async () => {
    stage = await setStage()
    path = `/tenants/${stage.tenantId}`
    await logIn()
    admin = await idOf(ADMIN)
    await givePassword(admin)
    member = await personWithPassword(stage, MEMBER)
    codes = (await stage.api('POST', `${path}/enforcement/recovery-codes`)).codes as string[]
    // Mails leave the queue with the alarm, sent or not.
    await inGate((sql) => {
      sql.exec('CREATE TABLE told (user_id TEXT, kind TEXT)')
      sql.exec(
        'CREATE TRIGGER tell AFTER INSERT ON mail_queue BEGIN INSERT INTO told VALUES (new.user_id, new.kind); END',
      )
    })
    const key = await mint({ scopes: ['recover'] })
    recover = (verb, body) =>
      callApi({ app: stage.app, key }, 'POST', `${path}/enforcement:${verb}`, body)
  })

  const mint = async (members: object): Promise<string> => {
    const body = { name: 'one', ...members }
    return String(
      (await callApi({ app: stage.app, key: env.OPERATOR_KEY }, 'POST', '/api-keys', body)).secret,
    )
  }

  const MEMBER = 'member@example.org'
  let admin: string
  /** As the operator, with a key that lets tenants back in. */
  let recover: (verb: string, body?: object) => Promise<Record<string, unknown>>
  let member: string
  let codes: string[]

  beforeEach(async () => {
    await enforce('off')
    await stage.api('PATCH', `${path}/users/${admin}?confirm=last_admin`, {
      given_roles: ['admin'],
    })
    await inGate((sql) => {
      for (const table of [
        'break_glass',
        'enforcement_exemptions',
        'admin_logins',
        'second_factors',
      ])
        sql.exec(`DELETE FROM ${table}`)
      sql.exec('DELETE FROM password_attempts')
      for (const table of ['announcements', 'told']) sql.exec(`DELETE FROM ${table}`)
    })
  })

  const inGate = <T>(work: (sql: SqlStorage) => T): Promise<T> =>
    runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
      work(storage.sql),
    )

  /** Through the connector. */
  async function logIn(): Promise<TestBrowser> {
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await begin(stage, browser))
    return browser
  }

  async function idOf(email: string): Promise<string> {
    await settle(stage)
    const { data } = await stage.api('GET', `${path}/users?email_prefix=${email}`)
    return String((data as { id: string }[])[0]?.id)
  }

  async function givePassword(userId: string): Promise<void> {
    await choosePassword(openBrowser(stage.app), await linkFor(stage, userId))
    await settle(stage)
  }

  const enforce = (mode: string, more: object = {}) =>
    stage.api('PUT', `${path}/enforcement`, { mode, ...more })

  /** Everything that enforcement takes. */
  async function prepare(): Promise<void> {
    await logIn()
    await stage.api('POST', `${path}/enforcement/recovery-codes:confirm`, { code: codes[0] })
  }

  async function addFactor(userId: string): Promise<void> {
    const sealed = await testKeyRing().seal('factor', 'fac_1', encodeBase64Url(SECRET))
    await inGate((sql) =>
      sql.exec(
        "INSERT INTO second_factors VALUES (?, ?, 'fac_1', 'totp', 'Phone', ?, 0, 1, 1, NULL)",
        stage.tenantId,
        userId,
        sealed,
      ),
    )
  }

  /** What a right password comes to: where it leads, or the code of the refusal. */
  async function tryPassword(email: string, browser = openBrowser(stage.app)): Promise<unknown> {
    const answer = await signIn(stage, { email }, browser)
    return answer.headers.get('location') ?? (await refusalOn(answer))
  }

  /** Who was owed which mails. */
  async function told(kinds: string): Promise<readonly string[]> {
    await settle(stage)
    return inGate((sql) =>
      sql
        .exec('SELECT kind, user_id FROM told WHERE kind LIKE ? ORDER BY rowid', kinds)
        .toArray()
        .map(({ kind, user_id }) => `${kind} ${user_id}`),
    )
  }
  return {
    get stage() {
      return stage
    },
    get path() {
      return path
    },
    get member() {
      return member
    },
    get admin() {
      return admin
    },
    get recover() {
      return recover
    },
    get codes() {
      return codes
    },
    set codes(value) {
      codes = value
    },
    logIn,
    tryPassword,
    enforce,
    prepare,
    inGate,
    MEMBER,
    mint,
    addFactor,
    told,
  }
}
