import { describe, expect, it } from 'vitest'
import { OIDC_REFUSALS, type OidcRefusalCode } from '../../../src/protocol/oidc/oauth-refusals.ts'
import { newId } from '../../../src/tenants/ids.ts'
import { strongRandom } from '../../support/key-ring.ts'
import {
  authorizationQuery,
  ORIGIN,
  REDIRECT_URI,
  type Scene,
  scene,
} from '../../support/oauth2.ts'

type Change = Readonly<Record<string, string | undefined>>

/** Sends the scene's authorization request with the session cookie. */
async function authorize(at: Scene, change: Change = {}, cookie = at.cookie): Promise<Response> {
  const query = await authorizationQuery(at, change)
  return at.request(`/oauth2/authorize?${query}`, { headers: { Cookie: cookie } })
}

/** Where a response redirects to, and with what. */
function redirectOf(response: Response) {
  const url = new URL(response.headers.get('Location') ?? '')
  return {
    status: response.status,
    to: `${url.origin}${url.pathname}`,
    answer: Object.fromEntries(url.searchParams),
  }
}

const refusedWith = (code: OidcRefusalCode, error: string, parameter?: string) => ({
  status: 303,
  to: REDIRECT_URI,
  answer: {
    error,
    error_description: `${OIDC_REFUSALS[code].message} [${parameter ? `${code}: ${parameter}` : code}]`,
    state: 's-1',
    iss: ORIGIN,
  },
})

describe('an authorization request with a live session', () => {
  it('is answered with a code, the state and the issuer, and nothing is kept', async () => {
    const response = await authorize(await scene())
    const { status, to, answer } = redirectOf(response)
    expect({ status, to }).toEqual({ status: 303, to: REDIRECT_URI })
    expect(Object.keys(answer)).toEqual(['code', 'state', 'iss'])
    expect(answer).toMatchObject({ state: 's-1', iss: ORIGIN })
    expect(answer.code?.length).toBeLessThanOrEqual(600)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
  })

  it('is answered with a code when it names the SSO key of the session, silently too', async () => {
    const at = await scene()
    expect(redirectOf(await authorize(at, { sso_id: at.ssoId })).answer).toHaveProperty('code')
    expect(redirectOf(await authorize(at, { prompt: 'none' })).answer).toHaveProperty('code')
    expect(redirectOf(await authorize(at, { prompt: 'consent' })).answer).toHaveProperty('code')
  })

  it.each<[string, Change]>([
    ['another SSO key is named', { sso_id: `sso_${'6'.repeat(24)}` }],
    ['the authentication is older than max_age', { max_age: '30' }],
    ['max_age is 0', { max_age: '0' }],
  ])('answers prompt=none with login_required when %s', async (_, change) => {
    const response = await authorize(await scene(), { prompt: 'none', ...change })
    expect(redirectOf(response)).toEqual(refusedWith('oidc_login_required', 'login_required'))
  })

  it('takes the session while the authentication is younger than max_age', async () => {
    const response = await authorize(await scene(), { prompt: 'none', max_age: '300' })
    expect(redirectOf(response).answer).toHaveProperty('code')
  })

  it.each(['login', 'select_account'])('begins a login with prompt=%s', async (prompt) => {
    const at = await scene()
    const response = await authorize(at, { prompt, sso_id: at.ssoId })
    // No such SSO key was issued: the login has begun, and says so.
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('login_sso_key_unknown')
  })

  it('is not answered for a tenant that the application is not granted to', async () => {
    const at = await scene({ tenantIds: [newId('ten', strongRandom)] })
    const response = await authorize(at, { prompt: 'none' })
    expect(redirectOf(response)).toEqual(refusedWith('oidc_login_required', 'login_required'))
  })

  it('is not answered once the session has ended', async () => {
    const at = await scene()
    await at.deps.gates.at(at.handle.gate).endSession(at.handle.tenantId, at.handle.sid)
    const response = await authorize(at, { prompt: 'none' })
    expect(redirectOf(response)).toEqual(refusedWith('oidc_login_required', 'login_required'))
  })
})

