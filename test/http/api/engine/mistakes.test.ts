// Mistakes that administrators make, and what they are told: what is wrong, where, and how to mend
// it.

import * as v from 'valibot'
import { beforeAll, describe, expect, it } from 'vitest'
import { findJsonMistake } from '../../../../src/http/api/engine/find-json-mistake.ts'
import { nearestNames } from '../../../../src/http/api/engine/nearest-names.ts'
import { readMembers } from '../../../../src/http/api/engine/read-members.ts'
import { OPERATOR_KEY, openApi } from '../../../support/api.ts'
import { type Caller, makeConnector, mintKey, openCaller } from '../../../support/api-tenant.ts'

const client = openApi()
let caller: Caller
let key: string
let made: Awaited<ReturnType<typeof makeConnector>>
beforeAll(async () => {
  caller = await openCaller()
  key = await mintKey(client)
  made = await makeConnector(caller)
})

interface Told {
  readonly detail: string
  readonly title: string
  readonly mend: string
  readonly errors?: readonly { readonly detail: string }[]
}
const told = (reply: { readonly json: unknown }): Told => reply.json as Told

describe('a text that is not JSON', () => {
  it.each([
    ['{"name":"a",}', '1:12', 'a comma stands before `}`'],
    ['[1,\n 2,\n]', '2:3', 'a comma stands before `]`'],
    ["{'name':'a'}", '1:2', 'single quotes'],
    ['{name:"a"}', '1:2', 'a name in double quotes is missing'],
    ['{"a":1 "b":2}', '1:8', 'a comma or `}` is missing'],
    ['{"a" 1}', '1:6', 'a colon is missing'],
    ['{"a":1', '1:7', 'the text ends before the value does'],
    ['{"a":"b', '1:6', 'a string begins here that never ends'],
    ['{"a":\n  "b\nc"}', '2:5', 'a line break'],
    ['{"a":"\\x"}', '1:7', 'a backslash begins no escape'],
    ['{"a":1} // done', '1:9', 'text stands behind the end'],
    ['{ // name\n}', '1:3', 'a comment'],
    ['{"a": # x\n1}', '1:7', 'a comment'],
    ['{“name”:"a"}', '1:2', 'a typographic quote'],
    ['{"a":True}', '1:6', 'no value of JSON begins here'],
    ['{"a":undefined}', '1:6', 'no value of JSON begins here'],
    ['{"a":01}', '1:6', 'no number of JSON'],
    ['{"a":.5}', '1:6', 'no number of JSON'],
    ['{"a":[1}', '1:8', '`}` closes nothing here'],
    ['\ufeff{}', '1:1', 'a byte order mark'],
    ['', '1:1', 'the text ends'],
  ])('%j is wrong at %s: %s', (text, place, message) => {
    expect(() => JSON.parse(text)).toThrow()
    const mistake = findJsonMistake(text)
    expect(`${mistake?.line}:${mistake?.column}`).toBe(place)
    expect(mistake?.message).toContain(message)
  })

  it.each(['{}', '[]', ' {"a":[1,-2.5e+3,{"b":null}],"c":"\\u00e9\\n"} ', '"x"', '-0', 'true'])(
    '%s is no mistake',
    (text) => {
      expect(() => JSON.parse(text)).not.toThrow()
      expect(findJsonMistake(text)).toBeUndefined()
    },
  )

  it('costs no stack, however deep it is', () => {
    expect(findJsonMistake('['.repeat(200_000))?.column).toBe(200_001)
  })

  it('is refused with line and column, and never repeated', async () => {
    const body = '{\n  "name": "esk_in_the_wrong_place",\n}'
    const reply = await client.call('POST', '/tenants', { key, body })
    expect(reply.json).toMatchObject({ status: 400, code: 'api_json_malformed' })
    expect(told(reply).detail).toContain('line 2, column 35: a comma stands before `}`')
    expect(reply.text).not.toContain('wrong_place')
  })

  it('in another encoding is told where that begins', async () => {
    const bytes = new TextEncoder().encode('{\n"name":"Caf?"}')
    const reply = await client.call('POST', '/tenants', {
      key,
      body: bytes.map((byte) => (byte === 0x3f ? 0xe9 : byte)),
    })
    expect(told(reply).detail).toContain('is not UTF-8 at line 2, column 12')
  })
})

