import { describe, expect, it } from 'vitest'
import {
  evictOldest,
  loginCookieName,
  openPendingLogin,
  type PendingLogin,
  sealPendingLogin,
} from '../../../src/login/begin/pending-login.ts'
import { testKeyRing } from '../../support/key-ring.ts'

const keyring = testKeyRing()
const ssoId = 'sso_one'
const requestId = '_abcdefghijkl'
const pending: PendingLogin = {
  purpose: 'login',
  browserNonce: 'nonce',
  forceAuthn: false,
  version: 'a'.repeat(64),
  returnTo: 'https://app.example/x',
}
const seal = (p = pending) => sealPendingLogin(keyring, { ssoId, requestId, pending: p, now: 0 })

describe('the cookie of a login in flight', () => {
  it('is named by the first 8 characters of the request id', () => {
    expect(loginCookieName(requestId)).toBe('__Host-login-abcdefgh')
  })

  it('gives back what was sealed, to the same SSO key and request', async () => {
    const { name, value } = await seal()
    const cookies = new Map([[name, value]])
    expect(await openPendingLogin(keyring, { ssoId, requestId, cookies })).toEqual(pending)
  })

  it('opens for no other SSO key', async () => {
    const { name, value } = await seal()
    const cookies = new Map([[name, value]])
    expect(
      await openPendingLogin(keyring, { ssoId: 'sso_two', requestId, cookies }),
    ).toBeUndefined()
  })

  it('opens for no other request of the same name', async () => {
    const { name, value } = await seal()
    const cookies = new Map([[name, value]])
    const other = { ssoId, requestId: '_abcdefghZZZZ', cookies } as const
    expect(await openPendingLogin(keyring, other)).toBeUndefined()
  })

  it('holds the longest return_to within 3 KB', async () => {
    const { value } = await seal({ ...pending, returnTo: `https://a.example/${'x'.repeat(1006)}` })
    expect(value.length).toBeLessThanOrEqual(3072)
  })

  it('keeps four logins in flight: the oldest goes', () => {
    const cookies = new Map([
      ['__Host-login-b', `${(200).toString(36)}.x`],
      ['other', 'x'],
      ['__Host-login-a', `${(100).toString(36)}.x`],
      ['__Host-login-c', `${(300).toString(36)}.x`],
      ['__Host-login-d', `${(400).toString(36)}.x`],
    ])
    expect(evictOldest(cookies)).toEqual([{ name: '__Host-login-a', value: '', maxAge: 0 }])
    cookies.delete('__Host-login-d')
    expect(evictOldest(cookies)).toEqual([])
  })
})
