import { beforeEach, describe, expect, it } from 'vitest'
import {
  observeConnectors,
  purgeWatch,
} from '../../../src/gate/connector-health/connector-health.ts'
import { awaitsMails, queueAnnounced } from '../../../src/gate/outbox/announcements.ts'
import type { TenantGate } from '../../../src/gate/tenant-gate.ts'
import { WATCHED_REFUSALS } from '../../../src/login/watched-refusals.ts'
import { strongRandom } from '../../../src/storage/random.ts'
import type { DeploymentEvent } from '../../../src/tenants/events/events.ts'
import { newId } from '../../../src/tenants/ids.ts'
import { configuration, countRows, gateWithConnector, runSql, TENANT } from '../../support/gate.ts'

const MINUTE = 60_000
const NOW = Date.parse('2026-11-21T10:00:00Z')

let stub: DurableObjectStub<TenantGate>
let gates = 0
beforeEach(async () => {
  stub = await gateWithConnector(`watch ${++gates}`)
})

const event = (members: Partial<DeploymentEvent>): DeploymentEvent => ({
  id: newId('evt', strongRandom),
  type: 'login.refused',
  tenantId: TENANT,
  ssoId: 'sso_one',
  connectorId: 'con_one',
  at: NOW,
  data: {},
  ...members,
})

/** A refusal that answered a live request, from somewhere. */
const refusal = (from: number, members: Partial<DeploymentEvent> = {}) =>
  event({
    code: 'dsig_signature_mismatch',
    data: { ip: `192.0.2.${from}`, user_agent: 'test', response_kept: true },
    ...members,
  })

const several = (count: number, from = count, members: Partial<DeploymentEvent> = {}) =>
  Array.from({ length: count }, (_, n) => refusal(n % from, { at: NOW + n, ...members }))

const login = (at: number) => event({ type: 'login.admitted', at })

/** Carries events over, and answers what that raised. */
async function watch(events: readonly DeploymentEvent[], now = NOW): Promise<DeploymentEvent[]> {
  return runSql(stub, (sql) => {
    sql.exec('DELETE FROM outbox')
    observeConnectors(sql, events, now)
    const rows = sql.exec<{ body: string }>('SELECT body FROM outbox').toArray()
    return rows.map(({ body }) => JSON.parse(body).event)
  })
}

/** What mailboxes are owed. */
const mails = () =>
  runSql(stub, (sql) => {
    while (awaitsMails(sql)) queueAnnounced(sql, NOW)
    return sql
      .exec<{ user_id: string; kind: string; facts: string }>(
        'SELECT user_id, kind, facts FROM mail_queue ORDER BY kind, user_id',
      )
      .toArray()
  })

const causes = (events: readonly DeploymentEvent[]) =>
  events.map(({ type, data }) => `${type} ${data.cause ?? data.causes}`)

describe('refusals of one kind', () => {
  it('raise one event, with the cause, whose it is and what to do', async () => {
    const events = several(5)
    expect(await watch(events, NOW + 10)).toEqual([
      {
        id: expect.stringMatching(/^evt_/),
        type: 'connector.needs_attention',
        tenantId: TENANT,
        connectorId: 'con_one',
        ssoId: 'sso_one',
        at: NOW + 10,
        code: 'dsig_signature_mismatch',
        data: {
          cause: 'refusals',
          severity: 'warning',
          refusals: 5,
          browsers: 5,
          since: '2026-11-21T10:00:00.000Z',
          last_event_id: events.at(-1)?.id,
          fixed_by: 'sp_admin',
          says: expect.stringContaining('No registered certificate'),
          todo: WATCHED_REFUSALS.dsig_signature_mismatch?.todo,
        },
      },
    ])
    expect(await watch(several(20), NOW + MINUTE)).toEqual([])
  })

  it('count across batches, and in the order in which they happened', async () => {
    const [first, second, ...others] = several(5)
    expect(await watch(others)).toEqual([])
    expect(await watch([second, first].flatMap((one) => one ?? []))).toHaveLength(1)
  })

  it.each([
    ['four of them', several(4)],
    ['five from two browsers', several(5, 2)],
    ['nine from one', several(9, 1)],
    ['of several kinds', [...several(4), ...several(4, 4, { code: 'saml_audience_mismatch' })]],
    [
      'spread over more than a quarter of an hour',
      several(5).map((one, n) => ({ ...one, at: NOW + n * 4 * MINUTE })),
    ],
    ['at a connector that is gone', several(9, 9, { connectorId: 'con_gone' })],
    ['with a login in between', [...several(4), login(NOW + 10), refusal(9, { at: NOW + 20 })]],
  ])('raise nothing: %s', async (_, events) => {
    expect(await watch(events)).toEqual([])
  })

  it('from one browser count as a company behind one address, where there are ten', async () => {
    expect(await watch(several(10, 1))).toMatchObject([{ data: { refusals: 10, browsers: 1 } }])
  })

  it.each([
    ['garbage', 'xml_malformed'],
    ['bytes that were changed', 'dsig_digest_mismatch'],
    ['a request that was never made', 'login_request_unknown'],
    ['a response that comes twice', 'login_replayed'],
    ['a person who may not come in', 'login_user_not_invited'],
    ['a switch', 'login_connector_disabled'],
  ])('raise nothing for %s, which tells nothing of the connector', async (_, code) => {
    expect(await watch(several(30, 30, { code }))).toEqual([])
  })

  it('that anybody can cause raise nothing unless they answer a request of that browser', async () => {
    const unasked = several(30).map((one) => ({
      ...one,
      data: { ...one.data, response_kept: false },
    }))
    expect(await watch(unasked)).toEqual([])
    const vouched = unasked.map((one) => ({ ...one, code: 'login_profile_incomplete' }))
    expect(await watch(vouched)).toHaveLength(1)
  })

  it('of a login into a child tenant are told to the tenant of the connector', async () => {
    await addChildren(1)
    const events = several(5, 5, { tenantId: 'ten_child1' })
    expect(await watch(events)).toMatchObject([{ tenantId: TENANT }])
  })

  it('are counted without reading the connectors of other tenants', async () => {
    const rowsRead = async () =>
      runSql(stub, (sql) => {
        const counted = countRows(sql)
        for (const one of [refusal(1), refusal(1, { tenantId: 'ten_child1' }), login(NOW)])
          observeConnectors(counted.sql, [one], NOW)
        return counted.rows.read
      })
    await addChildren(1)
    const few = await rowsRead()
    await addChildren(300)
    expect(await rowsRead()).toBe(few)
  })
})

