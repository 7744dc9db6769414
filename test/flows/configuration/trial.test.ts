import { runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { beginTest, openBrowser } from '../../support/browser.ts'
import { signedResponse } from '../../support/signed-response.ts'
import { answerAt, IDP, type Stage, setStage } from '../../support/stage.ts'
import { TEST_KEYS } from '../../support/test-keys.ts'

let stage: Stage
let path: string
beforeAll(async () => {
  stage = await setStage()
  path = `/tenants/${stage.tenantId}/connectors/${stage.connectorId}`
  const rules = [{ match: 'exact', value: 'ed', role: 'editor' }]
  await stage.api('PATCH', path, {
    mapping: { email: { transforms: [{ kind: 'lowercase' }] }, last_name: { required: true } },
    roles: { attribute: 'team', rules, unmatched: 'deny' },
    tenants: {
      attribute: 'site',
      rules: [{ match: 'exact', value: 'hq', tenant_id: stage.tenantId }],
    },
  })
})

const pasted = async (change: object = {}) => {
  const { spEntityID, acsUrl } = stage.ssoKey
  const attributes = { email: ['Ada@X.org'], sn: ['Lovelace'], team: ['ed'], site: ['hq'] }
  // Long past, and no answer to any request of ours.
  const at = { issuedAt: Date.parse('2026-01-15T12:00:00Z'), inResponseTo: '_of_nobody' }
  const message = { spEntityID, acsUrl, idpEntityID: IDP, attributes, ...at, ...change }
  return { saml_response: (await signedResponse(message)).base64 }
}
const trial = async (body: object) => stage.api('POST', `${path}:try`, body)

describe('trying the rules of a version', () => {
  it('shows field by field what a pasted response comes to, however old it is', async () => {
    expect(await trial(await pasted())).toMatchObject({
      event_id: null,
      refusal: null,
      fields: expect.arrayContaining([
        { field: 'email', source: 'email', values: ['ada@x.org'], code: null },
        { field: 'lastName', source: 'sn', values: ['Lovelace'], code: null },
        { field: 'roles', source: 'team', values: ['ed'], code: null },
      ]),
      roles: ['editor'],
      tenants: [stage.tenantId],
    })
  })

  it('says why a login would be refused, and maps the rest', async () => {
    const answer = await trial(await pasted({ attributes: { email: ['a@x.org'], team: ['ed'] } }))
    expect(answer).toMatchObject({
      refusal: { code: 'login_profile_incomplete', expected: 'lastName', got: ['email', 'team'] },
      fields: expect.arrayContaining([
        { field: 'email', source: 'email', values: ['a@x.org'], code: null },
        { field: 'lastName', source: null, values: [], code: 'login_profile_incomplete' },
      ]),
      roles: null,
    })
  })

  it.each([
    ['no signature', { sign: 'none' }, 'saml_signature_missing'],
    ['the signature of another key', { key: TEST_KEYS.other }, 'dsig_signature_mismatch'],
    ['another audience', { spEntityID: 'https://sp.example/other' }, 'saml_audience_mismatch'],
  ])('maps nothing of a response with %s', async (_, change, code) => {
    const answer = await trial(await pasted(change))
    expect(answer).toMatchObject({ refusal: { code }, fields: [], identity: null, roles: null })
  })

  const told = () => runDurableObjectAlarm(env.TENANT_GATE.getByName(stage.tenantId))

  it('takes the response of the last test, and the audit log tells who did', async () => {
    await told()
    const answer = await trial({ version: stage.version })
    expect(answer).toMatchObject({
      version: stage.version,
      event_id: expect.stringMatching(/^evt_/),
      refusal: null,
      fields: expect.arrayContaining([
        { field: 'email', source: 'email', values: ['alice@example.org'], code: null },
      ]),
      tenants: null,
    })
    const { data } = await stage.api('GET', `/tenants/${stage.tenantId}/audit`)
    expect(data).toContainEqual(
      expect.objectContaining({ target: { type: 'event', id: answer.event_id } }),
    )
  })

  it('takes that of a test which failed: that is when one has to know why', async () => {
    const { event_id: before } = await trial({})
    const test = await stage.api('POST', `${path}:test`, {})
    const browser = openBrowser(stage.app)
    await answerAt(stage, browser, await beginTest(browser, String(test.test_url)))
    await told()
    const after = await trial({})
    expect(after).toMatchObject({
      version: test.version,
      event_id: expect.stringMatching(/^evt_/),
      refusal: { code: 'login_profile_incomplete', expected: 'lastName' },
    })
    expect(after.event_id).not.toBe(before)
  })
})
