// Synthetic people and tenants, thousands in one statement: clones of rows that a real login and
// real commands made, so that they have the shape and the size of real ones. Nothing is random: two
// runs load the same.

/** Runs a statement where the rows are to be. */
export type Run = (sql: string, params?: readonly (string | number)[]) => Promise<readonly Row[]>
type Row = Readonly<Record<string, unknown>>

/** SQL over `i`, the number of the clone, by column; what is not named is cloned. */
type Changes = Readonly<Record<string, string>>

export interface Cloning {
  readonly table: string
  /** SQL: which row is cloned. */
  readonly where: string
  readonly changes: Changes
  readonly from: number
  readonly to: number
}

/** Clones in one statement. */
const AT_ONCE = 10_000
/** Logins in a row of D1: as many as come together in a busy gate. */
const IN_ROW = 50
/** Tenants of an application. */
const GRANTED = 10
/** A prime, so that ids are all different and in no order: that is how real ones fill a table. */
const PRIME = 1_000_000_007

/** The clones' ids, as SQL. */
export const idOf = (prefix: string, number = 'i'): string =>
  `'${prefix}_' || printf('%024d', (${number}) * 7919317 % ${PRIME})`

/** The e-mail address of the n-th person; number 0 is the one who is cloned. */
export const addressOf = (n: number): string => `person-${String(n).padStart(7, '0')}@example.org`
const ADDRESS = `'person-' || printf('%07d', i) || '@example.org'`

/** A text in which the address stands, as SQL. */
export const readdressed = (column: string): string =>
  `replace(${column}, '${addressOf(0)}', ${ADDRESS})`

/** Clones one row of a table. */
export async function clone(run: Run, { table, where, changes, from, to }: Cloning): Promise<void> {
  const columns = await run(`SELECT name FROM pragma_table_info('${table}')`)
  const names = columns.map(({ name }) => String(name))
  const values = names.map((name) => changes[name] ?? `t."${name}"`)
  for (let first = from; first <= to; first += AT_ONCE) {
    const last = Math.min(first + AT_ONCE - 1, to)
    await run(
      `WITH RECURSIVE n(i) AS (SELECT ${first} UNION ALL SELECT i + 1 FROM n WHERE i < ${last})
       INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')})
       SELECT ${values.join(', ')} FROM (SELECT * FROM "${table}" WHERE ${where} LIMIT 1) AS t, n`,
    )
  }
}

/** People of the template's tenant in its gate, each with a session of today. */
export async function clonePeople(run: Run, template: string, to: number): Promise<void> {
  const user = { user_id: idOf('usr') }
  const mine = `user_id = '${template}'`
  const tables: Readonly<Record<string, Changes>> = {
    users: { ...user, profile: readdressed('profile'), external_id: `'hr-' || i` },
    user_emails: { ...user, email: ADDRESS },
    identities: { ...user, value: ADDRESS },
    links: user,
    sessions: { ...user, sid: idOf('ses'), person_key: `'person-' || i`, session_key: 'NULL' },
  }
  for (const [table, changes] of Object.entries(tables)) {
    const where = table === 'sessions' ? `${mine} AND event IS NOT NULL` : mine
    await clone(run, { table, where, changes, from: 1, to })
  }
}

/** The same people and their logins as D1 shows them, and as many again in other tenants. */
export async function cloneProjection(
  run: Run,
  template: { readonly userId: string; readonly tenantId: string },
  { users, tenants }: { readonly users: number; readonly tenants: number },
): Promise<void> {
  const { userId, tenantId } = template
  const other = idOf('ten', `i % ${tenants} + 1`)
  const person = {
    id: idOf('usr'),
    email: ADDRESS,
    email_key: ADDRESS,
    user_id: `'E-' || i`,
    external_id: `'hr-' || i`,
    created_at: 'created_at + i',
    updated_at: 'updated_at + i',
  }
  const mine = { from: 1, to: users }
  const theirs = { from: users + 1, to: 2 * users }
  await clone(run, { table: 'users', where: `id = '${userId}'`, changes: person, ...mine })
  await cloneLogins(run, tenantId, { changes: {}, after: 0, count: users })
  const moved = { ...person, tenant_id: other }
  await clone(run, { table: 'users', where: `id = '${userId}'`, changes: moved, ...theirs })
  await cloneLogins(run, tenantId, { changes: { tenant_id: other }, after: users, count: users })
}

/** Logins of people by their numbers, as gates tell of them: so many in a row. */
async function cloneLogins(
  run: Run,
  tenantId: string,
  {
    changes,
    after,
    count,
  }: { readonly changes: Changes; readonly after: number; readonly count: number },
): Promise<void> {
  const [last] = await run('SELECT max(seq) AS seq FROM events')
  const person = `${after} + i * ${IN_ROW} - p.value`
  const row = `'evt_' || printf('%016d', (${after} + i) * 7919317 % ${PRIME})`
  const login = `json_set(t.logins -> '$[0]', '$.id', ${row} || printf('%08d', ${IN_ROW} - 1 - p.value),
    '$.userId', ${idOf('usr', person)}, '$.at', t.at + ${person})`
  const places = JSON.stringify(Array.from({ length: IN_ROW }, (_, place) => place))
  await clone(run, {
    table: 'events',
    where: `tenant_id = '${tenantId}' AND logins IS NOT NULL`,
    changes: {
      ...changes,
      seq: `${Number(last?.seq)} + i * ${IN_ROW}`,
      id: row,
      at: `t.at + ${after} + i * ${IN_ROW}`,
      logins: `(SELECT json_group_array(${login}) FROM json_each('${places}') AS p)`,
    },
    from: 1,
    to: count / IN_ROW,
  })
}

/** Tenants with all that a first login takes, in D1. */
export async function cloneTenants(run: Run, tenantId: string, to: number): Promise<void> {
  const tenant = { tenant_id: idOf('ten'), created_at: 'created_at + i' }
  const own = {
    sso_id: idOf('sso'),
    connector_id: idOf('con'),
    external_idp_id: idOf('idp'),
  }
  const id = { ...tenant, ...own }
  const tables: Readonly<Record<string, Changes>> = {
    tenants: { id: idOf('ten'), name: `'Tenant ' || i`, created_at: 'created_at + i' },
    sso_keys: { ...tenant, id: idOf('sso') },
    external_idps: { ...tenant, id: idOf('idp') },
    connectors: { ...id, id: idOf('con') },
    connector_versions: id,
    login_configurations: id,
    audit_entries: {
      ...tenant,
      seq: 'NULL',
      id: idOf('aud'),
      target_id: idOf('ten'),
      at: 'at + i',
    },
  }
  for (const [table, changes] of Object.entries(tables)) {
    const where = table === 'tenants' ? `id = '${tenantId}'` : `tenant_id = '${tenantId}'`
    await clone(run, { table, where, changes, from: 1, to })
  }
  // An application for every ten tenants: it names each in every list that it stands in.
  const grant = {
    application_id: idOf('app', `(i + ${GRANTED - 1}) / ${GRANTED}`),
    tenant_id: idOf('ten'),
  }
  const where = 'true'
  const application = { id: idOf('app'), created_at: 'created_at + i' }
  const last = Math.ceil(to / GRANTED)
  await clone(run, { table: 'applications', where, changes: application, from: 1, to: last })
  await clone(run, { table: 'application_grants', where, changes: grant, from: 1, to })
  const key = {
    id: idOf('key'),
    secret_hash: `'hash ' || i`,
    tenant_id: idOf('ten'),
    created_at: 'created_at + i',
  }
  await clone(run, { table: 'api_keys', where: 'true', changes: key, from: 1, to })
}
