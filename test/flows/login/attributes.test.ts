import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { beginTest, openBrowser, openResult } from '../../support/browser.ts'
import { choosePassword, linkFor } from '../../support/password-stage.ts'
import type { ResponseOptions } from '../../support/signed-response.ts'
import { answerAt, begin, testAndActivate } from '../../support/stage.ts'
import { attributeScene, PERSISTENT } from './attribute-scene.ts'

const scene = attributeScene()
const { change, arrive, userOf, lastEvent } = scene

const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
const UNSPECIFIED = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified'
const NAME_ID = /<saml:NameID.*?<\/saml:NameID>/

const arriveWith = (attributes: Readonly<Record<string, readonly string[]>>) =>
  arrive({ attributes })

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
    const own = [`o${scene.people}@x.org`]
    const user = await userOf(await arriveWith({ ...sent, email: own }))
    expect(user).toMatchObject({ first_name: null, concurrency: null, groups: [] })
    expect(await lastEvent(`user_id=${user.id}`)).toMatchObject({
      type: 'login.admitted',
      data: { left_out: [{ field, code }] },
    })
  })

  it('is shown by the test and by its trial, with the reason', async () => {
    const test = await scene.stage.api('POST', `${scene.path}:test`, {})
    const browser = openBrowser(scene.stage.app)
    const attributes = { email, concurrency: ['abc'], groups }
    const left = await beginTest(browser, String(test.test_url))
    const answer = await answerAt(scene.stage, browser, left, { attributes })
    const page = await (await openResult(browser, answer)).text()
    expect(page).toContain('The test passed')
    expect(page).toContain('2 optional fields that could not be used')
    expect(page).toContain('The value of an attribute does not have the form it must have.')
    expect(page).not.toContain('login_profile_incomplete')
    expect(await lastEvent('type=test.passed')).toMatchObject({
      data: { left_out: [{ field: 'concurrency' }, { field: 'groups' }] },
    })
    expect(await scene.stage.api('POST', `${scene.path}:try`, {})).toMatchObject({
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
    const browser = openBrowser(scene.stage.app)
    const attributes = { email: ['s@x.org'], subject: ['s-1'] }
    await answerAt(scene.stage, browser, await begin(scene.stage, browser), { attributes, ...none })
    const ended = await browser.post('/logout', {}, { origin: 'http://localhost:8787' })
    expect(ended.status).toBeLessThan(400)
    expect((await browser.get('/session', { accept: 'application/json' })).status).toBe(401)
  })

  it('is the NameID inside an attribute value (eduPersonTargetedID)', async () => {
    const { spEntityID } = scene.stage.ssoKey
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
    (await scene.stage.api('GET', scene.path)).latest as { settings: Record<string, unknown> }
  const transient = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'

  it('chooses an attribute as the identity source, and says which', async () => {
    await scene.stage.api('PATCH', scene.path, { identity_source: { kind: 'name_id' } })
    await scene.stage.api('PATCH', scene.path, { name_id_format: transient })
    expect((await settings()).settings).toMatchObject({
      name_id_format: 'transient',
      identity_source: { kind: 'attribute', name: 'userId' },
    })
  })

  it('recognises people by that attribute, whatever NameID comes', async () => {
    const attributes = { email: ['tr@x.org'], userId: ['tr-1'] }
    await testAndActivate(scene.stage, { attributes, nameIdFormat: TRANSIENT })
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
    await scene.stage.api('PATCH', scene.path, {
      ...back,
      mapping: { user_id: ['NameID', 'staffNumber'] },
    })
    await scene.stage.api('PATCH', scene.path, { name_id_format: 'transient' })
    expect((await settings()).settings.identity_source).toEqual({
      kind: 'attribute',
      name: 'staffNumber',
    })
    const chosen = { kind: 'attribute', name: 'subject' }
    await scene.stage.api('PATCH', scene.path, { ...back, mapping: {} })
    await scene.stage.api('PATCH', scene.path, {
      name_id_format: 'transient',
      identity_source: chosen,
    })
    expect((await settings()).settings.identity_source).toEqual(chosen)
  })

  it.each([
    ['urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified', 'unspecified'],
    ['urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress', 'email'],
    [PERSISTENT, 'persistent'],
    [TRANSIENT, 'transient'],
  ])('is one of four formats: %s is %s', async (urn, short) => {
    await scene.stage.api('PATCH', scene.path, { name_id_format: urn })
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
  const users = () => `/tenants/${scene.stage.tenantId}/users`

  beforeAll(async () => {
    await scene.stage.api('PATCH', scene.path, {
      name_id_format: 'persistent',
      identity_source: { kind: 'name_id' },
      mapping: {},
    })
    await testAndActivate(scene.stage)
    expect(await arrive(answer)).toEqual({ refused: 'login_profile_incomplete' })
    await change({ mapping: { email: { required: false } } }, answer)
  })

  it('is let in where the mapping does not require one, and is known by userId', async () => {
    const first = await arrive(answer)
    const user = await userOf(first)
    expect(user).toMatchObject({ email: null, user_id: 'op-7', name_alias: 'Op', status: 'active' })
    expect((await userOf(await arrive(answer))).id).toBe(user.id)
    await runDurableObjectAlarm(env.TENANT_GATE.getByName(scene.stage.tenantId))
    const { data } = await scene.stage.api('GET', `${users()}?user_id=op-7`)
    expect(data).toMatchObject([{ id: user.id, email: null }])
    const browser = openBrowser(scene.stage.elsewhere())
    await answerAt(scene.stage, browser, await begin(scene.stage, browser), answer)
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
      scene.stage.api('POST', `${users()}/${id}:invite_password`, { deliver: 'answer' }),
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
    const browser = openBrowser(scene.stage.app)
    await choosePassword(browser, await linkFor(scene.stage, String(id)))
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
