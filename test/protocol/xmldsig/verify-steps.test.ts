import { afterEach, expect, it, vi } from 'vitest'
import { parseXml } from '../../../src/protocol/xml/parse.ts'
import { childrenNamed } from '../../../src/protocol/xml/tree.ts'
import { verifyEnveloped } from '../../../src/protocol/xmldsig/verify-enveloped.ts'
import { signedResponse } from '../../support/signed-response.ts'
import { TEST_KEYS } from '../../support/test-keys.ts'

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion'
const MISMATCH = { code: 'dsig_signature_mismatch', got: 'Signature in Assertion' }

afterEach(() => vi.restoreAllMocks())

/** Verifies an assertion that a stranger signed, with a digest that fits. */
async function verifyForged(...steps: ['until refused' | 'every step'] | []) {
  const { bytes } = await signedResponse({ key: TEST_KEYS.other })
  const parsed = parseXml(bytes)
  const [assertion] = parsed.ok ? childrenNamed(parsed.value, SAML, 'Assertion') : []
  if (assertion === undefined) throw new Error('The response has no assertion')
  const digest = vi.spyOn(crypto.subtle, 'digest')
  const { certificate } = TEST_KEYS.idp
  const trust = { certificates: [certificate], allowWeakAlgorithms: false }
  const verdict = await verifyEnveloped(assertion, trust, ...steps)
  return { verdict, digests: digest.mock.calls.length }
}

it('a signature that does not verify is refused before the element is digested', async () => {
  expect(await verifyForged()).toMatchObject({
    verdict: { ok: false, refusal: MISMATCH },
    digests: 0,
  })
})

it('it is refused too where every step is taken, although the digest fits (R34)', async () => {
  expect(await verifyForged('every step')).toMatchObject({
    verdict: { ok: false, refusal: MISMATCH },
    digests: 1,
  })
})
