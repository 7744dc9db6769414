import { runDurableObjectAlarm } from 'cloudflare:test'
import { describe, expect, it } from 'vitest'
import { admit } from '../../../src/gate/admission/admission.ts'
import { createRefusalCap } from '../../../src/gate/outbox/refusal-cap.ts'
import { purgeLogins } from '../../../src/gate/queue/purge-logins.ts'
import { nextEnforcementAt } from '../../../src/gate/queue/start-enforcement.ts'
import { createLoginEvents } from '../../../src/gate/tables/login-events.ts'
import type { TenantGate } from '../../../src/gate/tenant-gate.ts'
import type { Admission, AdmissionRequest } from '../../../src/login/ports.ts'
import {
  admissionOf,
  attemptFacts,
  configuration,
  countRows,
  gateWithConnector,
  runSql,
  TENANT,
  VERSION,
} from '../../support/gate.ts'

const admitted = (admission: Admission) => {
  if (admission.kind !== 'admitted') throw new Error(`not admitted: ${JSON.stringify(admission)}`)
  return admission
}
const refusal = (code: string) => ({ kind: 'refused', refusal: { code }, recorded: true })

/** How many rows an admission reads and writes. */
const rowsOf = (
  gate: DurableObjectStub<TenantGate>,
  request: AdmissionRequest,
): Promise<{ readonly read: number; readonly written: number }> =>
  runSql(gate, (sql) => {
    const counted = countRows(sql)
    const logins = createLoginEvents(sql)
    const record = {
      newUserId: 'usr_never',
      cap: createRefusalCap(),
      logins,
      now: Date.now(),
    } as const
    admit(counted.sql, request, record)
    return counted.rows
  })

