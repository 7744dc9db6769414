import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { createCommandRate } from '../../../src/gate/queue/command-rate.ts'
import type { Actor } from '../../../src/tenants/commands/envelope.ts'

const LIMITED = { code: 'api_rate_limited', expected: 600 }
const envelope = (actor: Actor = { type: 'operator' }) => ({
  origin: { actor, requestId: 'req_1' },
})

describe('the commands of a tenant', () => {
  it('are refused from the 601st in a minute on, those of another tenant are not', () => {
    const rate = createCommandRate()
    const refusal = (tenantId: `ten_${string}`, now: number) =>
      rate.refusal({ tenantId }, envelope(), now)
    for (let n = 0; n < 600; n++) expect(refusal('ten_one', 1_000 + n)).toBeUndefined()
    expect(refusal('ten_one', 2_000)).toEqual(LIMITED)
    expect(refusal('ten_two', 2_000)).toBeUndefined()
    expect(rate.refusal({ tenant: { id: 'ten_one' } }, envelope(), 2_000)).toEqual(LIMITED)
    expect(refusal('ten_one', 61_000)).toBeUndefined()
  })

  it('are not counted where the deployment itself runs them', () => {
    const rate = createCommandRate()
    const system = envelope({ type: 'system', name: 'schedule' })
    for (let n = 0; n < 601; n++)
      expect(rate.refusal({ tenantId: 'ten_one' }, system, 1_000)).toBeUndefined()
  })

  it('reach the queue of the gate only within the limit', async () => {
    const gate = env.TENANT_GATE.getByName('command rate')
    const command = { kind: 'delete_tenant', tenantId: 'ten_none', confirm: '' } as const
    const answers = await Promise.all(
      Array.from({ length: 601 }, () => gate.run(command, envelope())),
    )
    const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.refusal.code))
    expect(new Set(codes.slice(0, 600))).toEqual(new Set(['tenant_unknown']))
    expect(codes[600]).toBe('api_rate_limited')
  })
})
