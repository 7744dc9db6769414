// A tenant in which users sign in by passwords.

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import {
  choosePassword,
  PASSWORD,
  type PasswordStage,
  setPasswordStage,
  settle,
} from '../../support/password-stage.ts'

/** A tenant with passwords, and what it records of its users. */
export function passwordScene() {
  let stage: PasswordStage
  beforeAll(async () => {
    stage = await setPasswordStage()
  })
  beforeEach(() => stage.bindings.reset())
  afterEach(() => {
    vi.restoreAllMocks()
  })

  const inGate = <T>(work: (sql: SqlStorage) => T): Promise<T> =>
    runInDurableObject(env.TENANT_GATE.getByName(stage.tenantId), (_, { storage }) =>
      work(storage.sql),
    )
  const set = (link: string, password = PASSWORD, browser = openBrowser(stage.app)) =>
    choosePassword(browser, link, { password })

  const eventsOf = async (userId: string) => {
    await settle(stage)
    const { data } = await stage.api('GET', `/tenants/${stage.tenantId}/events?limit=100`)
    return (data as { user_id: string; type: string; code: string; data: object }[]).filter(
      (event) => event.user_id === userId,
    )
  }

  const addFactor = (userId: string) =>
    inGate((sql) =>
      sql.exec(
        `INSERT INTO second_factors (tenant_id, user_id, factor_id, kind, name, secret, confirmed_at, created_at)
         VALUES (?, ?, 'fac_1', 'totp', 'phone', '', 1, 1)`,
        stage.tenantId,
        userId,
      ),
    )
  return {
    get stage() {
      return stage
    },
    set,
    eventsOf,
    inGate,
    addFactor,
  }
}
