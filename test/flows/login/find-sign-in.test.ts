// E-mail first: /login, and an application's request that names no connector, over real bindings.

import { listDurableObjectIds, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../src/storage/d1/database.ts'
import { selectSignIns } from '../../../src/storage/d1/select-sign-ins.ts'
import { toStatement } from '../../../src/storage/statement.ts'
import type { SsoId } from '../../../src/tenants/ids.ts'
import { openBrowser, refusalOn } from '../../support/browser.ts'
import { testDeps } from '../../support/oauth2.ts'
import { begin, buildApp } from '../../support/stage.ts'
import { TEST_KEYS } from '../../support/test-keys.ts'
import { own, signInScene } from './sign-in-scene.ts'

const scene = signInScene()
const { type } = scene

const liveConfigurations = () => testDeps().configurations

/** What an answer is but for the id of the request, and for the address that goes on to the IdP. */
async function telling(answer: Response, email: string) {
  const headers = [...answer.headers]
    .filter(([name]) => name !== 'x-request-id')
    .map(([name, value]) => [name, value.replaceAll(encodeURIComponent(email), '')])
  return { status: answer.status, headers, body: await answer.text() }
}

/** The answers to several addresses, each with the calls that it took. */
async function answersTo(emails: readonly string[]) {
  const answers = []
  for (const email of emails) {
    scene.stage.bindings.reset()
    const told = await telling(await type(email), email)
    answers.push({ ...told, calls: { ...scene.stage.bindings.calls } })
  }
  return answers
}

type Gate = ReturnType<typeof env.ADDRESS_GATE.get>

const attemptsIn = (gate: Gate) =>
  runInDurableObject(gate, (_, { storage: { sql } }) =>
    sql.exec<{ address: string; count: number }>('SELECT address, count FROM attempts').toArray(),
  )

/** The gates that have counted something; the names of others are left from the files before. */
async function gatesOfAddresses(): Promise<readonly Gate[]> {
  const ids = await listDurableObjectIds(env.ADDRESS_GATE)
  const gates = ids.map((id) => env.ADDRESS_GATE.get(id))
  const attempts = await Promise.all(gates.map(attemptsIn))
  return gates.filter((_, n) => attempts[n]?.length !== 0)
}

describe('an address of a domain with one connector', () => {
  it('leads to its login, with the hint and the wish for afterwards', async () => {
    const answer = await type(' Ada@Example.org ', { return_to: 'https://desk.example/app' })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe(
      `/sso/${scene.stage.ssoKey.id}/auth?return_to=https%3A%2F%2Fdesk.example%2Fapp&login_hint=Ada%40Example.org`,
    )
    const departure = await openBrowser(scene.stage.app).get(answer.headers.get('location') ?? '')
    expect(departure.headers.get('location')).toMatch(
      /^https:\/\/idp\.example\/sso\?.*&login_hint=Ada%40Example\.org$/,
    )
  })

  it('is answered alike whoever it is, with one read of D1 and no gate', async () => {
    const answers = await answersTo(['alice@example.org', 'nobody@example.org', 'x+y@example.org'])
    expect(answers[0]).toMatchObject({ status: 303, calls: { kv: 0, d1: 1, gate: 0 } })
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  })

  it('is found in whichever form the domain is written, and remembered for seconds', async () => {
    await own('xn--mnchen-3ya.example', scene.stage.tenantId)
    const app = scene.stage.elsewhere()
    expect((await type('a@münchen.example', {}, app)).status).toBe(303)
    scene.stage.bindings.reset()
    expect((await type('b@MÜNCHEN.example', {}, app)).status).toBe(303)
    expect(scene.stage.bindings.calls).toEqual({ kv: 0, d1: 0, gate: 0 })
  })
})

describe('an address that leads nowhere', () => {
  it('is answered alike for every domain and every person, with nothing of the address', async () => {
    for (const state of ['pending', 'lapsed'])
      await own(`${state}.example`, scene.stage.tenantId, state)
    const { id } = await scene.stage.api('POST', '/tenants', { name: 'Without connectors' })
    await own('empty.example', String(id))
    const emails = [
      'alice@unknown.example',
      'mallory@unknown.example',
      // A verified domain says nothing of those below it.
      'alice@sub.example.org',
      'alice@pending.example',
      'alice@lapsed.example',
      'alice@empty.example',
    ]
    const answers = await answersTo(emails)
    expect(answers[0]).toMatchObject({ status: 404, calls: { kv: 0, d1: 1, gate: 1 } })
    expect(answers[0]?.body).toContain('data-refusal="login_address_unknown"')
    expect(answers[0]?.body).not.toMatch(/alice|example\.org/)
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
  })

  it('has to wait after ten attempts, however it is written, and no other address does', async () => {
    const statuses = []
    for (let n = 0; n < 11; n++) statuses.push((await type('bob@nowhere.example')).status)
    expect(statuses).toEqual([...Array(10).fill(404), 429])
    const limited = await type('BOB@Nowhere.Example')
    expect(limited.status).toBe(429)
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(880)
    expect(await refusalOn(limited)).toBe('login_address_limited')
    expect((await type('rob@nowhere.example')).status).toBe(404)
  })

  it('is counted under an HMAC, to its limit and no further, until its window ends', async () => {
    const gates = await gatesOfAddresses()
    const rows = (await Promise.all(gates.map(attemptsIn))).flat()
    expect(rows.map(({ count }) => count).sort((a, b) => b - a)).toEqual([10, ...Array(7).fill(1)])
    expect(rows.every(({ address }) => /^[\w-]{22}$/.test(address))).toBe(true)
    for (const gate of gates)
      for (const { address } of await attemptsIn(gate))
        expect(env.ADDRESS_GATE.idFromName(address.slice(0, 2)).equals(gate.id)).toBe(true)
    const endWindows = (gate: Gate) =>
      runInDurableObject(gate, (_, { storage: { sql } }) => {
        sql.exec('UPDATE attempts SET window_ends = 1')
      })
    for (const gate of gates) await endWindows(gate)
    expect((await type('bob@nowhere.example')).status).toBe(404)
    for (const gate of gates) {
      await endWindows(gate)
      expect(await runDurableObjectAlarm(gate)).toBe(true)
      expect(await attemptsIn(gate)).toEqual([])
      expect(await runDurableObjectAlarm(gate)).toBe(false)
    }
  })

  it.each(['', 'alice', '@example.org', 'alice@localhost', 'a b@example.org', 'a@b@example.org'])(
    'is no address at all: "%s"',
    async (email) => {
      scene.stage.bindings.reset()
      const answer = await type(email)
      expect(answer.status).toBe(400)
      expect(await refusalOn(answer)).toBe('login_address_invalid')
      expect(scene.stage.bindings.calls).toEqual({ kv: 0, d1: 0, gate: 0 })
    },
  )
})

describe('which connectors are offered', () => {
  /** Whether the connector of the stage is found after a statement, which is undone. */
  async function foundAfter(change: string, undo: string): Promise<boolean> {
    await env.DB.exec(change)
    const { status } = await type('alice@example.org')
    await env.DB.exec(undo)
    return status === 303
  }
  const settings = (domains: string) =>
    `UPDATE connector_versions SET settings = json_set(settings, '$.emailDomains', json('${domains}'))`
  const unset = `UPDATE connector_versions SET settings = json_remove(settings, '$.emailDomains')`

  it.each([
    ['disabled', 'UPDATE connectors SET enabled = 0', 'UPDATE connectors SET enabled = 1'],
    [
      'of another environment',
      "UPDATE sso_keys SET environment = 'non_production'",
      "UPDATE sso_keys SET environment = 'production'",
    ],
    ['for other domains', settings('["other.example"]'), unset],
  ])('none that is %s', async (_, change, undo) => {
    expect(await foundAfter(change, undo)).toBe(false)
    expect(await foundAfter(settings('["other.example","example.org"]'), unset)).toBe(true)
  })

  it('one whose version lists the domain in Unicode', async () => {
    await own('xn--bcher-kva.example', scene.stage.tenantId)
    await env.DB.exec(settings('["bücher.example"]'))
    const { status } = await type('a@bücher.example')
    await env.DB.exec(unset)
    expect(status).toBe(303)
  })

  it('those of the tenant and of its children that have an active version, to choose from', async () => {
    const child = await scene.stage.api('POST', '/tenants', {
      name: 'Branch',
      parent_id: scene.stage.tenantId,
    })
    const base = `/tenants/${child.id}`
    const key = await scene.stage.api('POST', `${base}/sso-keys`, {
      name: 'main',
      environment: 'production',
    })
    const idp = await scene.stage.api('POST', `${base}/external-idps`, {
      name: 'IdP',
      issuer: 'https://branch.example/metadata',
      sso_url: 'https://branch.example/sso',
      certificate_pem: TEST_KEYS.idp.certificate,
    })
    const connector = await scene.stage.api('POST', `${base}/connectors`, {
      name: 'Entra',
      reference: 'entra',
      type: 'saml',
      sso_id: key.id,
      external_idp_id: idp.id,
    })
    expect((await type('alice@example.org')).status).toBe(303)

    await env.DB.exec('UPDATE connectors SET active_version = latest_version')
    const answer = await type('alice@example.org', { return_to: 'https://desk.example/app' })
    expect(answer.status).toBe(200)
    const links = [
      ...(await answer.text()).matchAll(/<a href="([^"]+)"><bdi>([^<]+)<.*?<bdi>([^<]+)</g),
    ]
    const url = (ssoId: unknown) =>
      `/sso/${ssoId}/auth?return_to=https%3A%2F%2Fdesk.example%2Fapp&amp;login_hint=alice%40example.org`
    expect(links.map(([, ...link]) => link)).toEqual([
      [url(key.id), 'Entra', 'Branch'],
      [url(scene.stage.ssoKey.id), 'SAML', 'Example'],
    ])
    const others = await answersTo(['alice@example.org', 'nobody@example.org'])
    expect(others[0]?.calls).toEqual({ kv: 0, d1: 1, gate: 0 })
    expect(others.map(({ headers }) => headers)[0]).toEqual(others[1]?.headers)
    await scene.stage.api('DELETE', `${base}/connectors/${connector.id}?confirm=Entra`)
  })

  it('by indexes alone', async () => {
    const { sql, params } = toStatement(selectSignIns(openDatabase(env.DB), 'example.org'))
    const plan = await env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...params)
      .all<{ detail: string }>()
    const steps = plan.results.map(({ detail }) => detail)
    expect(steps[0]).toContain('domains_owner')
    expect(steps.filter((step) => /^SCAN (?!json_each)/.test(step))).toEqual([])
  })
})

