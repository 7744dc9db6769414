import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { createLoginConfigurations } from '../../../src/storage/kv/login-configurations.ts'
import type { SsoId } from '../../../src/tenants/ids.ts'
import {
  certificate,
  createTenant,
  goLive,
  governing,
  idpInput,
  issueKey,
} from '../../gate/commands/commands.ts'

const UNKNOWN: SsoId = `sso_${'0'.repeat(24)}`

/** The look-up on real bindings whose calls are counted, with a clock that the test moves. */
function lookUp() {
  const time = { now: 1_000_000 }
  const get = vi.spyOn(env.LOGIN_CONFIG, 'get')
  const prepare = vi.spyOn(env.DB, 'prepare')
  const configurations = createLoginConfigurations({
    kv: env.LOGIN_CONFIG,
    d1: env.DB,
    clock: () => time.now,
  })
  const calls = () => {
    const counted = { kv: get.mock.calls.length, d1: prepare.mock.calls.length }
    get.mockClear()
    prepare.mockClear()
    return counted
  }
  calls()
  return { ...configurations, time, calls, get, prepare }
}

describe('finding a login configuration', () => {
  it('reads pointer and value from KV, and D1 not at all', async () => {
    const key = await issueKey(await createTenant())
    const { find, calls } = lookUp()
    expect(await find(key.id)).toMatchObject({ ssoKey: { id: key.id } })
    expect(calls()).toEqual({ kv: 2, d1: 0 })
  })

  it('asks nobody for ten seconds, then only for the pointer', async () => {
    const key = await issueKey(await createTenant())
    const { find, calls, time } = lookUp()
    await find(key.id)
    calls()
    time.now += 9_999
    await find(key.id)
    expect(calls()).toEqual({ kv: 0, d1: 0 })
    time.now += 1
    await find(key.id)
    expect(calls()).toEqual({ kv: 1, d1: 0 })
  })

  it.each(['pointer', 'value'])('reads D1 once when KV misses the %s', async (missing) => {
    const key = await issueKey(await createTenant())
    const pointer = await env.LOGIN_CONFIG.get<{ config: string }>(`sso:${key.id}`, 'json')
    const gone = missing === 'pointer' ? `sso:${key.id}` : `config:${pointer?.config}`
    await env.LOGIN_CONFIG.delete(gone)
    const { find, calls } = lookUp()
    expect(await find(key.id)).toMatchObject({ ssoKey: { id: key.id } })
    expect(calls()).toEqual({ kv: missing === 'pointer' ? 1 : 2, d1: 1 })
  })

  it('does not go by a value that is not what its key says', async () => {
    const key = await issueKey(await createTenant())
    const pointer = await env.LOGIN_CONFIG.get<{ config: string }>(`sso:${key.id}`, 'json')
    await env.LOGIN_CONFIG.put(`config:${pointer?.config}`, '{"format":1,"forged":true}')
    const { find, calls } = lookUp()
    expect(await find(key.id)).not.toHaveProperty('forged')
    expect(calls()).toEqual({ kv: 2, d1: 1 })
  })

  it('falls back to D1 when KV is out of reach', async () => {
    const key = await issueKey(await createTenant())
    const { find, get, calls } = lookUp()
    get.mockRejectedValueOnce(new Error('out of reach'))
    expect(await find(key.id)).toMatchObject({ ssoKey: { id: key.id } })
    expect(calls()).toEqual({ kv: 1, d1: 1 })
  })

  it('throws an outage when there is no other source left', async () => {
    const key = await issueKey(await createTenant())
    await env.LOGIN_CONFIG.delete(`sso:${key.id}`)
    const { find, prepare } = lookUp()
    prepare.mockImplementationOnce(() => {
      throw new Error('out of reach')
    })
    await expect(find(key.id)).rejects.toMatchObject({ part: 'D1' })
    // An outage is not remembered as "unknown".
    expect(await find(key.id)).toMatchObject({ ssoKey: { id: key.id } })
  })

  it('forgets no SSO key that exists for ids that somebody makes up', async () => {
    const key = await issueKey(await createTenant())
    const { find, calls } = lookUp()
    await find(key.id)
    const madeUp = (n: number): SsoId => `sso_${String(n).padStart(24, '0')}`
    for (let n = 0; n < 2_100; n += 100)
      await Promise.all(Array.from({ length: 100 }, (_, at) => find(madeUp(n + at))))
    calls()
    expect(await find(key.id)).toMatchObject({ ssoKey: { id: key.id } })
    expect(calls()).toEqual({ kv: 0, d1: 0 })
  })

  it('looks an unknown SSO key up once in thirty seconds', async () => {
    const { find, calls, time } = lookUp()
    expect(await find(UNKNOWN)).toBeUndefined()
    expect(calls()).toEqual({ kv: 1, d1: 1 })
    time.now += 29_999
    expect(await find(UNKNOWN)).toBeUndefined()
    expect(calls()).toEqual({ kv: 0, d1: 0 })
    time.now += 1
    await find(UNKNOWN)
    expect(calls()).toEqual({ kv: 1, d1: 1 })
  })

  it('looks nothing up for a text that is no ssoId', async () => {
    const { find, calls } = lookUp()
    expect(await find('sso_../../x')).toBeUndefined()
    expect(calls()).toEqual({ kv: 0, d1: 0 })
  })

  it('goes by what the gate said for a minute, while the pointer may be stale', async () => {
    const joined = await goLive(idpInput([await certificate('A')]))
    const current = await governing(joined)
    if (current?.connector === undefined) throw new Error('nothing governs')
    const newer = { ...current, connector: { ...current.connector, name: 'newer' } }
    const { find, remember, time } = lookUp()
    await find(joined.key.id)
    remember(newer)
    time.now += 59_999
    expect((await find(joined.key.id))?.connector?.name).toBe('newer')
    time.now += 1
    expect((await find(joined.key.id))?.connector?.name).toBe('Staff')
  })
})
