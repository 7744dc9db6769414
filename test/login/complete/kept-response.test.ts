import { describe, expect, it } from 'vitest'
import { sealResponse } from '../../../src/login/complete/kept-response.ts'
import { testKeyRing } from '../../support/key-ring.ts'

describe('a response', () => {
  it('of 64 KiB is kept, sealed for its event; a larger one is not', async () => {
    const keyring = testKeyRing()
    const largest = new Uint8Array(64 * 1024).fill(0x41)
    const { sealedResponse = '' } = await sealResponse(keyring, 'evt_one', largest)
    const base64 = await keyring.open('raw-response', 'evt_one', sealedResponse)
    expect(atob(base64 ?? '')).toBe('A'.repeat(64 * 1024))
    expect(await sealResponse(keyring, 'evt_one', new Uint8Array(64 * 1024 + 1))).toEqual({})
  })
})