/** As many child tenants, each with a connector of its own. */
const addChildren = (count: number) =>
  runSql(stub, (sql) => {
    for (let n = 1; n <= count; n++) {
      const id = `ten_child${n}`
      sql.exec(
        `INSERT OR IGNORE INTO tenants (tenant_id, name, parent_id, jurisdiction, created_at)
         VALUES (?, 'Child', ?, 'none', 0)`,
        id,
        TENANT,
      )
      sql.exec(
        'INSERT OR IGNORE INTO connectors (tenant_id, connector_id, sso_id, enabled) VALUES (?, ?, ?, 1)',
        id,
        `con_a${n}`,
        `sso_a${n}`,
      )
    }
  })

it.each([
  ['there', TENANT],
  ['in a child tenant', 'ten_child1'],
])(
  'attention is asked of the active administrators by mail, urgently while passwords are off %s',
  async (_, enforcing) => {
    await addChildren(1)
    await runSql(stub, (sql) => {
      for (const [id, status, ...roles] of [
        ['usr_admin', 'active', 'editor', 'admin'],
        ['usr_gone', 'inactive', 'admin'],
        ['usr_editor', 'active', 'editor'],
      ])
        sql.exec(
          'INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at) VALUES (?, ?, ?, ?, 1, 1)',
          TENANT,
          id,
          JSON.stringify({ email: `${id}@example.org`, roles, groups: [] }),
          status,
        )
      const policy = JSON.stringify({ enforcement: { mode: 'members' } })
      sql.exec('INSERT INTO sign_in_policies VALUES (?, ?)', enforcing, policy)
    })
    const [event] = await watch(several(5))
    expect(event).toMatchObject({ data: { severity: 'urgent' } })
    await watch([login(NOW + MINUTE)], NOW + MINUTE)
    const owed = await mails()
    expect(owed).toMatchObject([
      { user_id: 'usr_admin', kind: 'connector_needs_attention' },
      { user_id: 'usr_admin', kind: 'connector_recovered' },
    ])
    expect(JSON.parse(String(owed[0]?.facts))).toEqual({
      event_id: event?.id,
      connector_id: 'con_one',
      code: 'dsig_signature_mismatch',
      ...event?.data,
    })
  },
)

