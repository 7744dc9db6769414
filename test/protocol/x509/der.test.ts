import { describe, expect, it } from 'vitest'
import { readDer } from '../../../src/protocol/x509/der.ts'

const OCTETS = 0x04
const read = (...bytes: number[]) => readDer(Uint8Array.from(bytes))

describe('the length of a DER value (X.690 §8.1.3)', () => {
  it('may take one byte up to 127', () => {
    const contents = new Array<number>(127).fill(1)
    expect(read(OCTETS, 127, ...contents)).toMatchObject({ tag: OCTETS, end: 129 })
  })

  it('may take up to four more', () => {
    expect(read(OCTETS, 0x81, 1, 9)).toMatchObject({ tag: OCTETS, end: 4 })
    expect(read(OCTETS, 0x84, 0, 0, 0, 1, 9)).toMatchObject({ tag: OCTETS, end: 7 })
    expect(read(OCTETS, 0x85, 0, 0, 0, 0, 1, 9)).toBeUndefined()
  })

  it('is never indefinite, not even where 128 bytes follow', () => {
    const contents = new Array<number>(130).fill(0)
    expect(read(OCTETS, 0x80, ...contents)).toBeUndefined()
  })

  it('ends within the bytes', () => {
    expect(read(OCTETS, 2, 9)).toBeUndefined()
    expect(read(OCTETS, 0x82, 0)).toBeUndefined()
    expect(read(OCTETS)).toBeUndefined()
  })
})