describe('a wrong member', () => {
  it('is the detail of its problem, and the title stays what the code means', async () => {
    const reply = await caller.call('POST', '/tenants', { name: 5 })
    expect(told(reply)).toMatchObject({
      title: 'The body or the query has members that are missing, unknown or wrong.',
      detail: '/name must be a string, not a number.',
    })
    const two = await caller.call('POST', '/tenants', { name: 5, nane: 'x' })
    expect(told(two).detail).toBe('/name must be a string, not a number. See `errors` for 1 more.')
    const query = await caller.call('GET', '/tenants?limit=0')
    expect(told(query).detail).toBe('The parameter limit must be a number from 1 to 100.')
    const list = await client.call('POST', '/tenants', { key, body: '[]' })
    expect(told(list).detail).toBe('The body must be an object, not a list.')
  })

  const detailOf = async (member: object) =>
    told(await caller.call('PATCH', made.path, member)).detail

  it('that is not known proposes the nearest one', async () => {
    for (const [member, proposed] of [
      [
        { mapping: { firstName: ['x'] } },
        '/mapping/firstName is not known; did you mean `first_name`?',
      ],
      [{ mapping: { 'last-name': ['x'] } }, 'did you mean `last_name`?'],
      [{ mapping: { emial: ['x'] } }, 'did you mean `email`?'],
      [{ forceAuthn: true }, '/forceAuthn is not known; did you mean `force_authn`?'],
      [{ domains: [] }, '/domains is not known; known here: '],
      [{ roles: { defaultRole: 'x' } }, 'did you mean `default_role`?'],
      [{ tenants: { attribute: 'x', rules: [{ matches: 'exact' }] } }, 'did you mean `match`?'],
      [{ clock_skew: 5 }, 'did you mean `clock_skew_seconds`?'],
    ] as const)
      expect(await detailOf(member)).toContain(proposed)
    const query = await caller.call('GET', '/tenants?externalId=x')
    expect(told(query).detail).toContain('did you mean `external_id`?')
  })

  it('that only answers have says so', async () => {
    expect(await detailOf({ sso_id: made.ssoKey.id })).toBe('/sso_id cannot be changed.')
    const created = await caller.call('POST', '/tenants', { name: 'x', created_at: 'now' })
    expect(told(created).detail).toBe('/created_at is set by the service.')
  })

  it('of several shapes says which there are', async () => {
    expect(await detailOf({ mapping: { first_name: 'givenName' } })).toBe(
      '/mapping/first_name must be a list of attribute names, as in ["givenName"], or an object with `from`, `transforms`, `required`, `default`, not a string.',
    )
    expect(await detailOf({ email_domains: 'a.example, b.example' })).toBe(
      '/email_domains must be a list of strings, not a string.',
    )
    expect(await detailOf({ mapping: { first_name: { transforms: [{}] } } })).toMatch(
      /\/transforms\/0\/kind is required: "lowercase" or "trim" or /,
    )
    expect(await detailOf({ force_authn: 'yes' })).toContain(
      'must be `true` or `false`, not a string',
    )
    expect(await detailOf({ name: null })).toContain('must be a string, not null')
  })

  it('that is a choice lists it, with what was probably meant', async () => {
    expect(await detailOf({ provisioning: 'Create' })).toContain('did you mean "create"?')
    const keys = `${made.base}/sso-keys`
    const staging = await caller.call('POST', keys, { name: 'x', environment: 'staging' })
    expect(told(staging).detail).toBe(
      '/environment must be "production", or "non_production" for staging, test and development.',
    )
  })

  it.each([
    ['idp_1', 'must have 24 characters after idp_, not 1.'],
    [`idp_${'0'.repeat(25)}`, 'must have 24 characters after idp_, not 25.'],
    [`idp_${'A'.repeat(24)}`, 'may hold lower-case letters and digits alone after idp_.'],
    [`sso_${'0'.repeat(24)}`, 'begins with idp_; this is the id of an SSO key.'],
    ['okta', 'must be the id of an external IdP, which begins with idp_.'],
  ])('that is the id %s is told its form', async (id, message) => {
    expect(await detailOf({ external_idp_id: id })).toContain(message)
  })

  it('of a path is told its form too, and is as unknown as any', async () => {
    const reply = await caller.call('GET', '/tenants/ten_123')
    expect(reply.json).toMatchObject({ status: 404, code: 'tenant_unknown' })
    expect(told(reply).detail).toBe(
      'There is no such tenant. The parameter tenant_id must have 24 characters after ten_, not 3.',
    )
  })

  it('that PUT misses says that PUT takes all of them', async () => {
    const policy = await caller.call('PUT', `${made.base}/sign-in-policy`, {
      second_factor: 'optional',
    })
    expect(told(policy).detail).toContain('PUT takes the whole resource')
    const patched = await caller.call('PATCH', `${made.base}/sign-in-policy`, {})
    expect(told(patched).detail).toContain('Expected: GET, PUT. Got: PATCH.')
  })

  it('is one of at most 50 that are named', () => {
    const body = { a: Array.from({ length: 20_000 }, () => ({ c: 1 })) }
    const item = v.strictObject({ b: v.exactOptional(v.string()) })
    const read = readMembers(v.strictObject({ a: v.array(item) }), body)
    expect(JSON.stringify(read).match(/is not known/g)).toHaveLength(50)
  })

  it('is never repeated, whatever is wrong with it', () => {
    const secret = 'esk_in_the_wrong_place'
    const schema = v.strictObject({
      a: v.picklist(['one', 'two']),
      b: v.union([v.array(v.string()), v.strictObject({ c: v.number() })]),
    })
    for (const body of [
      { a: secret, b: [] },
      { a: 'one', b: secret },
      { a: 'one', b: { c: secret } },
      { a: 'one', b: [{ [secret]: 1 }] },
    ])
      expect(JSON.stringify(readMembers(schema, body))).not.toContain(secret)
  })
})

