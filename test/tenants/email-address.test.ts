import { describe, expect, it } from 'vitest'
import { emailKey, foldEmail, isAmbiguousEmail } from '../../src/tenants/email-address.ts'
import { domainOfEmail } from '../../src/tenants/email-domain.ts'
import { differInCaseAlone, lowerCase } from '../../src/tenants/letter-case.ts'

/** Every character that some mapping relates to another one, and a few that none does. */
const LETTERS = [
  ...'aAkKsSiIzZ09._%+-;`',
  ...'éÉàÀäÄßẞıİſςσΣΩåÅ',
  '\u212A',
  '\u212B',
  '\u2126',
  '\u037E',
  '\u1FEF',
  '\u0301',
  '\u030A',
  '\uFF4D',
  '\uFB01',
  '\u{1F600}',
]

/** Repeats itself for the same seed. */
function numbers(seed: number) {
  let state = seed
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** What normal form C would make ASCII of. */
const becomingAscii = (text: string) => text.match(/[\u037E\u1FEF\u212A]/g)
/** ASCII letters in lower case; what is equal afterwards differs in their case alone. */
const withoutCase = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

describe('the fold of an e-mail address (R47)', () => {
  it('joins addresses that differ in ASCII case or in the normal form of non-ASCII letters, and no others', () => {
    const random = numbers(47)
    const word = () =>
      Array.from({ length: 1 + random(4) }, () => LETTERS[random(LETTERS.length)]).join('')
    const known = new Map<string, string[]>()
    for (let n = 0; n < 30_000; n++) {
      const address = `${word()}@x.example`
      const fold = foldEmail(address)
      known.set(fold, [...(known.get(fold) ?? []), address])
    }
    for (const [one = '', ...others] of known.values())
      for (const other of others) {
        const forms = [one, other].map((address) => withoutCase(address.normalize('NFC')))
        expect(forms[0]).toBe(forms[1])
        expect(becomingAscii(one)).toEqual(becomingAscii(other))
      }
  })

  it.each(Array.from({ length: 0x110000 >> 12 }, (_, plane) => plane))(
    'makes ASCII of no other character: block %i',
    (block) => {
      for (let point = block << 12; point < (block + 1) << 12; point++) {
        if (point < 0x80 || (point >= 0xd800 && point < 0xe000)) continue
        const character = String.fromCodePoint(point)
        for (const form of [foldEmail(character), emailKey(character), lowerCase(character)])
          if (/[\0-\x7F]/.test(form)) expect.fail(`U+${point.toString(16)} becomes ${form}`)
      }
    },
  )

  it('keeps the Kelvin sign from k, and letters in two cases from each other', () => {
    expect(foldEmail('mar\u212A@x.example')).not.toBe(foldEmail('mark@x.example'))
    expect(emailKey('mar\u212A@x.example')).not.toBe(emailKey('mark@x.example'))
    expect(foldEmail('É@x.example')).not.toBe(foldEmail('é@x.example'))
    expect(foldEmail('e\u0301@X.example')).toBe('é@x.example')
  })

  it('has a key that is the same for addresses that differ in case alone', () => {
    expect(emailKey('ÉVA@x.example')).toBe(emailKey('éva@X.example'))
  })
})

describe('an ambiguous address (R47)', () => {
  it.each([
    'mar\u212A',
    'stra\u00dfe',
    'STRA\u1E9EE',
    'kad\u0131n',
    '\u0130da',
    '\uFF4Dark',
    '\uFB01n',
    'a\u037E',
  ])('%j: its local part becomes ASCII under some mapping', (local) => {
    expect(isAmbiguousEmail(`${local}@x.example`)).toBe(true)
  })

  it.each(['mark', 'éva', 'e\u0301va', 'ДАНА', 'ωμέγα', '用户', 'a+b', 'ΣΑΣ'])(
    'is none of %j',
    (local) => {
      expect(isAmbiguousEmail(`${local}@x.example`)).toBe(false)
    },
  )

  it.each(['\u212Aiosk.example', '\uFF4Biosk.example', 'kiosk\u3002example'])(
    'mark@%j: the DNS reads its domain as one in plain letters',
    (domain) => {
      expect(domainOfEmail(`mark@${domain}`)).toBe('kiosk.example')
      expect(isAmbiguousEmail(`mark@${domain}`)).toBe(true)
    },
  )

  it.each([
    'müller.example',
    'MÜLLER.example',
    'straße.example',
    'ΣΑΣ.example',
    '例え.example',
    'مثال.example',
  ])('is none of mark@%s: the DNS has such a name', (domain) => {
    expect(isAmbiguousEmail(`mark@${domain}`)).toBe(false)
  })
})

describe('a difference in case alone', () => {
  it.each([
    ['Dana', 'dana', true],
    ['ÉVA', 'éva', true],
    ['dana', 'dana', false],
    ['mar\u212A', 'mark', false],
    ['dana', 'dano', false],
    ['e\u0301va', 'éva', false],
  ])('of %j and %j: %s', (one, other, expected) => {
    expect(differInCaseAlone(one, other)).toBe(expected)
  })
})
