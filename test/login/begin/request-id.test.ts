import { describe, expect, it } from 'vitest'
import {
  issueRequestId,
  type RequestBinding,
  verifyRequestId,
} from '../../../src/login/begin/request-id.ts'
import { strongRandom, testKeyRing } from '../../support/key-ring.ts'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const MINUTE = 60_000
const keyring = testKeyRing()
const binding: RequestBinding = {
  ssoId: 'sso_one',
  purpose: 'login',
  browserNonce: 'nonce',
  forceAuthn: false,
  authnContextClassRef: 'urn:a',
}
const issue = (b = binding, now = NOW) => issueRequestId(keyring, b, { now, random: strongRandom })

describe('the request id, which authenticates itself', () => {
  it('is an NCName of 52 characters, new each time', async () => {
    const [a, b] = [await issue(), await issue()]
    expect(a).toMatch(/^_[A-Za-z0-9_-]{51}$/)
    expect(a).not.toBe(b)
  })

  it('verifies for the binding it was made for, and says when', async () => {
    const id = await issue(binding, NOW + 999)
    expect(await verifyRequestId(keyring, id, binding, NOW + 1000)).toEqual({
      ok: true,
      value: { issuedAt: NOW },
    })
  })

  const others: Record<string, RequestBinding> = {
    'another SSO key': { ...binding, ssoId: 'sso_two' },
    'another browser': { ...binding, browserNonce: 'other' },
    'another purpose': { ...binding, purpose: 'test' },
    'a downgraded force_authn': { ...binding, forceAuthn: true },
    'another authentication context': { ...binding, authnContextClassRef: 'urn:b' },
  }
  it.each(Object.entries(others))('refuses %s', async (_, other) => {
    expect(await verifyRequestId(keyring, await issue(), other, NOW)).toEqual({
      ok: false,
      refusal: { code: 'login_request_unknown' },
    })
  })

  it('refuses every id with one changed character', async () => {
    const id = await issue()
    for (let at = 0; at < id.length; at++) {
      const changed = id.slice(0, at) + (id[at] === 'A' ? 'B' : 'A') + id.slice(at + 1)
      expect((await verifyRequestId(keyring, changed, binding, NOW)).ok).toBe(false)
    }
  })

  it('refuses an id under another master key', async () => {
    const other = testKeyRing('another-master-key-that-nobody-else-has-0001')
    expect((await verifyRequestId(other, await issue(), binding, NOW)).ok).toBe(false)
  })

  it('lives 30 minutes and not a moment longer', async () => {
    const id = await issue()
    expect((await verifyRequestId(keyring, id, binding, NOW + 30 * MINUTE)).ok).toBe(true)
    expect(await verifyRequestId(keyring, id, binding, NOW + 30 * MINUTE + 1)).toEqual({
      ok: false,
      refusal: { code: 'login_request_expired' },
    })
  })
})
