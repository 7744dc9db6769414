// What every step of a login asks of the storages, and what follows when nobody waits any more.

import { codeChallenge } from '../../../src/protocol/oidc/pkce.ts'
import { openBrowser, type TestBrowser } from '../../../test/support/browser.ts'
import { answerTo, begin } from '../../../test/support/stage.ts'
import type { Tally } from '../findings.ts'
import {
  describe,
  gateOf,
  type House,
  land,
  openWorker,
  personOf,
  REDIRECT_URI,
  takeOff,
} from './house.ts'
import { metered } from './meter.ts'

const VERIFIER = 'a-code-verifier-of-forty-three-characters-or-more'
/** Logins that D1 hears of in one batch. */
const GATHERED = 50

let newcomers = 0

const redeem = (house: House, browser: TestBrowser, code: string): Promise<Response> =>
  browser.post('/oauth2/token', {
    grant_type: 'authorization_code',
    client_id: house.applicationId,
    redirect_uri: REDIRECT_URI,
    code_verifier: VERIFIER,
    code,
  })

/** Measures each step; the ones of a known person are somebody's in the middle of all. */
export async function measureLogins(house: House): Promise<Readonly<Record<string, Tally>>> {
  // A stub of its own for each call: one whose gate was aborted stays broken.
  const gate = () => gateOf(house.tenantId)
  const app = openWorker(house)
  const who = personOf(house.somebody.number)
  const steps: Record<string, Tally> = {}
  const measure = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const { value, tally } = await metered(work)
    steps[name] = tally
    return value
  }

  await measure('/auth, the first in its isolate', () => begin(house, openBrowser(app)))
  await measure('/auth', () => begin(house, openBrowser(app)))
  const early = await takeOff(house, app, who)
  // What aborts cannot answer.
  await gate()
    .fallAsleep()
    .catch(() => undefined)
  await measure('ACS, the gate was asleep', () => land(house, early))
  const flight = await takeOff(house, app, who)
  await measure('ACS, a known person', () => land(house, flight))
  await measure('ACS, the same response again', () => land(house, flight))
  await measure('/session', () => flight.browser.get('/session', { accept: 'application/json' }))
  const newcomer = await takeOff(house, app, describe(`new-${++newcomers}@example.org`))
  await measure('ACS, somebody new', () => land(house, newcomer))
  await gate().settle()

  const browser = openBrowser(app)
  const query = await authorizationQuery(house)
  const departure = await measure('/oauth2/authorize', () =>
    browser.get(`/oauth2/authorize?${query}`),
  )
  const samlResponse = await answerTo(house, departure, who)
  const landing = await measure('ACS, with a code', () => land(house, { browser, samlResponse }))
  const code = new URL(landing.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const redeemed = await measure('/oauth2/token', () => redeem(house, browser, code))
  if (redeemed.status !== 200) throw new Error(`A code was not redeemed: ${redeemed.status}`)
  await gate().settle()

  await takeOff(house, app, who).then((next) => land(house, next))
  await measure('afterwards: D1 hears of one login', () => gate().carryOver())
  for (let n = 0; n < GATHERED; n++) await land(house, await takeOff(house, app, who))
  await measure(`afterwards: D1 hears of ${GATHERED} logins`, () => gate().carryOver())
  await gate().settle()
  return steps
}

async function authorizationQuery({ applicationId, ssoKey }: House): Promise<URLSearchParams> {
  return new URLSearchParams({
    client_id: applicationId,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: 'openid email',
    state: 's',
    nonce: 'n',
    code_challenge: await codeChallenge(VERIFIER),
    code_challenge_method: 'S256',
    sso_id: ssoKey.id,
  })
}
