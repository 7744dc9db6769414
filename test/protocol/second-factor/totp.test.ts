import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { describeTotp, verifyTotp } from '../../../src/protocol/second-factor/totp.ts'

/** RFC 6238 appendix B, its codes cut to six digits. */
const SECRET = encodeUtf8('12345678901234567890')
const VECTORS: readonly (readonly [number, string])[] = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
]
const AT = 1_111_111_109_000

const check = (code: string, now: number, lastStep?: number) =>
  verifyTotp({ secret: SECRET, code, now, lastStep })

describe('one-time codes (RFC 6238)', () => {
  it.each(VECTORS)('at %d is %s, as appendix B says', (seconds, code) => {
    expect(check(code, seconds * 1000)).toEqual({ ok: true, value: Math.floor(seconds / 30) })
  })

  it('may be typed in groups', () => {
    expect(check('081 804', AT)).toMatchObject({ ok: true })
  })

  it.each(['', '08180', '0818045', '08180a', '٠٨١٨٠٤', '1e5', '081805'])('refuses %j', (code) => {
    expect(check(code, AT)).toEqual({ ok: false, refusal: { code: 'second_factor_wrong' } })
  })

  it('accepts one step before and after, and no more', () => {
    const steps = [-2, -1, 0, 1, 2].map((step) => check('081804', AT + step * 30_000).ok)
    expect(steps).toEqual([false, true, true, true, false])
  })

  it('tells of a clock that is two minutes off, and of the step that is spent by that', () => {
    const step = Math.floor(AT / 30_000)
    expect(check('081804', AT + 120_000)).toEqual({
      ok: false,
      refusal: { code: 'second_factor_clock_off', got: -120, step },
    })
    expect(check('081804', AT - 120_000, step)).toEqual({
      ok: false,
      refusal: { code: 'second_factor_code_used' },
    })
    expect(check('081804', AT - 120_000)).toMatchObject({ refusal: { got: 120 } })
    expect(check('081804', AT + 900_000)).toEqual({
      ok: false,
      refusal: { code: 'second_factor_wrong' },
    })
  })

  it('accepts no code twice, and none from before the last', () => {
    const step = Math.floor(AT / 30_000)
    const used = { ok: false, refusal: { code: 'second_factor_code_used' } }
    expect(check('081804', AT, step)).toEqual(used)
    expect(check('081804', AT + 30_000, step + 1)).toEqual(used)
    expect(check('081804', AT, step - 1)).toEqual({ ok: true, value: step })
  })

  it('is described to an app without room for another account', () => {
    const names = { issuer: 'Example: Ltd', account: 'a:b@example.com&secret=x' }
    const { uri, typed } = describeTotp(SECRET, names)
    const url = new URL(uri)
    expect(url.protocol).toBe('otpauth:')
    expect(url.searchParams.getAll('secret')).toEqual(['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'])
    expect(url.searchParams.get('issuer')).toBe('Example  Ltd')
    expect(typed).toBe('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ')
  })
})