describe('the form of /login', () => {
  it('has a label, takes a hint and keeps where to return to', async () => {
    const answer = await openBrowser(scene.stage.app).get(
      '/login?login_hint=%22%3Eada&return_to=https://desk.example/app',
    )
    expect(answer.headers.get('content-security-policy')).toContain('form-action http:')
    const page = await answer.text()
    expect(page).toContain('<label for="email">')
    expect(page).toContain(
      '<input type="hidden" name="return_to" value="https://desk.example/app"/>',
    )
    const field = /<input id="email"[^>]*>/.exec(page)?.[0]
    for (const attribute of [
      'value="&quot;&gt;ada"',
      'autocomplete="username"',
      'inputmode="email"',
      'spellcheck="false"',
    ])
      expect(field).toContain(attribute)
  })

  it('tells a screen reader what was wrong', async () => {
    const page = await (await type('alice')).text()
    expect(page).toContain('<p id="problem" class="problem" role="alert">')
    expect(page).toMatch(/<input id="email"[^>]* aria-invalid="true" aria-describedby="problem"/)
  })

  it('of another site is not read', async () => {
    scene.stage.bindings.reset()
    const answer = await openBrowser(scene.stage.app).post(
      '/login',
      { email: 'alice@example.org' },
      { origin: 'https://evil.example' },
    )
    expect(answer.status).toBe(403)
    expect(scene.stage.bindings.calls).toEqual({ kv: 0, d1: 0, gate: 0 })
  })

  it.each(['javascript:alert(1)', '//evil.example'])('refuses to return to %s', async (to) => {
    const asked = await openBrowser(scene.stage.app).get(
      `/login?return_to=${encodeURIComponent(to)}`,
    )
    expect(await refusalOn(asked)).toBe('login_return_to_invalid')
    const sent = await type('alice@example.org', { return_to: to })
    expect(await refusalOn(sent)).toBe('login_return_to_invalid')
  })

  it('is bounded', async () => {
    const answer = await type('alice@example.org', { authorize: 'x'.repeat(9000) })
    expect(await refusalOn(answer)).toBe('oidc_form_too_large')
  })
})

