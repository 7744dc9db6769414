import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { nameInQuery, writeTxtAnswer, writeTxtRecord } from '../../../dev/dns/write-txt-answer.ts'
import { readTxtAnswer, writeTxtQuery } from '../../../src/protocol/dns/txt-lookup.ts'

const NAME = '_edge-sso.example.com'
const QUERY = writeTxtQuery(NAME)

const wire = (name: string): readonly number[] => [
  ...name.split('.').flatMap((label) => [label.length, ...new TextEncoder().encode(label)]),
  0,
]

/** An answer with records that are written by hand. */
function answerWith(...records: readonly (readonly number[])[]): Uint8Array {
  const bytes = [...writeTxtAnswer(QUERY, [])]
  bytes[7] = records.length
  return Uint8Array.from([...bytes, ...records.flat()])
}

/** An answer in which some bytes are others. */
function changed(at: number, ...bytes: readonly number[]): Uint8Array {
  const answer = writeTxtAnswer(QUERY, ['a'])
  answer.set(bytes, at)
  return answer
}

const pointerTo = (at: number): readonly number[] => [0xc0 | (at >> 8), at & 255]

const read = (bytes: Uint8Array) => readTxtAnswer(bytes, NAME)

describe('a query for TXT records', () => {
  it('is one question of class IN under the id 0, as RFC 8484 §4.1 has it', () => {
    expect(Buffer.from(QUERY).toString('hex')).toBe(
      '00000100000100000000' +
        '0000' +
        '095f656467652d73736f076578616d706c6503636f6d00' +
        '00100001',
    )
    expect(nameInQuery(QUERY)).toBe(NAME)
  })
})

describe('an answer', () => {
  it('has the texts of every TXT record of the name', () => {
    expect(read(writeTxtAnswer(QUERY, ['v=spf1 -all', 'edge-sso=1']))).toEqual([
      'v=spf1 -all',
      'edge-sso=1',
    ])
  })

  it('has a text of several character-strings as one', () => {
    expect(read(writeTxtAnswer(QUERY, ['x'.repeat(600)]))).toEqual(['x'.repeat(600)])
  })

  it('has none where the name has no TXT record, and where there is no such name', () => {
    expect(read(writeTxtAnswer(QUERY, []))).toEqual([])
    expect(read(writeTxtAnswer(QUERY, [], 3))).toEqual([])
    // Records of a name that does not exist are none.
    expect(read(writeTxtAnswer(QUERY, ['edge-sso=1'], 3))).toEqual([])
  })

  it('has the name in any case', () => {
    expect(read(answerWith(writeTxtRecord(wire('_EDGE-sso.Example.com'), 'a')))).toEqual(['a'])
  })

  it.each([
    ['an alias', 'elsewhere.example.net'],
    ['the domain itself', 'example.com'],
    ['a name below', 'x._edge-sso.example.com'],
  ])('proves nothing by a record of %s', (_, other) => {
    expect(read(answerWith(writeTxtRecord(wire(other), 'edge-sso=1')))).toEqual([])
  })

  it('proves nothing by a record of another type or class', () => {
    const record = writeTxtRecord(wire(NAME), 'a')
    const at = wire(NAME).length
    expect(read(answerWith(record.with(at + 1, 5)))).toEqual([])
    expect(read(answerWith(record.with(at + 3, 3)))).toEqual([])
  })

  it.each([2, 4, 5])('of failure %d says nothing', (rcode) => {
    expect(read(writeTxtAnswer(QUERY, [], rcode))).toBeUndefined()
  })

  it.each([
    ['is none', QUERY],
    ['was cut off by the resolver', changed(2, 0x83)],
    ['is to another kind of question', changed(2, 0x91)],
    ['is to no question', changed(4, 0, 0)],
    ['is to two questions', changed(4, 0, 2)],
    ['is to a question of another name', changed(14, 0x58)],
    ['is to a question of another type', changed(QUERY.length - 3, 5)],
    ['has fewer records than it says', changed(6, 0, 2)],
    ['has a record that reaches beyond the end', changed(QUERY.length + 10, 0, 9)],
    ['has a character-string that reaches beyond its record', changed(QUERY.length + 12, 9)],
    ['has a name that points at itself', changed(QUERY.length, 0xc0, QUERY.length)],
    ['has a name that points ahead', changed(QUERY.length, 0xc0, QUERY.length + 2)],
    ['has a label of a kind that there is not', changed(QUERY.length, 0x40)],
    ['has a dot in a label', changed(13, 0x2e)],
    ['is empty', new Uint8Array()],
  ])('that %s says nothing', (_, bytes) => {
    expect(read(bytes)).toBeUndefined()
  })

  it('that is cut off anywhere says nothing', () => {
    const whole = writeTxtAnswer(QUERY, ['edge-sso=1', 'b'])
    for (let length = 0; length < whole.length; length++)
      expect(read(whole.subarray(0, length))).toBeUndefined()
  })

  it('whose name is a long way of pointers says nothing', () => {
    // A record of another type whose contents are pointers, each to the one before; then one of
    // ours, at their end.
    const start = QUERY.length + 12
    const way = (length: number) => {
      const pointers = Array.from({ length }, (_, n) => pointerTo(n === 0 ? 12 : start + 2 * n - 2))
      const other = [0xc0, 12, 0, 99, 0, 1, 0, 0, 0, 60, (2 * length) >> 8, (2 * length) & 255]
      const name = pointerTo(start + 2 * length - 2)
      return answerWith([...other, ...pointers.flat()], writeTxtRecord(name, 'a'))
    }
    expect(read(way(10))).toEqual(['a'])
    expect(read(way(300))).toBeUndefined()
  })
})
