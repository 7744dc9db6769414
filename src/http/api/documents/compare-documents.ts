// What a document would change: entry by entry, member by member. Entries are the same by name,
// connectors by reference.

import { canonicalJson } from '../../../tenants/commands/canonical-json.ts'
import type { TenantDocument } from './tenant-document.ts'

export type EntryKind = 'tenant' | 'sso_key' | 'external_idp' | 'connector' | 'application'

/** A member before and after; of a certificate its PEM text. */
interface MemberChange {
  readonly member: string
  readonly before: unknown
  readonly after: unknown
}

/** What becomes of one entry. What a document leaves out remains: an import deletes nothing. */
export interface EntryChange {
  readonly kind: EntryKind
  /** The name, of a connector its reference. */
  readonly name: string
  readonly change: 'create' | 'update' | 'unchanged' | 'remaining'
  readonly members: readonly MemberChange[]
}

type Entry = Readonly<Record<string, unknown>>

/**
 * Compares a document with the one that the tenant would export now, in the order in which an
 * import goes.
 */
export function compareDocuments(
  now: TenantDocument,
  document: TenantDocument,
): readonly EntryChange[] {
  const own = compareTenants(now.tenant, document.tenant)
  const isTold = [now, document].some(({ tenant }) => tenant.roles || tenant.landing)
  return [
    ...(isTold || own.change === 'update' ? [own] : []),
    ...compare('sso_key', now.sso_keys, document.sso_keys, 'name'),
    ...compare('external_idp', now.external_idps, document.external_idps, 'name'),
    ...compare('connector', now.connectors, document.connectors, 'reference'),
    ...compare('application', named(now.applications), named(document.applications), 'name'),
  ]
}

/** The tenant is the same whatever it is called: its name is not imported. */
function compareTenants(
  now: TenantDocument['tenant'],
  { name: _from, ...wanted }: TenantDocument['tenant'],
): EntryChange {
  const members = changedMembers(now, wanted)
  const change = members.length === 0 ? 'unchanged' : 'update'
  return { kind: 'tenant', name: now.name, change, members }
}

/** The members of the tenant itself that change. */
export const changedOfTenant = (changes: readonly EntryChange[]): readonly string[] =>
  changes.flatMap(({ kind, members }) =>
    kind === 'tenant' ? members.map(({ member }) => member) : [],
  )

/** What becomes of one entry. */
export function changeOf(
  changes: readonly EntryChange[],
  kind: EntryKind,
  name: string,
): EntryChange {
  const found = changes.find((one) => one.kind === kind && one.name === name)
  if (found === undefined) throw new Error('An entry of the document was not compared')
  return found
}

const named = (names: readonly string[]): readonly Entry[] => names.map((name) => ({ name }))

function compare(
  kind: EntryKind,
  now: readonly Entry[],
  wanted: readonly Entry[],
  key: string,
): readonly EntryChange[] {
  const listed = wanted.map((entry): EntryChange => {
    const before = now.find((one) => one[key] === entry[key])
    const members = changedMembers(before ?? {}, entry)
    const name = String(entry[key])
    if (before === undefined) return { kind, name, change: 'create', members }
    return { kind, name, change: members.length === 0 ? 'unchanged' : 'update', members }
  })
  const left = now
    .filter((entry) => !wanted.some((one) => one[key] === entry[key]))
    .map((entry) => ({
      kind,
      name: String(entry[key]),
      change: 'remaining' as const,
      members: [],
    }))
  return [...listed, ...left]
}

function changedMembers(before: Entry, entry: Entry): readonly MemberChange[] {
  return Object.entries(entry)
    .map(([member, after]) => ({
      member,
      before: before[member] ?? null,
      // Certificates of the same IdP stay: an import adds to them.
      after:
        member === 'certificates' && before.entity_id === entry.entity_id
          ? union(before[member], after)
          : after,
    }))
    .filter((change) => canonicalJson(change.before) !== canonicalJson(change.after))
}

function union(before: unknown, after: unknown): readonly unknown[] {
  const [known, added] = [asList(before), asList(after)]
  return [...known, ...added.filter((one) => !known.includes(one))]
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
