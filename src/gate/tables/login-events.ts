// Events of logins on their way out of the gate. The row of a session carries its event, so that
// telling D1 of a login writes nothing beside it. Logins join batches, which are numbered; which of
// them D1 has heard of is one row of the gate. Which have yet to go is known by memory, and after a
// restart by one reading of all sessions. In D1 those of a tenant in a batch are one row, so each
// is given an id of that row here, and a row is never told in parts: what joins a batch in another
// life of the gate joins another row.

import { idInRow, newRowId } from '../../storage/d1/login-row-ids.ts'
import { strongRandom } from '../../storage/random.ts'
import type { DeploymentEvent } from '../../tenants/events/events.ts'
import type { EventId, TenantId } from '../../tenants/ids.ts'
import { firstRow } from './rows.ts'
import { connectorOf, type SessionRow } from './session-row.ts'

/** Logins in a batch, and in one step to D1. */
const MAX_IN_BATCH = 100
/**
 * More than these are not remembered while D1 is out of reach: they are read again when their turn
 * comes.
 */
const MAX_REMEMBERED = 10_000

/** Whose event it is. */
interface Login {
  readonly tenantId: TenantId
  readonly sid: string
  readonly eventId: EventId
}

interface Batch {
  readonly number: number
  readonly logins: readonly Login[]
}

/** What D1 is told at a time. */
interface LoginNews {
  /** The last batch in it; undefined where nothing waits. */
  readonly upTo: number | undefined
  /** Others wait that need not be gathered any longer. */
  readonly more: boolean
  readonly events: readonly DeploymentEvent[]
}

export interface LoginEvents {
  /**
   * What the row of a session carries: the event, under an id that it gets here. Belongs in the
   * transaction that writes the row: if that fails, there is none to tell of.
   */
  carry(event: DeploymentEvent, sid: string): { readonly batch: number; readonly event: string }
  /** The next ones to tell of. No login joins their batches any more. */
  next(): LoginNews
  /** Notes that D1 has heard of them: belongs in the turn that owes them to webhooks. */
  told(upTo: number): void
  /** Tells whether there may be any of which D1 has not heard. */
  waits(): boolean
  /** Tells whether a whole batch has come together since D1 was last told. */
  isFull(): boolean
  find(tenantId: TenantId, eventId: EventId): DeploymentEvent | undefined
}

/** A batch that logins still join. */
interface Gathering {
  /** Higher than that of any batch that was told or is remembered. */
  readonly number: number
  readonly logins: Login[]
  /** The row that each tenant will have in D1. */
  readonly rows: Map<TenantId, EventId>
}

const gather = (number: number): Gathering => ({ number, logins: [], rows: new Map() })

function nextId({ logins, rows }: Gathering, tenantId: TenantId): EventId {
  const row = rows.get(tenantId) ?? newRowId(strongRandom)
  rows.set(tenantId, row)
  return idInRow(row, logins.length)
}

/** Makes what one gate remembers of them. */
export function createLoginEvents(sql: SqlStorage): LoginEvents {
  /** In the order of their numbers: the first that D1 has not heard of. */
  let closed: readonly Batch[] = []
  let open: Gathering | undefined
  /** Nothing waits that is not remembered. */
  let whole = false
  let full = false

  const close = (): void => {
    if (open === undefined || open.logins.length === 0) return
    if (whole) closed = [...closed, open]
    open = gather(open.number + 1)
  }
  const recall = (): void => {
    const read = readWaiting(sql)
    whole = read.whole
    closed = read.batches
    open = gather(Math.max(open?.number ?? 0, read.last) + 1)
  }
  return {
    carry({ tenantId, at, data }, sid) {
      open ??= gather(toldUpTo(sql) + 1)
      const id = nextId(open, tenantId)
      const carried = { batch: open.number, event: JSON.stringify({ id, at, data }) }
      if (closed.length * MAX_IN_BATCH >= MAX_REMEMBERED) whole = false
      open.logins.push({ tenantId, sid, eventId: id })
      if (open.logins.length === MAX_IN_BATCH) {
        full = true
        close()
      }
      return carried
    },
    next() {
      full = false
      if (whole) close()
      else if (closed.length === 0) recall()
      const taken = takeFirst(closed)
      return {
        upTo: taken.at(-1)?.number,
        more: !whole || taken.length < closed.length,
        events: taken.flatMap(({ logins }) => logins).flatMap((login) => readLogin(sql, login)),
      }
    },
    told(upTo) {
      sql.exec('UPDATE told_logins SET batch = ?', upTo)
      closed = closed.filter((batch) => batch.number > upTo)
    },
    waits: () => !whole || closed.length > 0 || (open?.logins.length ?? 0) > 0,
    isFull: () => full,
    find(tenantId, eventId) {
      if (!whole && closed.length === 0) recall()
      const remembered = [...closed.flatMap(({ logins }) => logins), ...(open?.logins ?? [])]
      const login = remembered.find((one) => one.eventId === eventId && one.tenantId === tenantId)
      return login && readLogin(sql, login)[0]
    },
  }
}

/** None where the row is gone: its tenant was deleted. */
function readLogin(sql: SqlStorage, { tenantId, sid }: Login): readonly DeploymentEvent[] {
  const row = firstRow<SessionRow>(
    sql,
    'SELECT * FROM sessions WHERE tenant_id = ? AND sid = ?',
    tenantId,
    sid,
  )
  if (row === undefined || row.event === null) return []
  const at = { tenantId, ...connectorOf(row), userId: row.user_id }
  return [{ type: 'login.admitted', ...at, ...JSON.parse(row.event) }]
}

/** As many whole batches as go in one step, at least one. */
function takeFirst(batches: readonly Batch[]): readonly Batch[] {
  let count = 0
  return batches.filter(({ logins }, index) => {
    count += logins.length
    return index === 0 || count <= MAX_IN_BATCH
  })
}

const toldUpTo = (sql: SqlStorage): number =>
  firstRow<{ batch: number }>(sql, 'SELECT batch FROM told_logins')?.batch ?? 0

/** The batches that D1 has not heard of. Reads every session of the gate. */
function readWaiting(sql: SqlStorage): {
  readonly batches: readonly Batch[]
  readonly last: number
  readonly whole: boolean
} {
  const told = toldUpTo(sql)
  const rows = sql
    .exec<{ tenant_id: TenantId; sid: string; event_id: EventId; batch: number }>(
      `SELECT tenant_id, sid, event ->> 'id' AS event_id, batch FROM sessions
       WHERE batch > ? ORDER BY batch LIMIT ?`,
      told,
      MAX_REMEMBERED,
    )
    .toArray()
  const whole = rows.length < MAX_REMEMBERED
  const last = rows.at(-1)?.batch ?? told
  const batches = new Map<number, Login[]>()
  for (const { tenant_id: tenantId, sid, event_id: eventId, batch } of rows) {
    const login = { tenantId, sid, eventId }
    // The limit may have cut the last one: it is read again.
    if (!whole && batch === last) break
    batches.set(batch, [...(batches.get(batch) ?? []), login])
  }
  return { batches: [...batches].map(([number, logins]) => ({ number, logins })), last, whole }
}