describe('an authorization request without a session', () => {
  it('answers prompt=none with login_required', async () => {
    const response = await authorize(await scene(), { prompt: 'none' }, '')
    expect(redirectOf(response)).toEqual(refusedWith('oidc_login_required', 'login_required'))
  })

  it('asks for the e-mail address where no SSO key is named, and carries the request on', async () => {
    const at = await scene()
    const response = await authorize(at, { login_hint: 'ada' }, '')
    expect(response.status).toBe(200)
    const page = await response.text()
    const carried = /name="authorize" value="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
    expect([...new URLSearchParams(carried)].sort()).toEqual(
      [...new URLSearchParams(await authorizationQuery(at))].sort(),
    )
    expect(page).toMatch(/<input id="email"[^>]* value="ada"/)
  })

  it('says that an sso_id is none', async () => {
    const response = await authorize(await scene(), { sso_id: 'acme' }, '')
    expect(redirectOf(response)).toEqual(
      refusedWith('oidc_parameter_invalid', 'invalid_request', 'sso_id'),
    )
  })

  it('does not take a session cookie that is not ours', async () => {
    const response = await authorize(await scene(), { prompt: 'none' }, '__Host-session=AAAA')
    expect(redirectOf(response)).toEqual(refusedWith('oidc_login_required', 'login_required'))
  })
})

describe('an authorization request that cannot be answered', () => {
  it.each<[string, Change, OidcRefusalCode]>([
    ['an unknown client', { client_id: `app_${'0'.repeat(24)}` }, 'oidc_client_unknown'],
    ['a malformed client_id', { client_id: 'x' }, 'oidc_client_unknown'],
    ['no client_id', { client_id: undefined }, 'oidc_parameter_missing'],
    ['no redirect_uri', { redirect_uri: undefined }, 'oidc_parameter_missing'],
    [
      'a redirect_uri that is not registered',
      { redirect_uri: 'https://evil.example/callback' },
      'oidc_redirect_uri_mismatch',
    ],
    [
      'a redirect_uri below a registered one',
      { redirect_uri: `${REDIRECT_URI}/more` },
      'oidc_redirect_uri_mismatch',
    ],
  ])('is shown to the person and never redirected: %s', async (_, change, code) => {
    const response = await authorize(await scene(), change)
    expect(response.status).toBe(400)
    expect(response.headers.get('Location')).toBeNull()
    expect(await response.text()).toContain(`data-refusal="${code}"`)
  })

  it('is shown when redirect_uri comes twice, the first one being registered', async () => {
    const at = await scene()
    const query = `${await authorizationQuery(at)}&redirect_uri=https%3A%2F%2Fevil.example`
    const response = await at.request(`/oauth2/authorize?${query}`)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('data-refusal="oidc_parameter_repeated"')
  })

  it('goes back to the application when anything else is wrong', async () => {
    const response = await authorize(await scene(), { code_challenge: undefined })
    expect(redirectOf(response)).toEqual(
      refusedWith('oidc_code_challenge_missing', 'invalid_request'),
    )
  })

  it('goes back without a state that came twice', async () => {
    const at = await scene()
    const query = `${await authorizationQuery(at)}&state=s-2`
    const { answer } = redirectOf(await at.request(`/oauth2/authorize?${query}`))
    expect(answer).toEqual({
      error: 'invalid_request',
      error_description: 'A parameter is there more than once. [oidc_parameter_repeated: state]',
      iss: ORIGIN,
    })
  })
})

describe('an authorization request by POST', () => {
  const post = async (at: Scene, body: string, type = 'application/x-www-form-urlencoded') =>
    at.request('/oauth2/authorize', {
      method: 'POST',
      body,
      headers: { 'Content-Type': type },
    })

  it('becomes the same request by GET, which the session cookie goes along with', async () => {
    const at = await scene()
    const query = await authorizationQuery(at)
    const response = await post(at, query)
    expect(response.status).toBe(303)
    expect(response.headers.get('Location')).toBe(`/oauth2/authorize?${query}`)
  })

  it.each<[string, string, string, OidcRefusalCode]>([
    ['no form', '{}', 'application/json', 'oidc_form_invalid'],
    [
      'a form of more than 8 KiB',
      `state=${'x'.repeat(8192)}`,
      'application/x-www-form-urlencoded; charset=UTF-8',
      'oidc_form_too_large',
    ],
  ])('is refused as %s', async (_, body, type, code) => {
    const response = await post(await scene(), body, type)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain(`data-refusal="${code}"`)
  })
})

describe('an id_token_hint', () => {
  it('that is none of ours is refused', async () => {
    const response = await authorize(await scene(), { id_token_hint: 'e30.e30.e30' })
    expect(redirectOf(response)).toEqual(
      refusedWith('oidc_id_token_hint_invalid', 'invalid_request'),
    )
  })
})
