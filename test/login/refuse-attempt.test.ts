import { describe, expect, it } from 'vitest'
import type { LoginTrace } from '../../src/login/login-trace.ts'
import type { NotedRefusal } from '../../src/login/ports.ts'
import { refuseAttempt } from '../../src/login/refuse-attempt.ts'
import { Outage } from '../../src/outage.ts'

const refusal = { code: 'login_unsolicited' } as const

/** What is answered when the gate notes a refusal like this. */
async function recordedIf(note: () => Promise<NotedRefusal>): Promise<boolean> {
  const deps = {
    configurations: { find: async () => ({ gate: {}, tenantId: 'ten_one' }) },
    gates: { at: () => ({ noteRefusal: note }) },
  } as unknown as Parameters<typeof refuseAttempt>[0]
  const attempt = { facts: () => ({}) } as unknown as LoginTrace
  const input = { ssoId: 'sso_one', purpose: 'login', attempt, refusal } as const
  const { recorded, ...outcome } = await refuseAttempt(deps, input)
  expect(outcome).toEqual({ kind: 'refused', refusal })
  return recorded
}

describe('a refusal', () => {
  it('has an event if the gate recorded one', async () => {
    expect(await recordedIf(async () => ({ kind: 'noted', recorded: true }))).toBe(true)
    expect(await recordedIf(async () => ({ kind: 'noted', recorded: false }))).toBe(false)
  })

  it('is answered without an event while the gate is out of reach', async () => {
    const outOfReach = async () => {
      throw new Outage('gate', new Error('unreachable'))
    }
    expect(await recordedIf(outOfReach)).toBe(false)
  })
})