describe('the nearest name', () => {
  it.each([
    ['givenName', ['given_name', 'family_name'], ['given_name']],
    ['metadata', ['name', 'metadata_url', 'metadata_xml'], ['metadata_url', 'metadata_xml']],
    ['refrence', ['reference', 'name'], ['reference']],
    ['xyz', ['reference', 'name'], []],
    ['a'.repeat(65), ['a'.repeat(64)], []],
    ['__proto__', ['name'], []],
  ])('to %s of %j is %j', (written, known, nearest) => {
    expect(nearestNames(written, known)).toEqual(nearest)
  })
})

describe('a credential', () => {
  it('that is missing says which one belongs there', async () => {
    const reply = await client.call('GET', '/tenants')
    expect(told(reply).detail).toContain(
      'Expected: an API key with the scope read, as Authorization: Bearer esk_…',
    )
    const operator = await client.call('GET', '/api-keys')
    expect(told(operator).detail).toContain('Expected: the operator key')
  })

  it('of the wrong kind says which kind it is', async () => {
    const reply = await client.call('GET', '/api-keys', { key })
    expect(reply.json).toMatchObject({ status: 401, code: 'api_credentials_invalid' })
    expect(told(reply).detail).toContain(
      'Expected: the operator key, as Authorization: Bearer. Got: an API key.',
    )
    const strange = await client.call('GET', '/tenants', { key: 'secret' })
    expect(told(strange).detail).toContain('Got: a token that is no API key.')
    const basic = await client.call('GET', '/tenants', {
      headers: { authorization: `Basic ${btoa(`x:${OPERATOR_KEY}`)}` },
    })
    expect(told(basic).detail).toContain('Got: another scheme than Bearer.')
  })
})

describe('a deletion without confirmation', () => {
  it('says what it takes', async () => {
    const reply = await caller.call('DELETE', `${made.base}/sso-keys/${made.ssoKey.id}`)
    expect(told(reply).detail).toBe(
      'The parameter confirm is required: the exact name of the SSO key.',
    )
  })
})

describe('what stands in the way', () => {
  it('of an activation names the operation that clears it', async () => {
    const { version } = (made.connector as unknown as { latest: { version: string } }).latest
    const reply = await caller.call('POST', `${made.path}:activate`, { version })
    expect(reply.json).toMatchObject({ code: 'version_not_tested' })
    expect(told(reply).detail).toContain('Test it first with `:test`.')
    expect(told(reply).mend).toContain(':test')
  })

  it('of enforcement is told in sentences, each with its code', async () => {
    const reply = await caller.call('PUT', `${made.base}/enforcement`, { mode: 'everyone' })
    expect(reply.json).toMatchObject({
      code: 'enforcement_connector_missing',
      errors: expect.arrayContaining([
        {
          pointer: '/mode',
          code: 'enforcement_connector_missing',
          detail: expect.stringMatching(/^People could not get in: /),
        },
      ]),
    })
  })

  it('of a role lists those that there are', async () => {
    const tenant = await caller.make('/tenants', { name: 'Roles', roles: ['agent', 'clerk'] })
    const invited = await caller.call('POST', `/tenants/${tenant.id}/users`, {
      email: 'a@example.com',
      connector_ids: [],
      given_roles: ['boss'],
    })
    expect(told(invited).detail).toContain('Expected: agent, clerk. Got: boss.')
  })
})
