import { describe, expect, it } from 'vitest'
import { choosePassword } from '../../../src/protocol/passwords/choose-password.ts'
import {
  derivePasswordKey,
  isOutdated,
  PRESENT_PARAMETERS,
} from '../../../src/protocol/passwords/derive-key.ts'
import { preparePassword } from '../../../src/protocol/passwords/password.ts'

const ABOUT = ['Anna Lindqvist', 'anna.lindqvist@northwind.example', 'Northwind Traders']

const refusalOf = (typed: string, about: readonly string[] = ABOUT) => {
  const chosen = choosePassword(typed, about)
  return chosen.ok ? undefined : chosen.refusal
}

const prepared = (typed: string) => {
  const password = preparePassword(typed)
  if (!password.ok) throw new Error(password.refusal.code)
  return password.value
}

describe('a new password', () => {
  it.each([
    'correct horse battery staple',
    'Grüße aus dem Harz im Mai',
    'vR7#kq2Lw9xZ',
    'пароль, который никто не угадает',
    '天地玄黃宇宙洪荒日月盈昃',
    'a quiet morning of rain',
  ])('may be %j', (typed) => {
    expect(refusalOf(typed)).toBeUndefined()
  })

  it.each([
    'password1234',
    'P@ssw0rd2024!',
    'qwertyuiop[]',
    'qwertyuiop123',
    'poiuytrewq#7',
    'lkjhgfdsa#71',
    'mnbvcxz#7777',
    'poiuztrewq#7',
    'poiuytreza#7',
    'mlkjhgfdsq#7',
    '123456789012',
    '1qaz2wsx3edc',
    '4r5t6y7u8i9o',
    'ytrewqabcK?%',
    'aaaaaaaaaaaaaaaa',
    'abcabcabcabcabc',
    'letmein letmein',
    'iloveyou2025!',
    'Anna.Lindqvist1',
    'northwind2026!',
    'Northwind-Traders',
    'anna.lindqvist@northwind.example',
    'unbelievable',
    'dragonmonkey1',
  ])('is too easily guessed as %j', (typed) => {
    expect(refusalOf(typed)).toEqual({ code: 'password_trivial' })
  })

  it('says nothing of somebody else', () => {
    expect(refusalOf('lindqvist-traders', [])).toBeUndefined()
  })

  it('has twelve characters, each counted once', () => {
    expect(refusalOf('vR7#kq2Lw9x')).toEqual({ code: 'password_too_short', expected: 12 })
    expect(refusalOf('🜁🜂🜃🜄🜅🜆')).toEqual({ code: 'password_too_short', expected: 12 })
  })

  it('is bounded before anything is done with it', () => {
    const words = 'seven purple lanterns drift above the harbour '
    expect(refusalOf(words.repeat(5).slice(0, 226))).toBeUndefined()
    expect(refusalOf(words.repeat(6))).toEqual({ code: 'password_too_long' })
    expect(refusalOf('🜁'.repeat(257))).toEqual({ code: 'password_too_long' })
    expect(refusalOf('x'.repeat(1_048_576))).toEqual({ code: 'password_too_long' })
  })

  it.each(['tab\tin the middle', 'zero\0in the middle', 'half a \ud83d character'])(
    'has no signs that keyboards do not have: %j',
    (typed) => {
      expect(refusalOf(typed)).toEqual({ code: 'password_malformed' })
    },
  )
})

describe('a password as it is compared (RFC 8265 §4.2)', () => {
  it('is one text from every keyboard', () => {
    expect(prepared('Grüße aus Köln')).toBe(prepared('Gru\u0308ße aus\u00a0Ko\u0308ln'))
  })

  it('keeps case, and does not fold what looks alike', () => {
    expect(prepared('Passwort')).not.toBe(prepared('passwort'))
    expect(prepared('paѕѕwort')).not.toBe(prepared('passwort'))
    expect(prepared('ﬁsh')).not.toBe(prepared('fish'))
  })
})

describe('the key of a password (RFC 7914)', () => {
  const SALT = new Uint8Array(16).fill(7)

  it('is what scrypt makes of it', async () => {
    // RFC 7914 §12, third vector, cut to the length that is kept.
    const salt = new TextEncoder().encode('SodiumChloride')
    const key = await derivePasswordKey(prepared('pleaseletmein'), salt, { logN: 14, r: 8, p: 1 })
    expect(Buffer.from(key).toString('hex')).toBe(
      '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2',
    )
  })

  it('differs by salt and by parameters', async () => {
    const weak = { logN: 10, r: 8, p: 1 }
    const keys = [
      await derivePasswordKey(prepared('x'), SALT, weak),
      await derivePasswordKey(
        prepared('x'),
        SALT.map((byte) => byte + 1),
        weak,
      ),
      await derivePasswordKey(prepared('x'), SALT, { ...weak, p: 2 }),
    ]
    expect(new Set(keys.map(String)).size).toBe(3)
  })

  // In workerd, too: a key that only Node can derive would lock its owner out.
  it.each([
    { logN: 16, r: 8, p: 1 },
    { logN: 16, r: 8, p: 2 },
    { logN: 15, r: 8, p: 4 },
  ])('may be derived with %j', async (largest) => {
    expect(await derivePasswordKey(prepared('x'), SALT, largest)).toHaveLength(32)
  })

  it('is derived anew when it was made with less', () => {
    expect(isOutdated(PRESENT_PARAMETERS)).toBe(false)
    expect(isOutdated({ ...PRESENT_PARAMETERS, logN: PRESENT_PARAMETERS.logN - 1 })).toBe(true)
  })

  it.each([
    { logN: 30, r: 8, p: 1 },
    { logN: 17, r: 8, p: 1 },
    { logN: 14, r: 9, p: 1 },
    { logN: 14, r: 8, p: 5 },
    { logN: 16, r: 8, p: 3 },
    { logN: 16, r: 8, p: 4 },
    { logN: 14, r: 8, p: 0 },
    { logN: 1.5, r: 8, p: 1 },
  ])('is never derived with %j', (parameters) => {
    expect(() => derivePasswordKey(prepared('x'), SALT, parameters)).toThrow(/out of bounds/)
  })
})
