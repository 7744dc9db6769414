import { describe, expect, it } from 'vitest'
import { explainResponse } from '../../../../src/protocol/saml/response/explain-response.ts'
import { readReceived } from '../../../../src/protocol/saml/response/read-received.ts'
import {
  CIRCUMSTANCES,
  type ResponseOptions,
  signedResponse,
} from '../../../support/signed-response.ts'
import { TEST_KEYS } from '../../../support/test-keys.ts'
import { ALICE, judge } from './judge.ts'

const explain = async (options: ResponseOptions, circumstances: object = {}) => {
  const received = readReceived((await signedResponse(options)).bytes)
  if (!received.ok) throw new Error(received.refusal.code)
  return explainResponse(received.value, { ...CIRCUMSTANCES, ...circumstances })
}

describe('explainResponse', () => {
  it('shows every rule of a valid response as passed, with what was compared', async () => {
    const { outcome, verdicts } = await explain({})
    expect(outcome).toEqual({ ok: true, value: ALICE })
    expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['passed']))
    expect(verdicts).toContainEqual({
      rule: 'R43',
      title: 'The Recipient is our Sign-On URL',
      verdict: 'passed',
      expected: CIRCUMSTANCES.acsUrl,
      got: [CIRCUMSTANCES.acsUrl],
    })
    const counted = verdicts.filter(({ expected }) => typeof expected === 'number')
    expect(counted.map(({ got }) => got)).toEqual(counted.map(({ expected }) => expected))
  })

  it('goes on after a failed rule, and the first failure is the outcome', async () => {
    const options = { spEntityID: 'urn:sp', acsUrl: 'urn:acs', inResponseTo: '_other' }
    const { outcome, verdicts, content } = await explain(options)
    const failed = verdicts.filter(({ verdict }) => verdict === 'failed').map(({ code }) => code)
    expect(failed).toEqual([
      'saml_destination_mismatch',
      'saml_in_response_to_mismatch',
      'saml_recipient_mismatch',
      'saml_in_response_to_mismatch',
      'saml_confirmation_divided',
      'saml_audience_mismatch',
    ])
    expect(outcome).toEqual({ ok: false, refusal: await judge(options) })
    expect(content?.nameIds).toEqual([ALICE.nameId])
  })

  it('does not judge what an unverified message says', async () => {
    for (const options of [{ sign: 'none' }, { key: TEST_KEYS.other }] as const) {
      const { verdicts, content } = await explain({ ...options, acsUrl: 'urn:acs' })
      const last = verdicts.findIndex(({ verdict }) => verdict === 'failed')
      expect(verdicts.slice(0, last).every(({ verdict }) => verdict === 'passed')).toBe(true)
      expect(verdicts.at(-1)).toEqual({
        rule: 'R55',
        title: 'The kind of authentication is the one asked for',
        verdict: 'not_reached',
      })
      expect(content).toBeUndefined()
    }
  })

  it('shows the same rules in the same order, whatever the outcome', async () => {
    const titles = async (options: ResponseOptions) =>
      (await explain(options)).verdicts.map(({ rule, title }) => rule + title)
    const all = await titles({})
    expect(new Set(all).size).toBe(all.length)
    expect(all.filter((title) => !/^R\d+/.test(title))).toEqual([])
    expect(await titles({ sign: 'none' })).toEqual(all)
    expect(await titles({ key: TEST_KEYS.other })).toEqual(all)
    expect(await titles({ acsUrl: 'urn:acs' })).toEqual(all)
  })

  it('cuts what the message says to what a page can show', async () => {
    const { outcome } = await explain({ acsUrl: `urn:${'x'.repeat(10_000)}` })
    expect(outcome).toEqual({
      ok: false,
      refusal: {
        code: 'saml_destination_mismatch',
        expected: CIRCUMSTANCES.acsUrl,
        got: `urn:${'x'.repeat(252)}`,
      },
    })
  })

  it('reaches no signature of a message that is refused before', async () => {
    const twice = (xml: string) => xml.replace(/<saml:Assertion.*<\/saml:Assertion>/, '$&$&')
    const { outcome, verdicts, content } = await explain({ editResponse: twice })
    expect(outcome).toMatchObject({ ok: false })
    const last = verdicts.findLastIndex(({ verdict }) => verdict !== 'not_reached')
    expect(verdicts[last + 1]).toEqual({
      rule: 'R32',
      title: 'Every signature verifies with a registered certificate',
      verdict: 'not_reached',
    })
    expect(content).toBeUndefined()
  })
})
