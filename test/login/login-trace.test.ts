import { describe, expect, it } from 'vitest'
import { attemptEvent } from '../../src/login/events.ts'
import { beginTrace } from '../../src/login/login-trace.ts'

/** An attempt by a clock that the test moves. */
function attempt() {
  let now = 1_000
  const begun = beginTrace(() => now, { id: 'evt_one', ip: '192.0.2.1', userAgent: 'Browser' })
  return { ...begun, wait: (ms: number) => (now += ms) }
}

describe('the event of an attempt', () => {
  it('tells how long each step took, the gate last', () => {
    const { wait, ended, facts } = attempt()
    wait(5)
    ended('read')
    wait(2)
    ended('verify')
    const event = attemptEvent(
      { type: 'login.admitted', tenantId: 'ten_one', version: 'v', facts: facts() },
      1_010,
    )
    expect(event).toEqual({
      id: 'evt_one',
      type: 'login.admitted',
      tenantId: 'ten_one',
      at: 1_010,
      data: {
        version: 'v',
        ip: '192.0.2.1',
        user_agent: 'Browser',
        durations_ms: { read: 5, verify: 2, gate: 3 },
      },
    })
  })

  it('adds up what is done twice, and never counts backwards', () => {
    const { wait, ended, facts } = attempt()
    wait(3)
    ended('verify')
    wait(4)
    ended('verify')
    const { data } = attemptEvent(
      { type: 'login.admitted', tenantId: 'ten_one', facts: facts() },
      900,
    )
    expect(data.durations_ms).toEqual({ verify: 7, gate: 0 })
  })

  it('explains a refusal: code, what was wanted and received, and who mends it', () => {
    const refusal = { code: 'saml_audience_mismatch', expected: 'https://sp', got: ['https://x'] }
    const event = attemptEvent(
      { type: 'login.refused', tenantId: 'ten_one', refusal, facts: attempt().facts() },
      1_000,
    )
    expect(event.code).toBe('saml_audience_mismatch')
    expect(event.data).toMatchObject({
      expected: 'https://sp',
      got: ['https://x'],
      fixed_by: 'idp_admin',
    })
  })
})
