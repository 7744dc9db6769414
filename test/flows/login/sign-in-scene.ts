// Tenants whose domains lead to connectors, and a browser that asks by an e-mail address.

import { env } from 'cloudflare:workers'
import { beforeAll } from 'vitest'
import { newId } from '../../../src/tenants/ids.ts'
import { openBrowser } from '../../support/browser.ts'
import { strongRandom } from '../../support/key-ring.ts'
import { type Stage, setStage } from '../../support/stage.ts'

export const ORIGIN = 'http://localhost:8787'

/** Writes down that a domain was claimed, in D1 as the commands would. */
export async function own(domain: string, tenantId: string, state = 'verified'): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO domains (id, tenant_id, domain, token, state, created_at) VALUES (?, ?, ?, 't', ?, 0)`,
  )
    .bind(newId('dom', strongRandom), tenantId, domain, state)
    .run()
}

/** A live connector, and domains that a test gives to tenants. */
export function signInScene() {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage()
    await own('example.org', stage.tenantId)
  })

  /** Types an address at a location that remembers nothing. */
  const type = (
    email: string,
    fields: Readonly<Record<string, string>> = {},
    app = stage.elsewhere(),
  ) => openBrowser(app).post('/login', { ...fields, email }, { origin: ORIGIN })
  return {
    get stage() {
      return stage
    },
    type,
  }
}