it('attention is asked of every administrator, of child tenants where people come through the connector', async () => {
  await addChildren(2)
  const counts = [
    [TENANT, 130],
    ['ten_child1', 1],
    ['ten_child2', 1],
  ] as const
  await runSql(stub, (sql) => {
    for (const [tenantId, count] of counts)
      sql.exec(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
         INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at)
         SELECT ?1, ?1 || i, '{"roles":["admin"]}', 'active', 1, 1 FROM n`,
        tenantId,
        count,
      )
    sql.exec(`INSERT INTO identities VALUES ('ten_child1', 'con_one', '', '', 'ada', 'usr_ada')`)
    sql.exec(`INSERT INTO identities VALUES ('ten_child2', 'con_two', '', '', 'bob', 'usr_bob')`)
  })
  await watch(several(5))
  const told: string[] = []
  for (let portion = 0; portion < 3; portion++) {
    const owed = await mails()
    expect(owed.length).toBeLessThanOrEqual(100)
    told.push(...owed.map(({ user_id }) => user_id))
    await runSql(stub, (sql) => sql.exec('DELETE FROM mail_queue'))
  }
  expect(told).toHaveLength(131)
  expect(new Set(told).size).toBe(131)
  expect(told).toContain('ten_child11')
})

describe('a recovery', () => {
  it('is told with the first login after it, once', async () => {
    await watch(several(5))
    expect(causes(await watch([login(NOW + MINUTE), login(NOW + MINUTE)], NOW + MINUTE))).toEqual([
      'connector.recovered dsig_signature_mismatch',
    ])
    expect(await watch([login(NOW + 2 * MINUTE)], NOW + 2 * MINUTE)).toEqual([])
  })

  it('is no login from before the last refusal', async () => {
    await watch(several(5))
    expect(await watch([login(NOW - 1)], NOW + MINUTE)).toEqual([])
  })

  it('is followed by an hour in which the same is not told again', async () => {
    await watch(several(5))
    await watch([login(NOW + MINUTE)], NOW + MINUTE)
    const again = (at: number) => several(5).map((one, n) => ({ ...one, at: at + n }))
    expect(await watch(again(NOW + 5 * MINUTE), NOW + 6 * MINUTE)).toEqual([])
    const [last, ...others] = again(NOW + 60 * MINUTE)
    expect(await watch([...others, login(NOW + 61 * MINUTE)], NOW + 62 * MINUTE)).toEqual([])
    expect(
      await watch(last ? [{ ...last, at: NOW + 62 * MINUTE }] : [], NOW + 63 * MINUTE),
    ).toEqual([])
    expect(await watch(again(NOW + 63 * MINUTE), NOW + 64 * MINUTE)).toHaveLength(1)
  })

  it('leaves nothing behind that counts, and what is raised stays until then', async () => {
    const left = () =>
      runSql(stub, (sql) => sql.exec('SELECT subject FROM connector_watch').toArray().length)
    await watch([...several(5), ...several(2, 2, { code: 'saml_audience_mismatch' })])
    expect(await left()).toBe(2)
    await runSql(stub, (sql) => purgeWatch(sql, NOW + 100 * 86_400_000))
    expect(await left()).toBe(1)
    await watch([login(NOW + MINUTE)], NOW + MINUTE)
    await runSql(stub, (sql) => purgeWatch(sql, NOW + 62 * MINUTE))
    expect(await left()).toBe(0)
  })
})

describe('what keeps nobody out yet', () => {
  beforeEach(async () => {
    await runSql(stub, (sql) =>
      sql.exec(
        `INSERT INTO users (tenant_id, user_id, profile, status, created_at, updated_at)
         VALUES (?, 'usr_admin', '{"roles":["admin"],"groups":[]}', 'active', 1, 1)`,
        TENANT,
      ),
    )
  })
  /** What administrators were told to do. */
  const mailed = async () =>
    (await mails()).map(({ kind, facts }) => [kind, JSON.parse(facts).todo])
  const certificate = (threshold: number, hasSuccessor = false) =>
    event({
      type: 'certificate.expiring',
      data: {
        connector_ids: ['con_one', 'con_gone'],
        fingerprint_sha256: 'ab',
        not_after: '2026-12-01T00:00:00.000Z',
        threshold_days: threshold,
        has_successor: hasSuccessor,
        fixed_by: 'idp_admin',
        says: 'Publish the next one.',
      },
    })
  const metadata = (hours: number) =>
    event({
      type: 'metadata.failed',
      code: 'fetch_failed',
      data: {
        external_idp_id: 'idp_one',
        metadata_url: 'https://idp.example/metadata',
        failing_since: new Date(NOW - hours * 60 * MINUTE).toISOString(),
      },
    })

  it('is a certificate that ends within two weeks and has no successor: told once', async () => {
    expect(await watch([certificate(30)])).toEqual([])
    expect(await watch([certificate(14, true)])).toEqual([])
    expect(await watch([certificate(14), certificate(7)])).toMatchObject([
      {
        type: 'connector.needs_attention',
        connectorId: 'con_one',
        data: { cause: 'certificate', fixed_by: 'idp_admin', todo: 'Publish the next one.' },
      },
    ])
    expect(await watch([certificate(1)])).toEqual([])
    expect(await mailed()).toEqual([['connector_needs_attention', 'Publish the next one.']])
  })

  it('is a metadata URL that has failed for a day: told once, and not over with a login', async () => {
    expect(await watch([metadata(23)])).toEqual([])
    expect(await watch([metadata(24)])).toMatchObject([
      {
        connectorId: 'con_one',
        data: { cause: 'metadata', metadata_code: 'fetch_failed', fixed_by: 'sp_admin' },
      },
    ])
    expect(await watch([login(NOW + 1), metadata(24)])).toEqual([])
    expect(await mailed()).toEqual([
      ['connector_needs_attention', expect.stringContaining('Have the metadata URL work again')],
    ])
  })

  it('is no metadata of an identity provider that the connector has left', async () => {
    const { settings } = configuration().connector ?? {}
    await runSql(stub, (sql) =>
      sql.exec(
        "UPDATE connectors SET configuration = json_set(configuration, '$.connector.settings', json(?))",
        JSON.stringify({ ...settings, externalIdpId: 'idp_other' }),
      ),
    )
    expect(await watch([metadata(48)])).toEqual([])
  })
})
