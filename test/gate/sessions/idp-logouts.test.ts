import { describe, expect, it } from 'vitest'
import { purgeIdpLogouts } from '../../../src/gate/sessions/idp-logouts.ts'
import type { IdpLogout } from '../../../src/login/ports.ts'
import {
  admissionOf,
  attemptFacts,
  gateWithConnector,
  runSql,
  TENANT,
  VERSION,
} from '../../support/gate.ts'

const HOUR = 3_600_000
let messages = 0

const logoutOf = (change: Partial<IdpLogout> = {}): IdpLogout => {
  messages++
  return {
    tenantId: TENANT,
    ssoId: 'sso_one',
    connectorId: 'con_one',
    version: VERSION,
    trustRevision: 1,
    messageId: `message-${messages}`,
    spentUntil: Date.now() + 600_000,
    keys: ['ada'],
    indexKeys: [],
    event: attemptFacts(),
    ...change,
  }
}

async function gateWithSession(name: string) {
  const gate = await gateWithConnector(name)
  const admission = await gate.admit(admissionOf())
  if (admission.kind !== 'admitted') throw new Error(admission.kind)
  const { sid } = admission.open.session
  const lives = async () => (await gate.findSession(TENANT, sid)) !== undefined
  return { gate, sid, lives }
}

describe('a logout that an IdP asked for', () => {
  it('ends a session in a child tenant of the connector too', async () => {
    const { gate, sid } = await gateWithSession('child-session')
    await runSql(gate, (sql) => {
      sql.exec(
        `INSERT INTO tenants (tenant_id, name, parent_id, jurisdiction, created_at) VALUES ('ten_child', 'Child', ?, 'none', 0)`,
        TENANT,
      )
      sql.exec(`UPDATE sessions SET entered_from = tenant_id, tenant_id = 'ten_child'`)
      sql.exec(`UPDATE users SET tenant_id = 'ten_child'`)
    })
    expect(await gate.findSession('ten_child', sid)).toBeDefined()
    await gate.endByIdp(logoutOf())
    expect(await gate.findSession('ten_child', sid)).toBeUndefined()
  })

  it('leaves nothing to the response that began the session (R46)', async () => {
    const gate = await gateWithConnector('response-after-logout')
    const request = admissionOf()
    expect((await gate.admit(request)).kind).toBe('admitted')
    await gate.endByIdp(logoutOf())
    expect(await gate.admit(request)).toMatchObject({ refusal: { code: 'login_replayed' } })
  })

  it('is not carried out under a version or certificates of before (I2)', async () => {
    const { gate, lives } = await gateWithSession('superseded-logout')
    const outcome = await gate.endByIdp(logoutOf({ trustRevision: 2 }))
    expect(outcome.kind).toBe('superseded')
    expect(await lives()).toBe(true)
  })

  it('is carried out once, also when it comes twice at the same moment (I3)', async () => {
    const { gate } = await gateWithSession('twice')
    const logout = logoutOf()
    const outcomes = await Promise.all([gate.endByIdp(logout), gate.endByIdp(logout)])
    expect(outcomes).toEqual([
      { kind: 'ended' },
      { kind: 'refused', refusal: { code: 'logout_replayed' }, recorded: true },
    ])
  })

  it('is remembered for as long as the longest session that it ended could last', async () => {
    const { gate, lives } = await gateWithSession('remembered')
    await gate.endByIdp(logoutOf())
    await runSql(gate, (sql) => {
      const now = Date.now()
      sql.exec('UPDATE sessions SET created_at = ?', now - 23.5 * HOUR)
      sql.exec('UPDATE idp_logouts SET at = ?', now - 23 * HOUR)
      purgeIdpLogouts(sql, now)
    })
    expect(await lives()).toBe(false)
    await runSql(gate, (sql) => purgeIdpLogouts(sql, Date.now() + 2 * HOUR))
    const left = await runSql(gate, (sql) => sql.exec('SELECT * FROM idp_logouts').toArray().length)
    expect(left).toBe(0)
  })

  it('through another connector ends nothing', async () => {
    const { gate, lives } = await gateWithSession('other-connector')
    await runSql(gate, (sql) =>
      sql.exec(
        `INSERT INTO connectors (tenant_id, connector_id, sso_id, enabled, version, trust_revision, configuration)
         SELECT tenant_id, 'con_two', 'sso_two', enabled, version, trust_revision, configuration FROM connectors`,
      ),
    )
    await gate.endByIdp(logoutOf({ connectorId: 'con_two', ssoId: 'sso_two' }))
    expect(await lives()).toBe(true)
  })

  it('that names nobody is unknown, and spent all the same', async () => {
    const { gate, lives } = await gateWithSession('unknown')
    const logout = logoutOf({ keys: ['bob'], indexKeys: ['index-of-bob'] })
    expect(await gate.endByIdp(logout)).toEqual({
      kind: 'unknown',
      refusal: { code: 'logout_principal_unknown' },
      recorded: true,
    })
    expect(await gate.endByIdp(logout)).toMatchObject({ kind: 'refused' })
    expect(await lives()).toBe(true)
  })

  it('of a known person without a session is carried out', async () => {
    const { gate } = await gateWithSession('known')
    const { identity } = admissionOf()
    const outcome = await gate.endByIdp(logoutOf({ keys: ['ada by another name'], identity }))
    expect(outcome).toEqual({ kind: 'ended' })
  })

  describe('by the SessionIndex alone', () => {
    const keysOf = (name: string, index = 'index') => ({
      person: name,
      session: `${name} ${index}`,
      index,
    })
    const byIndex = (change: Partial<IdpLogout> = {}) =>
      logoutOf({ keys: [], indexKeys: ['index'], ...change })

    async function signIn(
      gate: Awaited<ReturnType<typeof gateWithConnector>>,
      change: Parameters<typeof admissionOf>[0],
    ) {
      const admission = await gate.admit(admissionOf(change))
      if (admission.kind !== 'admitted') throw new Error(admission.kind)
      const { sid } = admission.open.session
      return async () => (await gate.findSession(TENANT, sid)) !== undefined
    }
    const bob = () => {
      const { identity, profile } = admissionOf()
      return {
        identity: { ...identity, value: 'bob' },
        profile: { ...profile, email: 'bob@example.org' },
      }
    }

    it('ends that session, and no other of the person', async () => {
      const gate = await gateWithConnector('index')
      const named = await signIn(gate, { logoutKeys: keysOf('ada') })
      const other = await signIn(gate, { logoutKeys: keysOf('ada', 'another') })
      expect(await gate.endByIdp(byIndex())).toEqual({ kind: 'ended' })
      expect([await named(), await other()]).toEqual([false, true])
      // It has ended already: the person is known all the same.
      expect(await gate.endByIdp(byIndex())).toEqual({ kind: 'ended' })
    })

    it('ends it where the login had no NameID, and where the request has another one', async () => {
      const gate = await gateWithConnector('index-alone')
      const nameless = await signIn(gate, { logoutKeys: { person: 'x', index: 'a' } })
      const renamed = await signIn(gate, { logoutKeys: keysOf('ada', 'b') })
      expect(await gate.endByIdp(byIndex({ indexKeys: ['a'] }))).toEqual({ kind: 'ended' })
      const { identity } = admissionOf()
      const request = byIndex({ keys: ['ada otherwise b'], indexKeys: ['b'], identity })
      expect(await gate.endByIdp(request)).toEqual({ kind: 'ended' })
      expect([await nameless(), await renamed()]).toEqual([false, false])
    })

    it('ends nobody’s where several people have the same one (SAML Core §2.7.2)', async () => {
      const gate = await gateWithConnector('index-shared')
      const ada = await signIn(gate, { logoutKeys: keysOf('ada') })
      const other = await signIn(gate, { ...bob(), logoutKeys: keysOf('bob') })
      expect(await gate.endByIdp(byIndex())).toMatchObject({ kind: 'unknown' })
      expect([await ada(), await other()]).toEqual([true, true])
      // With the person beside it, it names one session.
      const request = byIndex({ keys: ['bob index'] })
      expect(await gate.endByIdp(request)).toEqual({ kind: 'ended' })
      expect([await ada(), await other()]).toEqual([true, false])
    })

    it('ends nothing of another connector', async () => {
      const gate = await gateWithConnector('index-elsewhere')
      const ada = await signIn(gate, { logoutKeys: keysOf('ada') })
      await runSql(gate, (sql) => sql.exec(`UPDATE sessions SET connector_id = 'con_two'`))
      expect(await gate.endByIdp(byIndex())).toMatchObject({ kind: 'unknown' })
      await runSql(gate, (sql) => sql.exec(`UPDATE sessions SET connector_id = 'con_one'`))
      expect(await ada()).toBe(true)
    })
  })

  it('writes three rows, however many sessions there are: what it names, its message, its event', async () => {
    const { gate } = await gateWithSession('rows')
    const before = await rowsOf(gate)
    await gate.endByIdp(logoutOf())
    expect((await rowsOf(gate)) - before).toBe(3)
  })
})

const rowsOf = (gate: Awaited<ReturnType<typeof gateWithConnector>>): Promise<number> =>
  runSql(gate, (sql) =>
    Number(
      sql
        .exec(
          'SELECT (SELECT count(*) FROM idp_logouts) + (SELECT count(*) FROM spent) + (SELECT count(*) FROM outbox) AS n',
        )
        .one().n,
    ),
  )
