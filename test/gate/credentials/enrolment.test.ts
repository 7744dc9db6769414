import { describe, expect, it } from 'vitest'
import { prepareFactor, showPending } from '../../../src/gate/credentials/enrolment.ts'
import { testKeyRing } from '../../support/key-ring.ts'

const keyring = testKeyRing()
const enroller = {
  tenantId: 'ten_one',
  userId: 'usr_one',
  begunBy: 'ses_one',
  account: 'ada@example.org',
  issuer: 'One',
} as const

async function begin(kind: 'totp' | 'passkey') {
  const row = await prepareFactor(keyring, enroller, { kind, name: '' })
  return { row, shown: await showPending(keyring, row, { enroller, rows: [] }) }
}

describe('a factor before anybody has it', () => {
  it('is asked a challenge of 32 bytes if it is a passkey', async () => {
    const { shown } = await begin('passkey')
    // 43 characters of base64url are 32 bytes.
    expect(shown).toMatchObject({ kind: 'passkey', challenge: expect.stringMatching(/^.{43}$/) })
    expect((await begin('passkey')).shown).not.toEqual(shown)
  })

  it('has a secret of 20 bytes if it is an app', async () => {
    const { shown } = await begin('totp')
    // 32 characters of base32 are 20 bytes (RFC 4226 §4, R6).
    expect(JSON.stringify(shown)).toMatch(/[A-Z2-7]{32}(?![A-Z2-7])/)
  })
})
