// What well-known IdPs send, each in its own dialect: accepted, with exactly the identity that it
// vouches for. The messages are ours, written in their manner and signed with our keys.

import { describe, expect, it } from 'vitest'
import { readReceived } from '../../../src/protocol/saml/response/read-received.ts'
import { verifyResponse } from '../../../src/protocol/saml/response/verify-response.ts'
import { readFixtures, writeLogin } from './read-fixtures.ts'

describe('every dialect is understood', () => {
  it.each(readFixtures('dialects'))('$name: $written.says', async (fixture) => {
    const received = readReceived(fixture.bytes)
    if (!received.ok) throw new Error(received.refusal.code)
    const outcome = await verifyResponse(received.value, fixture.expectation)
    expect(outcome.ok ? writeLogin(outcome.value) : outcome.refusal).toEqual(
      fixture.written.accepts,
    )
  })
})
