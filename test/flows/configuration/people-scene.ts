// Users of a tenant, as logins make them and the API manages them.

import { beforeAll, beforeEach } from 'vitest'
import { openBrowser, type TestBrowser } from '../../support/browser.ts'
import { answerAt, begin, type Stage, setStage } from '../../support/stage.ts'

/** A live connector, its users, and one who has signed in. */
export function peopleScene() {
  let stage: Stage
  let users: string
  beforeAll(async () => {
    stage = await setStage()
    users = `/tenants/${stage.tenantId}/users`
  })

  async function logIn(): Promise<{ browser: TestBrowser; landing: Response }> {
    const browser = openBrowser(stage.app)
    return { browser, landing: await answerAt(stage, browser, await begin(stage, browser)) }
  }

  async function whoIs(browser: TestBrowser): Promise<string> {
    const session = await browser.get('/session', { accept: 'application/json' })
    return (await session.json<{ user: { id: string } }>()).user.id
  }

  let browser: TestBrowser
  let user: string
  beforeEach(async () => {
    browser = (await logIn()).browser
    user = `${users}/${await whoIs(browser)}`
  })
  return {
    get stage() {
      return stage
    },
    get browser() {
      return browser
    },
    set browser(value) {
      browser = value
    },
    get user() {
      return user
    },
    get users() {
      return users
    },
    logIn,
    whoIs,
  }
}
