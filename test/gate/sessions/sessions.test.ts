import { describe, expect, it } from 'vitest'
import type { Admission } from '../../../src/login/ports.ts'
import { admissionOf, gateWithConnector, runSql, TENANT } from '../../support/gate.ts'

const admitted = (admission: Admission) => {
  if (admission.kind !== 'admitted') throw new Error(`not admitted: ${JSON.stringify(admission)}`)
  return admission
}

describe('sessions', () => {
  it('are found until they end', async () => {
    const gate = await gateWithConnector('session')
    const { session, user } = admitted(await gate.admit(admissionOf())).open
    expect(await gate.findSession(TENANT, session.sid)).toEqual({
      session,
      user,
      tenantName: 'One',
      applications: [],
    })
    expect(await gate.findSession('ten_two', session.sid)).toBeUndefined()
    expect(await gate.endSession(TENANT, session.sid)).toMatchObject({ session })
    expect(await gate.endSession(TENANT, session.sid)).toBeUndefined()
    expect(await gate.findSession(TENANT, session.sid)).toBeUndefined()
  })

  it('are ended by their own tenant alone, and give codes to no other (I5)', async () => {
    const gate = await gateWithConnector('foreign-session')
    const { sid } = admitted(await gate.admit(admissionOf())).open.session
    expect(await gate.endSession('ten_two', sid)).toBeUndefined()
    const foreign = { tenantId: 'ten_two', sid, codeId: 'code', codeExpiresAt: Date.now() } as const
    expect(await gate.redeemCode(foreign)).toEqual({
      ok: false,
      refusal: { code: 'oidc_session_ended' },
    })
    expect(await gate.findSession(TENANT, sid)).toBeDefined()
  })

  it('are not found once they expired, or their person was deactivated', async () => {
    const gate = await gateWithConnector('expired')
    const expired = admitted(await gate.admit(admissionOf({ sessionExpiresAt: Date.now() - 1 })))
    expect(await gate.findSession(TENANT, expired.open.session.sid)).toBeUndefined()
    const live = admitted(await gate.admit(admissionOf()))
    await runSql(gate, (sql) => sql.exec(`UPDATE users SET status = 'inactive'`).toArray())
    expect(await gate.findSession(TENANT, live.open.session.sid)).toBeUndefined()
  })
})

describe('authorization codes', () => {
  const redemption = (sid: string, codeId = 'code') => ({
    tenantId: TENANT,
    sid,
    codeId,
    codeExpiresAt: Date.now() + 60_000,
  })

  it('are consumed by exactly one of 20 concurrent redemptions (I3)', async () => {
    const gate = await gateWithConnector('code')
    const { session } = admitted(await gate.admit(admissionOf())).open
    const all = await Promise.all(
      Array.from({ length: 20 }, () => gate.redeemCode(redemption(session.sid))),
    )
    expect(all.filter(({ ok }) => ok)).toHaveLength(1)
    expect(all.find(({ ok }) => !ok)).toEqual({ ok: false, refusal: { code: 'oidc_code_spent' } })
  })

  it('are consumed once each, however many of one session are redeemed at once (I3)', async () => {
    const gate = await gateWithConnector('codes')
    const { session } = admitted(await gate.admit(admissionOf())).open
    const ids = Array.from({ length: 60 }, (_, n) => `code-${n % 20}`)
    const redeemAll = () =>
      Promise.all(ids.map((id) => gate.redeemCode(redemption(session.sid, id))))
    expect((await redeemAll()).filter(({ ok }) => ok)).toHaveLength(20)
    // The one that the session's row remembers has expired, and makes room.
    await runSql(gate, (sql) => sql.exec('UPDATE sessions SET code_until = 1').toArray())
    expect((await gate.redeemCode(redemption(session.sid, 'later'))).ok).toBe(true)
    const again = ids.filter((id) => id !== 'code-0').concat('later')
    for (const id of new Set(again))
      expect(await gate.redeemCode(redemption(session.sid, id))).toEqual({
        ok: false,
        refusal: { code: 'oidc_code_spent' },
      })
  })

  it('cost one row, which goes with the session, unless another has not expired', async () => {
    const gate = await gateWithConnector('code-rows')
    const { session } = admitted(await gate.admit(admissionOf())).open
    const spent = () => runSql(gate, (sql) => sql.exec('SELECT id FROM spent').toArray())
    await gate.redeemCode(redemption(session.sid, 'first'))
    expect(await spent()).toEqual([])
    await gate.redeemCode(redemption(session.sid, 'second'))
    expect(await spent()).toEqual([{ id: 'second' }])
  })

  it('are worth nothing once their session ended', async () => {
    const gate = await gateWithConnector('code-ended')
    const { session } = admitted(await gate.admit(admissionOf())).open
    await gate.endSession(TENANT, session.sid)
    expect(await gate.redeemCode(redemption(session.sid))).toEqual({
      ok: false,
      refusal: { code: 'oidc_session_ended' },
    })
  })
})
