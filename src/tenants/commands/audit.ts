// The audit log: one entry for every administrative change, written in the batch that makes the
// change, never altered.

import type { AuditId, TenantId } from '../ids.ts'
import type { Listed, Page } from '../page.ts'
import { canonicalJson } from './canonical-json.ts'
import type { Actor } from './envelope.ts'
import type { Snapshot } from './snapshot.ts'

/** What a change was made to. */
interface AuditTarget {
  readonly type: string
  readonly id: string
}

export interface AuditEntry {
  readonly id: AuditId
  /** Absent for what belongs to the deployment. Kept when the tenant is gone. */
  readonly tenantId?: TenantId
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly actor: Actor
  /** As in `connector.updated`. */
  readonly action: string
  readonly target: AuditTarget
  /**
   * Of a change the members that changed, of a creation or a deletion all of them. Never a secret.
   */
  readonly before?: Snapshot
  readonly after?: Snapshot
  readonly requestId: string
}

/** Grows with every write: alone it is no change. */
const CLOCKWORK = ['updated_at']

/** Before and after of a change: only the members that differ. Undefined when nothing does. */
export function differenceOf(
  before: Snapshot | undefined,
  after: Snapshot | undefined,
): Pick<AuditEntry, 'before' | 'after'> | undefined {
  if (before === undefined || after === undefined)
    return { ...(before && { before }), ...(after && { after }) }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) =>
      !CLOCKWORK.includes(name) && canonicalJson(before[name]) !== canonicalJson(after[name]),
  )
  if (names.length === 0) return undefined
  const pick = (snapshot: Snapshot): Snapshot =>
    Object.fromEntries(names.flatMap((name) => (name in snapshot ? [[name, snapshot[name]]] : [])))
  return { before: pick(before), after: pick(after) }
}

/** Which entries are wanted; what is absent excludes none. */
export interface AuditFilter {
  readonly tenantId?: TenantId
  /** Entries of this tenant and of its children. */
  readonly family?: TenantId
  /** The id of a person or an API key, a part of the system, or `operator`: every operator. */
  readonly actor?: string
  readonly action?: string
  readonly targetId?: string
  /** Milliseconds since the epoch: at or after the one, before the other. */
  readonly from?: number
  readonly until?: number
}

export interface AuditLog {
  find(id: AuditId): Promise<AuditEntry | undefined>
  /** Newest first. */
  list(filter: AuditFilter, page: Page): Promise<Listed<AuditEntry>>
}
