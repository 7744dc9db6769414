import { describe, expect, it } from 'vitest'
import {
  digestRecoveryCode,
  writeRecoveryCode,
} from '../../../src/protocol/second-factor/recovery-code.ts'

const BYTES = Uint8Array.of(0, 1, 2, 3, 4, 0xff, 0xfe, 0xfd, 0xfc, 0xfb)

describe('recovery codes', () => {
  it('spell 80 bits', () => {
    expect(writeRecoveryCode(BYTES)).toBe('000G-40R4-ZZZF-VZ7V')
    expect(writeRecoveryCode(new Uint8Array(10).fill(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ')
  })

  it('are found however they are typed', async () => {
    const digest = await digestRecoveryCode('usr_a', '000G-40R4-ZZZF-VZ7V')
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    for (const typed of ['000g40r4zzzfvz7v', ' ooog 4or4 zzzf vz7v ', '0o0G-4OR4-zzzF-VZ7V'])
      expect(await digestRecoveryCode('usr_a', typed)).toBe(digest)
    // White space around it up to 64 characters, and no more.
    expect(await digestRecoveryCode('usr_a', '000G40R4ZZZFVZ7V'.padEnd(64))).toBe(digest)
    expect(await digestRecoveryCode('usr_a', '000G40R4ZZZFVZ7V'.padEnd(65))).toBeUndefined()
  })

  it('open nothing for somebody else', async () => {
    const code = '000G-40R4-ZZZF-VZ7V'
    expect(await digestRecoveryCode('usr_b', code)).not.toBe(
      await digestRecoveryCode('usr_a', code),
    )
  })

  it.each([
    '',
    '000G-40R4-ZZZF-VZ7',
    '000G-40R4-ZZZF-VZ7VV',
    'U00G-40R4-ZZZF-VZ7V',
    'é'.repeat(99),
  ])('are not %j', async (typed) => {
    expect(await digestRecoveryCode('usr_a', typed)).toBeUndefined()
  })
})