describe('an outage', () => {
  it.each([
    ['d1', 'alice@example.org'],
    ['gate', 'alice@unknown.example'],
  ] as const)('of %s is 503 with Retry-After', async (part, email) => {
    scene.stage.bindings.down.add(part)
    const answer = await type(email)
    scene.stage.bindings.down.clear()
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).toBe('5')
  })
})

describe('a login_hint', () => {
  it.each([
    ['redirect', 'https://idp.example/sso'],
    ['post', 'https://idp.example/sso'],
    ['post', 'https://idp.example/sso?idpid=1'],
  ] as const)('stands in the query of the SSO URL by the %s binding: %s', async (binding, url) => {
    const configurations = {
      find: async (ssoId: SsoId) => {
        const held = await liveConfigurations().find(ssoId)
        if (held?.connector === undefined) return held
        const settings = {
          ...held.connector.settings,
          requestBinding: binding,
          sso: { [binding]: url },
        }
        return { ...held, connector: { ...held.connector, settings } }
      },
      remember: () => {},
    }
    const app = buildApp(scene.stage.bindings, { configurations })
    const departure = await begin(
      scene.stage,
      openBrowser(app),
      '?login_hint=ada%2Bx%40example.org',
    )
    const hint = 'login_hint=ada%2Bx%40example.org'
    if (binding === 'redirect') {
      expect(departure.headers.get('location')).toMatch(
        /\?SAMLRequest=.*&login_hint=ada%2Bx%40example\.org$/,
      )
    } else {
      const page = await departure.text()
      expect(page).toContain(`action="${url}${url.includes('?') ? '&amp;' : '?'}${hint}"`)
      const [, base64 = ''] = /name="SAMLRequest" value="([^"]+)"/.exec(page) ?? []
      expect(atob(base64)).toContain(` Destination="${url}"`)
    }
  })

  it.each([`${'x'.repeat(243)}@example.org`, 'ada%0d%0a@example.org'])(
    'is refused where it is none',
    async (hint) => {
      const refused = await begin(scene.stage, openBrowser(scene.stage.app), `?login_hint=${hint}`)
      expect(await refusalOn(refused)).toBe('login_hint_invalid')
    },
  )
})
