// A connector whose IdP sends what a test says, and the users who arrive through it.

import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll } from 'vitest'
import { openBrowser, refusalOn } from '../../support/browser.ts'
import type { ResponseOptions } from '../../support/signed-response.ts'
import { answerAt, begin, type Stage, setStage, testAndActivate } from '../../support/stage.ts'

export const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'

/** A live connector, and users who sign in through it with the attributes of a test. */
export function attributeScene() {
  let stage: Stage
  let path: string
  beforeAll(async () => {
    stage = await setStage()
    path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
  })

  /** Changes the connector, and has the change govern. */
  async function change(settings: object, answer: ResponseOptions = {}) {
    await stage.api('PATCH', path, settings)
    await testAndActivate(stage, answer)
  }

  let people = 0
  /**
   * Logs somebody new in with what the IdP says, and returns who the session is of, or why there is
   * none.
   */
  async function arrive(answer: ResponseOptions) {
    // A location that remembers nothing: a refusal under an older version would begin the login
    // again.
    const browser = openBrowser(stage.elsewhere())
    people += 1
    const landing = await answerAt(stage, browser, await begin(stage, browser), {
      nameId: `p-${people}`,
      nameIdFormat: PERSISTENT,
      ...answer,
    })
    if (landing.status !== 303) return { refused: await refusalOn(landing) }
    const session = await browser.get('/session', { accept: 'application/json' })
    return session.json<{ user: { id: string; email?: string } }>()
  }

  /** What the API says of the person who arrived. */
  async function userOf(arrived: Awaited<ReturnType<typeof arrive>>) {
    if (!('user' in arrived)) throw new Error(`Refused: ${arrived.refused}`)
    return stage.api('GET', `/tenants/${stage.tenantId}/users/${arrived.user.id}`)
  }

  /** The last event of a kind or of a person, by way of the alarm. */
  async function lastEvent(which: string) {
    await runDurableObjectAlarm(env.TENANT_GATE.getByName(stage.tenantId))
    const { data } = await stage.api('GET', `/tenants/${stage.tenantId}/events?limit=1&${which}`)
    return (data as readonly Record<string, unknown>[])[0]
  }
  return {
    get stage() {
      return stage
    },
    get path() {
      return path
    },
    get people() {
      return people
    },
    lastEvent,
    userOf,
    change,
    arrive,
  }
}
