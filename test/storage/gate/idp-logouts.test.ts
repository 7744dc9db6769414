import { describe, expect, it } from 'vitest'
import type { IdpLogout } from '../../../src/login/ports.ts'
import {
  admissionOf,
  attemptFacts,
  gateWithConnector,
  runSql,
  TENANT,
  VERSION,
} from '../../support/gate.ts'

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
      sql.exec(`UPDATE sessions SET tenant_id = 'ten_child'`)
      sql.exec(`UPDATE users SET tenant_id = 'ten_child'`)
    })
    expect(await gate.findSession('ten_child', sid)).toBeDefined()
    await gate.endByIdp(logoutOf())
    expect(await gate.findSession('ten_child', sid)).toBeUndefined()
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
