// R61: whatever is done to a valid message, it is refused, or it says exactly what it said before.

import { describe, expect, it } from 'vitest'
import { encodeUtf8 } from '../../../src/protocol/bytes/utf8.ts'
import { readReceived } from '../../../src/protocol/saml/response/read-received.ts'
import { verifyResponse } from '../../../src/protocol/saml/response/verify-response.ts'
import { CIRCUMSTANCES, signedResponse } from '../../support/signed-response.ts'
import { ALICE } from './judge.ts'

const ROUNDS = 700
const FRAGMENTS = [
  '<',
  '>',
  '"',
  '&amp;',
  '&',
  '<!---->',
  '<a/>',
  ' ',
  '\n',
  'mallory',
  '<![CDATA[',
  ']]>',
  ' ID="x"',
  '#',
  '\u00e9',
]

/** A small generator with a seed (mulberry32), so that a failure can be repeated. */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const elements = (xml: string): readonly string[] =>
  [...xml.matchAll(/<([a-z]+:[A-Za-z]+)[^>]*>(?:(?!<\1).)*?<\/\1>/g)].map(([text]) => text)

/** One random change: an element moved, doubled, removed or renamed, or text inserted, removed or swapped. */
function mutate(xml: string, pick: (below: number) => number): string {
  const at = pick(xml.length)
  const list = elements(xml)
  const element = list[pick(list.length)] ?? ''
  const start = xml.indexOf(element)
  const without = xml.slice(0, start) + xml.slice(start + element.length)
  const gap = without.indexOf('>', pick(without.length)) + 1
  switch (pick(7)) {
    case 0:
      return without
    case 1:
      return without.slice(0, gap) + element + without.slice(gap)
    case 2:
      return xml.slice(0, start) + element + xml.slice(start)
    case 3:
      return (
        xml.slice(0, start) +
        element.replace(/saml:|ds:|samlp:/g, 'saml:') +
        xml.slice(start + element.length)
      )
    case 4:
      return xml.slice(0, at) + (FRAGMENTS[pick(FRAGMENTS.length)] ?? '') + xml.slice(at)
    case 5:
      return xml.slice(0, at) + xml.slice(at + 1 + pick(4))
    default:
      return xml.slice(0, at) + String.fromCharCode(97 + pick(26)) + xml.slice(at + 1)
  }
}

describe.each(['assertion', 'response', 'both'] as const)('a message signed: %s', (sign) => {
  it('survives no change of what it says (R61)', async () => {
    const { xml } = await signedResponse({ sign })
    const pick = seeded(20_260_115)
    let refused = 0
    for (let round = 0; round < ROUNDS; round++) {
      let changed = xml
      for (let times = pick(3); times >= 0; times--) changed = mutate(changed, pick)
      const received = readReceived(encodeUtf8(changed))
      const verified = received.ok && (await verifyResponse(received.value, CIRCUMSTANCES))
      if (verified !== false && verified.ok) expect(verified.value, changed).toEqual(ALICE)
      else refused++
    }
    expect(refused).toBeGreaterThan(ROUNDS / 2)
  })
})
