// Every attack that we know, as a document: each is refused, and by the rule that is meant for it.

import { describe, expect, it } from 'vitest'
import { readReceived } from '../../../src/protocol/saml/response/read-received.ts'
import { verifyResponse } from '../../../src/protocol/saml/response/verify-response.ts'
import { readFixtures } from './read-fixtures.ts'

describe('every attack is refused by its rule', () => {
  it.each(readFixtures('attacks'))('$name: $written.rule', async (fixture) => {
    const received = readReceived(fixture.bytes)
    const outcome = received.ok
      ? await verifyResponse(received.value, fixture.expectation)
      : received
    expect(outcome).toEqual({
      ok: false,
      refusal: expect.objectContaining({ code: fixture.written.refuses }),
    })
  })
})
