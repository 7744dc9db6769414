import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { beginTest, openBrowser, refusalOn } from '../../support/browser.ts'
import { choosePassword, linkFor } from '../../support/password-stage.ts'
import type { ResponseOptions } from '../../support/signed-response.ts'
import { answerAt, begin, type Stage, setStage, testAndActivate } from '../../support/stage.ts'

const PERSISTENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'
const NAME_ID = /<saml:NameID.*?<\/saml:NameID>/

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
/** Logs somebody new in with what the IdP says, and returns who the session is of, or why there is none. */
async function arrive(answer: ResponseOptions) {
  // A location that remembers nothing: a refusal under an older version would begin the login again.
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

const arriveWith = (attributes: Readonly<Record<string, readonly string[]>>) =>
  arrive({ attributes })

/** The last event of a kind or of a person, by way of the alarm. */
async function lastEvent(which: string) {
  await runDurableObjectAlarm(env.TENANT_GATE.getByName(stage.tenantId))
  const { data } = await stage.api('GET', `/tenants/${stage.tenantId}/events?limit=1&${which}`)
  return (data as readonly Record<string, unknown>[])[0]
}

describe('an attribute without a value', () => {
  it.each([
    ['an empty email beside a full mail', { email: [''], mail: ['u1@x.org'] }, 'u1@x.org'],
    ['an attribute without values', { email: [], mail: ['u2@x.org'] }, 'u2@x.org'],
    ['a value twice', { email: ['u3@x.org', 'u3@x.org'] }, 'u3@x.org'],
    ['a value beside an empty one', { email: ['u4@x.org', ''] }, 'u4@x.org'],
    ['a value beside a blank one', { email: ['\n   ', 'u5@x.org'] }, 'u5@x.org'],
  ])('has not arrived: %s', async (_, attributes, email) => {
    expect(await arriveWith(attributes)).toMatchObject({ user: { email } })
  })

  it('has not arrived: an empty firstName beside a full givenName', async () => {
    const sent = { firstName: [''], givenName: ['Dana'], email: ['u6@x.org'] }
    expect(await userOf(await arriveWith(sent))).toMatchObject({ first_name: 'Dana' })
  })

  it('is missed where it is required', async () => {
    expect(await arriveWith({ email: [''], mail: [' '] })).toEqual({
      refused: 'login_profile_incomplete',
    })
    expect(await arriveWith({ email: ['u7@x.org', 'u8@x.org'] })).toEqual({
      refused: 'login_attribute_multiple',
    })
  })
})

describe('well-known names', () => {
  it('are compared without case', async () => {
    const sent = { Email: ['n1@x.org'], FirstName: ['Nia'], LastName: ['North'] }
    expect(await userOf(await arriveWith(sent))).toMatchObject({
      email: 'n1@x.org',
      first_name: 'Nia',
      last_name: 'North',
    })
  })
})

describe('an optional field that cannot be used', () => {
  const groups = Array.from({ length: 600 }, (_, n) => `g-${n}`)
  const link = 'http://schemas.microsoft.com/claims/groups.link'
  const email = ['o@x.org']

  it.each([
    ['two given names', { givenName: ['Ada', 'Eve'] }, 'firstName', 'login_attribute_multiple'],
    ['a number that is none', { concurrency: ['abc'] }, 'concurrency', 'login_attribute_invalid'],
    ['600 groups', { groups }, 'groups', 'login_attribute_too_large'],
    ['a link to groups', { [link]: ['https://graph.example/'] }, 'groups', 'login_groups_overage'],
  ])('is left out and noted, and stops nobody: %s', async (_, sent, field, code) => {
    const own = [`o${people}@x.org`]
    const user = await userOf(await arriveWith({ ...sent, email: own }))
    expect(user).toMatchObject({ first_name: null, concurrency: null, groups: [] })
    expect(await lastEvent(`user_id=${user.id}`)).toMatchObject({
      type: 'login.admitted',
      data: { left_out: [{ field, code }] },
    })
  })

  it('is shown by the test and by its trial, with the reason', async () => {
    const test = await stage.api('POST', `${path}:test`, {})
    const browser = openBrowser(stage.app)
    const attributes = { email, concurrency: ['abc'], groups }
    const left = await beginTest(browser, String(test.test_url))
    const page = await (await answerAt(stage, browser, left, { attributes })).text()
    expect(page).toContain('The test passed')
    expect(page).toContain('2 optional fields that could not be used')
    expect(page).toContain('The value of an attribute does not have the form it must have.')
    expect(page).not.toContain('login_profile_incomplete')
    expect(await lastEvent('type=test.passed')).toMatchObject({
      data: { left_out: [{ field: 'concurrency' }, { field: 'groups' }] },
    })
    expect(await stage.api('POST', `${path}:try`, {})).toMatchObject({
      refusal: null,
      left_out: [
        { field: 'concurrency', source: 'concurrency', code: 'login_attribute_invalid' },
        { field: 'groups', code: 'login_attribute_too_large', expected: 'groups: 500', got: 600 },
      ],
    })
  })

  it('refuses where it is required, and where it is the tenant’s own', async () => {
    const custom = { level: { type: 'number' }, site: { type: 'string', required: true } } as const
    const sent = { email, level: ['1'], site: ['hq'] }
    const mapping = { concurrency: { required: true }, custom }
    await change({ mapping }, { attributes: { ...sent, concurrency: ['1'] } })
    expect(await arriveWith({ ...sent, concurrency: ['abc'] })).toEqual({
      refused: 'login_attribute_invalid',
    })
    const loose = { email: ['own@x.org'], concurrency: ['2'], level: ['many'], site: ['hq'] }
    const user = await userOf(await arriveWith(loose))
    expect(user).toMatchObject({ custom: { site: 'hq' } })
    expect(await lastEvent(`user_id=${user.id}`)).toMatchObject({
      data: { left_out: [{ field: 'level' }] },
    })
    expect(await arriveWith({ ...loose, site: ['hq', 'lab'] })).toEqual({
      refused: 'login_attribute_multiple',
    })
    await change({ mapping: {} })
  })
})

describe('who somebody is', () => {
  const byAttribute = { identity_source: { kind: 'attribute', name: 'subject' } }
  const none: ResponseOptions = { editAssertion: (xml) => xml.replace(NAME_ID, '') }

  it('is in the NameID where the mapping of the e-mail address says so', async () => {
    const answer = { nameId: 'u9@x.org', nameIdFormat: UNSPECIFIED, attributes: {} }
    expect(await arrive(answer)).toEqual({ refused: 'login_profile_incomplete' })
    await change(
      { mapping: { email: { from: ['NameID'], transforms: [{ kind: 'trim' }] } } },
      answer,
    )
    expect(await arrive({ ...answer, nameId: ' u9@x.org ' })).toMatchObject({
      user: { email: 'u9@x.org' },
    })
    await change({ mapping: {} })
  })

  it('takes a NameID, unless an attribute says who it is', async () => {
    const attributes = { email: ['s@x.org'], subject: ['s-1'] }
    expect(await arrive({ attributes, ...none })).toEqual({ refused: 'saml_name_id_missing' })
    await change(byAttribute, { attributes, ...none })
    const first = await userOf(await arrive({ attributes, ...none }))
    const again = await userOf(
      await arrive({ attributes, nameId: '_other', nameIdFormat: TRANSIENT }),
    )
    expect(again.id).toBe(first.id)
    const other = { email: ['s2@x.org'], subject: ['S-2'] }
    expect((await userOf(await arrive({ attributes: other, ...none }))).id).not.toBe(first.id)
    expect(await arrive({ attributes: { email: ['s3@x.org'] }, ...none })).toEqual({
      refused: 'login_identity_missing',
    })
  })

  it('ends a session without a NameID here alone', async () => {
    const browser = openBrowser(stage.app)
    const attributes = { email: ['s@x.org'], subject: ['s-1'] }
    await answerAt(stage, browser, await begin(stage, browser), { attributes, ...none })
    const ended = await browser.post('/logout', {}, { origin: 'http://localhost:8787' })
    expect(ended.status).toBeLessThan(400)
    expect((await browser.get('/session', { accept: 'application/json' })).status).toBe(401)
  })

  it('is the NameID inside an attribute value (eduPersonTargetedID)', async () => {
    const { spEntityID } = stage.ssoKey
    const targeted = (value: string, qualifier: string) => ({
      email: [`${value}@x.org`],
      subject: [`<saml:NameID SPNameQualifier="${qualifier}">${value}</saml:NameID>`],
    })
    const mine = { attributes: targeted('t-1', spEntityID) }
    expect(await userOf(await arrive(mine))).toMatchObject({ email: 't-1@x.org' })
    const theirs = { attributes: targeted('t-2', 'https://other.example') }
    expect(await arrive(theirs)).toEqual({ refused: 'login_identity_missing' })
  })
})

describe('a transient NameID', () => {
  const settings = async () =>
    (await stage.api('GET', path)).latest as { settings: Record<string, unknown> }
  const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'

  it('chooses an attribute as the identity source, and says which', async () => {
    await stage.api('PATCH', path, { identity_source: { kind: 'name_id' } })
    await stage.api('PATCH', path, { name_id_format: transient })
    expect((await settings()).settings).toMatchObject({
      name_id_format: 'transient',
      identity_source: { kind: 'attribute', name: 'userId' },
    })
  })

  it('recognises people by that attribute, whatever NameID comes', async () => {
    const attributes = { email: ['tr@x.org'], userId: ['tr-1'] }
    await testAndActivate(stage, { attributes, nameIdFormat: TRANSIENT })
    const ids = []
    for (const nameId of ['_one', '_two']) {
      const answer = { attributes, nameId, nameIdFormat: TRANSIENT }
      ids.push((await userOf(await arrive(answer))).id)
    }
    expect(ids[0]).toBe(ids[1])
    expect(await arrive({ attributes: { email: ['tr2@x.org'] } })).toEqual({
      refused: 'login_identity_missing',
    })
  })

  it('takes the attribute of user_id where one is mapped, and the one that is chosen', async () => {
    const back = { name_id_format: 'persistent', identity_source: { kind: 'name_id' } }
    await stage.api('PATCH', path, { ...back, mapping: { user_id: ['NameID', 'staffNumber'] } })
    await stage.api('PATCH', path, { name_id_format: 'transient' })
    expect((await settings()).settings.identity_source).toEqual({
      kind: 'attribute',
      name: 'staffNumber',
    })
    const chosen = { kind: 'attribute', name: 'subject' }
    await stage.api('PATCH', path, { ...back, mapping: {} })
    await stage.api('PATCH', path, { name_id_format: 'transient', identity_source: chosen })
    expect((await settings()).settings.identity_source).toEqual(chosen)
  })

  it.each([
    ['urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified', 'unspecified'],
    ['urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress', 'email'],
    [PERSISTENT, 'persistent'],
    [TRANSIENT, 'transient'],
  ])('is one of four formats: %s is %s', async (urn, short) => {
    await stage.api('PATCH', path, { name_id_format: urn })
    expect((await settings()).settings.name_id_format).toBe(short)
  })
})

describe('somebody without an e-mail address', () => {
  const ids: ResponseOptions['attributes'] = {
    userId: ['op-7'],
    firstName: ['Opal'],
    lastName: ['Ray'],
    nameAlias: ['Op'],
    roles: ['agent'],
  }
  const answer = { nameId: 'opaque-7', nameIdFormat: PERSISTENT, attributes: ids }
  const users = () => `/tenants/${stage.tenantId}/users`

  beforeAll(async () => {
    await stage.api('PATCH', path, {
      name_id_format: 'persistent',
      identity_source: { kind: 'name_id' },
      mapping: {},
    })
    await testAndActivate(stage)
    expect(await arrive(answer)).toEqual({ refused: 'login_profile_incomplete' })
    await change({ mapping: { email: { required: false } } }, answer)
  })

  it('is let in where the mapping does not require one, and is known by userId', async () => {
    const first = await arrive(answer)
    const user = await userOf(first)
    expect(user).toMatchObject({ email: null, user_id: 'op-7', name_alias: 'Op', status: 'active' })
    expect((await userOf(await arrive(answer))).id).toBe(user.id)
    await runDurableObjectAlarm(env.TENANT_GATE.getByName(stage.tenantId))
    const { data } = await stage.api('GET', `${users()}?user_id=op-7`)
    expect(data).toMatchObject([{ id: user.id, email: null }])
    const browser = openBrowser(stage.elsewhere())
    await answerAt(stage, browser, await begin(stage, browser), answer)
    const page = await (await browser.get('/session', { accept: 'text/html' })).text()
    expect(page).toContain('op-7')
    expect(page).not.toContain('undefined')
  })

  it('is somebody else than the next one without', async () => {
    const other = { ...answer, nameId: 'opaque-8' }
    expect((await userOf(await arrive(other))).id).not.toBe((await userOf(await arrive(answer))).id)
  })

  it('has no password and no link to one', async () => {
    const { id } = await userOf(await arrive(answer))
    await expect(
      stage.api('POST', `${users()}/${id}:invite_password`, { deliver: 'answer' }),
    ).rejects.toThrow('user_without_email')
  })

  it('gives an address up that the IdP no longer sends, and another may have it', async () => {
    const email = ['given-up@x.org']
    const mine = { ...answer, nameId: 'gives-up' }
    await arrive({ ...mine, attributes: { ...ids, email } })
    expect(await userOf(await arrive(mine))).toMatchObject({ email: null })
    expect(await userOf(await arrive({ attributes: { email } }))).toMatchObject({ email: email[0] })
  })

  it('keeps no session of a password, which belonged to the address', async () => {
    const email = 'with-password@x.org'
    const mine = { ...answer, nameId: 'with-password' }
    const { id } = await userOf(await arrive({ ...mine, attributes: { ...ids, email: [email] } }))
    const browser = openBrowser(stage.app)
    await choosePassword(browser, await linkFor(stage, String(id)))
    expect((await browser.get('/session')).status).toBe(200)
    await arrive(mine)
    expect((await browser.get('/session')).status).toBe(401)
  })

  it('is kept out where only some domains may come in', async () => {
    const inside = { ...answer, attributes: { ...ids, email: ['in@x.org'] } }
    await change({ email_domains: ['x.org'] }, inside)
    expect(await arrive(answer)).toEqual({ refused: 'login_profile_incomplete' })
    await change({ email_domains: [] }, inside)
  })
})

describe('an address with the Kelvin sign', () => {
  const mar = 'mar\u212A@demo.example'

  it('is nobody’s invitation to mark@, and is refused (R47, R52)', async () => {
    await change({ mapping: {} })
    await stage.api('POST', `/tenants/${stage.tenantId}/users`, {
      email: 'mark@demo.example',
      connector_ids: [stage.connectorId],
      given_roles: ['admin'],
    })
    const attacker = { nameId: 'attacker-k', attributes: { email: [mar] } }
    expect(await arrive(attacker)).toEqual({ refused: 'login_email_ambiguous' })
    await change({ mapping: { email: { required: false } } })
    const stranger = await userOf(await arrive(attacker))
    expect(stranger).toMatchObject({ email: null, roles: [], given_roles: [] })
    const mark = await userOf(await arrive({ attributes: { email: ['mark@demo.example'] } }))
    expect(mark).toMatchObject({ email: 'mark@demo.example', roles: ['admin'] })
    expect(mark.id).not.toBe(stranger.id)
  })

  it('is none that somebody is invited with', async () => {
    const invitation = { email: mar, connector_ids: [stage.connectorId] }
    await expect(stage.api('POST', `/tenants/${stage.tenantId}/users`, invitation)).rejects.toThrow(
      'plain letter',
    )
  })

  it('makes no second user of an address whose domain the DNS reads alike (R47)', async () => {
    await change({ mapping: {} })
    const at = (domain: string, nameId: string) =>
      arrive({ nameId, attributes: { email: [`lee@${domain}`] } })
    expect(await userOf(await at('kiosk.example', 'lee-1'))).toMatchObject({
      email: 'lee@kiosk.example',
    })
    expect(await at('\u212Aiosk.example', 'lee-2')).toEqual({ refused: 'login_email_ambiguous' })
  })
})

describe('a NameID in another case', () => {
  it('is a re-link that an administrator confirms, named on the page and in the event (R47)', async () => {
    const known = { nameId: 'Case@x.org', attributes: { email: ['case@x.org'] } }
    const { id } = await userOf(await arrive(known))
    const other = { ...known, nameId: 'case@x.org' }
    const browser = openBrowser(stage.elsewhere())
    const page = await answerAt(stage, browser, await begin(stage, browser), {
      ...other,
      nameIdFormat: PERSISTENT,
    })
    expect(await page.text()).toContain('but for upper and lower case')
    expect(await lastEvent('type=login.refused')).toMatchObject({
      code: 'login_identity_case_differs',
    })
    const candidates = `${path}/relink-candidates`
    const { data } = await stage.api('GET', candidates)
    const mine = (data as { user_id: string }[]).filter(({ user_id }) => user_id === id)
    expect(mine).toMatchObject([{ attempt: { differs_in_case: 'identity' } }])
    await stage.api('POST', `${candidates}/${id}:confirm`, {})
    expect((await userOf(await arrive(other))).id).toBe(id)
  })
})