describe('admission', () => {
  it('creates the person at the first login and finds them at the next', async () => {
    const gate = await gateWithConnector('first-and-next')
    const first = admitted(await gate.admit(admissionOf()))
    const next = admitted(await gate.admit(admissionOf()))
    expect(first.open.user).toMatchObject({
      email: 'ada@example.org',
      status: 'active',
      tenantId: TENANT,
    })
    expect(next.open.user.id).toBe(first.open.user.id)
    expect(next.open.session.sid).not.toBe(first.open.session.sid)
  })

  it('brings the profile up to date at each login', async () => {
    const gate = await gateWithConnector('profile')
    const first = admitted(await gate.admit(admissionOf()))
    const profile = { email: 'ada@new.example', firstName: 'Ada', roles: [], groups: ['g'] }
    const next = admitted(await gate.admit(admissionOf({ profile })))
    expect(next.open.user).toMatchObject({ id: first.open.user.id, ...profile })
    const open = await gate.findSession(TENANT, next.open.session.sid)
    expect(open?.user).toMatchObject(profile)
  })

  it('writes one row for a repeat login: the session, which carries its event', async () => {
    const gate = await gateWithConnector('rows')
    await gate.admit(admissionOf())
    const { written } = await rowsOf(gate, admissionOf())
    expect(written).toBe(1)
  })

  it('reads as many rows in a gate of five hundred tenants as in one of two, and writes one more for a child', async () => {
    const gate = await gateWithConnector('tenants')
    const adopt = (from: number, to: number) =>
      runSql(gate, (sql) => {
        sql.exec(
          `WITH RECURSIVE n(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
           INSERT INTO tenants (tenant_id, name, parent_id, jurisdiction, created_at)
           SELECT printf('ten_%d', i), 'Child', ?3, 'none', 0 FROM n`,
          from,
          to,
          TENANT,
        )
      })
    const child = { entersTenantId: 'ten_1' } as const
    const rows = async () => [
      await rowsOf(gate, admissionOf()),
      await rowsOf(gate, admissionOf(child)),
    ]
    await adopt(1, 1)
    for (const change of [{}, child]) await gate.admit(admissionOf(change))
    const few = await rows()
    await adopt(2, 500)
    expect(await rows()).toEqual(few)
    expect(few.map(({ written }) => written)).toEqual([1, 2])
  })

  it('costs an administrator one row more, once a day', async () => {
    const gate = await gateWithConnector('administrators')
    const profile = { email: 'ada@example.org', firstName: 'Ada', roles: ['admin'], groups: [] }
    const request = (now: number) => admissionOf({ profile, now })
    const now = Date.now()
    const logins = () =>
      runSql(gate, (sql) => sql.exec('SELECT connector_id, at FROM admin_logins').toArray())
    await gate.admit(request(now))
    const rows = [(await rowsOf(gate, request(now + 86_399_999))).written]
    expect(await logins()).toEqual([{ connector_id: 'con_one', at: now }])
    rows.push((await rowsOf(gate, request(now + 86_400_000))).written)
    expect(await logins()).toEqual([{ connector_id: 'con_one', at: now + 86_400_000 }])
    expect(rows).toEqual([1, 2])
    await gate.admit({ ...request(now), environment: 'non_production', sid: 'ses_trial' })
    expect(await logins()).toMatchObject([{ at: now + 86_400_000 }])
    const trial = now + 3 * 86_400_000
    await gate.admit({ ...request(trial), environment: 'non_production', sid: 'ses_later' })
    expect(await logins()).toEqual([{ connector_id: 'con_one', at: now + 86_400_000 }])
  })

  it('reads nobody else’s links where it brings another address, and no policy but those with a planned start', async () => {
    const gate = await gateWithConnector('others')
    const profile = { email: 'ada@new.example', firstName: 'Ada', roles: [], groups: [] }
    const back = { ...profile, email: 'ada@example.org' }
    for (const one of [back, profile, back]) await gate.admit(admissionOf({ profile: one }))
    const rowsRead = async () => [
      (await rowsOf(gate, admissionOf({ profile }))).read,
      (await rowsOf(gate, admissionOf({ profile: back }))).read,
      await runSql(gate, (sql) => {
        const counted = countRows(sql)
        nextEnforcementAt(counted.sql, 0)
        return counted.rows.read
      }),
    ]
    const few = await rowsRead()
    await runSql(gate, (sql) => {
      const many = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)'
      sql.exec(
        `${many} INSERT INTO password_links (tenant_id, link_hash, user_id, purpose, expires_at)
         SELECT ?, i, 'usr_' || i, 'invitation', 1 FROM n`,
        TENANT,
      )
      sql.exec(
        `${many} INSERT INTO sign_in_policies (tenant_id, policy)
         SELECT 'ten_' || i, '{"enforcement":{"mode":"members"}}' FROM n`,
      )
    })
    expect(await rowsRead()).toEqual(few)
  })

  it('is refused under another version, spends nothing and returns the one that governs (I2)', async () => {
    const gate = await gateWithConnector('version')
    const request = admissionOf({ version: 'b'.repeat(64) })
    expect(await gate.admit(request)).toEqual({
      kind: 'superseded',
      configuration: configuration(),
    })
    expect(admitted(await gate.admit({ ...request, version: VERSION })).repeated).toBe(false)
  })

  it('is refused under another trust revision', async () => {
    const gate = await gateWithConnector('trust')
    expect(await gate.admit(admissionOf({ trustRevision: 2 }))).toMatchObject({
      kind: 'superseded',
    })
  })

  it('is refused for a connector that is gone', async () => {
    const gate = await gateWithConnector('gone')
    await runSql(gate, (sql) => sql.exec('DELETE FROM connectors').toArray())
    expect(await gate.admit(admissionOf())).toEqual({
      kind: 'superseded',
      configuration: undefined,
    })
  })

  it('is refused for a connector of another tenant (I5)', async () => {
    const gate = await gateWithConnector('tenant')
    expect(await gate.admit(admissionOf({ tenantId: 'ten_two' }))).toEqual({
      kind: 'superseded',
      configuration: undefined,
    })
  })

  it('is refused while the connector is disabled (R40)', async () => {
    const gate = await gateWithConnector('disabled')
    await runSql(gate, (sql) => sql.exec('UPDATE connectors SET enabled = 0').toArray())
    expect(await gate.admit(admissionOf())).toEqual(refusal('login_connector_disabled'))
  })

  it('lets exactly one of 50 concurrent uses of a request in, from different browsers (I3)', async () => {
    const gate = await gateWithConnector('replay')
    const request = admissionOf()
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, n) => gate.admit({ ...request, browser: `browser-${n}` })),
    )
    expect(all.filter(({ kind }) => kind === 'admitted')).toHaveLength(1)
    expect(all.filter((a) => a.kind === 'refused').map((a) => a.refusal.code)).toEqual(
      Array(49).fill('login_replayed'),
    )
  })

  it('answers a double submit of the same browser alike and consumes nothing', async () => {
    const gate = await gateWithConnector('double')
    const request = admissionOf()
    const first = admitted(await gate.admit(request))
    const again = admitted(await gate.admit({ ...request, event: attemptFacts() }))
    expect(again).toEqual({ ...first, repeated: true })
    const rows = await runSql(gate, (sql) => sql.exec('SELECT id FROM outbox').toArray())
    expect(rows).toHaveLength(1)
  })

  it('refuses the same response once its session was ended', async () => {
    const gate = await gateWithConnector('ended')
    const request = admissionOf()
    const { session } = admitted(await gate.admit(request)).open
    expect(await gate.endSession(TENANT, session.sid)).toMatchObject({ session })
    expect(await gate.admit(request)).toEqual(refusal('login_replayed'))
  })

  it('refuses the same response once its session has expired', async () => {
    const gate = await gateWithConnector('expired-replay')
    const request = admissionOf({ sessionExpiresAt: Date.now() - 1 })
    expect((await gate.admit(request)).kind).toBe('admitted')
    expect(await gate.admit(request)).toEqual(refusal('login_replayed'))
  })

  it('refuses the same response once its user is no longer active', async () => {
    const gate = await gateWithConnector('inactive-replay')
    const request = admissionOf()
    expect((await gate.admit(request)).kind).toBe('admitted')
    await runSql(gate, (sql) => sql.exec(`UPDATE users SET status = 'inactive'`).toArray())
    expect(await gate.admit(request)).toEqual(refusal('login_replayed'))
  })

  it('remembers a request for its whole life, however short its session was (R46)', async () => {
    const gate = await gateWithConnector('short-session')
    const now = Date.now()
    const request = admissionOf({ sessionExpiresAt: now + 1000, spentUntil: now + 2_100_000 })
    expect((await gate.admit(request)).kind).toBe('admitted')
    await runSql(gate, (sql) => purgeLogins(sql, now + 2_099_000))
    const later = { ...request, now: now + 2_099_000 }
    expect(await gate.admit(later)).toEqual(refusal('login_replayed'))
  })

  it('leaves no expired session behind, however many there are, and looks through them in portions', async () => {
    const gate = await gateWithConnector('many-expired')
    await gate.admit(admissionOf())
    const count = 'SELECT COUNT(*) AS sessions FROM sessions'
    const [whole, left] = await runSql(gate, (sql) => {
      sql.exec(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 21000)
         INSERT INTO sessions (tenant_id, sid, user_id, connector_id, sso_id, environment, browser, created_at,
           expires_at, keep_until, authn_instant, logout_context)
         SELECT tenant_id, i, user_id, '', '', environment, '', 0, 0, 0, 0, '' FROM sessions, n`,
      )
      const copy = sql.exec(count).one().sessions
      expect(purgeLogins(sql, Date.now())).toMatchObject({ tenantId: TENANT })
      return [copy, sql.exec(count).one().sessions]
    })
    expect([whole, left]).toEqual([21_001, 11_001])
    for (const _turn of [1, 2]) await runDurableObjectAlarm(gate)
    expect(await runSql(gate, (sql) => sql.exec(count).one().sessions)).toBe(1)
  })

  it('joins nobody by e-mail address (R52)', async () => {
    const gate = await gateWithConnector('email')
    await gate.admit(admissionOf())
    const eve = { idpEntityID: 'https://idp.example', source: 'name_id:x', value: 'eve' }
    const profile = { email: 'ADA@example.org', roles: [], groups: [] }
    const request = admissionOf({ identity: eve, profile })
    expect(await gate.admit(request)).toEqual(refusal('login_email_taken'))
    const people = await runSql(gate, (sql) => sql.exec('SELECT user_id FROM users').toArray())
    expect(people).toHaveLength(1)
  })

  it.each([
    { idpEntityID: 'https://other.example', source: 'name_id:x', value: 'ada' },
    { idpEntityID: 'https://idp.example', source: 'attribute:oid', value: 'ada' },
    { idpEntityID: 'https://idp.example', source: 'name_id:x', value: 'ada ' },
    { idpEntityID: 'https://idp.example', source: 'name_id:x', value: '\u0430da' },
  ])('takes %j for another person (R47, R52)', async (identity) => {
    const gate = await gateWithConnector(`identity-${JSON.stringify(identity)}`)
    const first = admitted(await gate.admit(admissionOf()))
    const profile = { email: 'other@example.org', roles: [], groups: [] }
    const other = admitted(await gate.admit(admissionOf({ identity, profile })))
    expect(other.open.user.id).not.toBe(first.open.user.id)
  })

  it('takes the same name of another connector for another person (R52)', async () => {
    const gate = await gateWithConnector('other-connector')
    const first = admitted(await gate.admit(admissionOf()))
    await runSql(gate, (sql) =>
      sql.exec(`INSERT INTO connectors
          (tenant_id, connector_id, sso_id, enabled, version, trust_revision, configuration)
        SELECT tenant_id, 'con_two', 'sso_two', enabled, version, trust_revision, configuration
        FROM connectors`),
    )
    const profile = { email: 'other@example.org', roles: [], groups: [] }
    const request = admissionOf({ connectorId: 'con_two', ssoId: 'sso_two', profile })
    const other = admitted(await gate.admit(request))
    expect(other.open.user.id).not.toBe(first.open.user.id)
  })

  it('makes nobody of a name that differs from a known one in case alone (R47)', async () => {
    const gate = await gateWithConnector('case')
    await gate.admit(admissionOf())
    const of = (value: string) =>
      admissionOf({
        identity: { idpEntityID: 'https://idp.example', source: 'name_id:x', value },
        profile: { email: 'other@example.org', roles: [], groups: [] },
      })
    expect(await gate.admit(of('Ada'))).toEqual(refusal('login_identity_case_differs'))
    // Another one altogether, and one that a careless lower case would make `ada` of.
    expect((await gate.admit(of('ad\u0105'))).kind).toBe('admitted')
    const people = await runSql(gate, (sql) => sql.exec('SELECT user_id FROM users').toArray())
    expect(people).toHaveLength(2)
  })

  it('takes the Kelvin sign of an address for no k (R47)', async () => {
    const gate = await gateWithConnector('kelvin')
    const of = (value: string, email: string) =>
      admissionOf({
        identity: { idpEntityID: 'https://idp.example', source: 'name_id:x', value },
        profile: { email, roles: [], groups: [] },
      })
    const mark = admitted(await gate.admit(of('mark', 'mark@example.org')))
    const other = admitted(await gate.admit(of('other', 'mar\u212A@example.org')))
    expect(other.open.user.id).not.toBe(mark.open.user.id)
  })

  it('takes e-mail addresses for equal in another case and Unicode form (R47)', async () => {
    const gate = await gateWithConnector('folded')
    const of = (value: string, email: string) =>
      admissionOf({
        identity: { idpEntityID: 'https://idp.example', source: 'name_id:x', value },
        profile: { email, roles: [], groups: [] },
      })
    expect((await gate.admit(of('one', 'ren\u00e9@example.org'))).kind).toBe('admitted')
    const other = await gate.admit(of('two', 'RENE\u0301@example.org'))
    expect(other).toEqual(refusal('login_email_case_differs'))
    expect(await gate.admit(of('two', 'Rene\u0301@EXAMPLE.org'))).toEqual(
      refusal('login_email_taken'),
    )
    // A Cyrillic letter only looks like the Latin one.
    expect((await gate.admit(of('three', 'r\u0435n\u00e9@example.org'))).kind).toBe('admitted')
    // Nor does a known person get the address of another one by its case.
    expect(await gate.admit(of('three', 'REN\u00c9@example.org'))).toEqual(
      refusal('login_email_case_differs'),
    )
  })

  it('frees an e-mail address that its person gave up', async () => {
    const gate = await gateWithConnector('moved')
    await gate.admit(admissionOf())
    await gate.admit(admissionOf({ profile: { email: 'b@example.org', roles: [], groups: [] } }))
    const identity = { idpEntityID: 'https://idp.example', source: 'name_id:x', value: 'new' }
    expect((await gate.admit(admissionOf({ identity }))).kind).toBe('admitted')
  })

  it('refuses a person who was deactivated', async () => {
    const gate = await gateWithConnector('inactive')
    await gate.admit(admissionOf())
    await runSql(gate, (sql) => sql.exec(`UPDATE users SET status = 'inactive'`).toArray())
    expect(await gate.admit(admissionOf())).toEqual(refusal('login_user_inactive'))
  })
})
