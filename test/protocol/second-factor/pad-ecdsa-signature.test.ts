import { describe, expect, it } from 'vitest'
import { padEcdsaSignature } from '../../../src/protocol/second-factor/pad-ecdsa-signature.ts'

/** A DER sequence of these contents. */
const sequence = (...contents: number[]) => Uint8Array.of(0x30, contents.length, ...contents)
const LONG = [0x02, 0x21, 0x00, 0x80, ...Array<number>(31).fill(7)]

describe('an ECDSA signature in DER', () => {
  it('gets both numbers in full length', () => {
    const zeros = Array<number>(32).fill(0)
    expect(padEcdsaSignature(sequence(0x02, 0x01, 0x05, ...LONG))).toEqual(
      Uint8Array.of(0x30, 70, 0x02, 33, ...zeros, 5, ...LONG),
    )
  })

  it('comes out as it went in when it is long already', () => {
    expect(padEcdsaSignature(sequence(...LONG, ...LONG))).toEqual(sequence(...LONG, ...LONG))
  })

  it.each([
    ['nothing', Uint8Array.of()],
    ['one number', sequence(0x02, 0x01, 0x05)],
    ['three numbers', sequence(0x02, 0x01, 5, 0x02, 0x01, 5, 0x02, 0x01, 5)],
    ['a negative number', sequence(0x02, 0x01, 0x85, 0x02, 0x01, 5)],
    ['a zero too many', sequence(0x02, 0x02, 0x00, 0x05, 0x02, 0x01, 5)],
    ['an empty number', sequence(0x02, 0x00, 0x02, 0x01, 5)],
    ['a number of 33 bytes', sequence(0x02, 0x21, 0x01, ...Array<number>(32).fill(1), 0x02, 1, 5)],
    ['another type', sequence(0x03, 0x01, 0x05, 0x02, 0x01, 5)],
    ['a length that says more', sequence(0x02, 0x01, 0x05, 0x02, 0x05, 5)],
    ['something behind it', Uint8Array.of(...sequence(0x02, 1, 5, 0x02, 1, 5), 0)],
  ])('is none with %s', (_, der) => {
    expect(padEcdsaSignature(der)).toBeUndefined()
  })
})
