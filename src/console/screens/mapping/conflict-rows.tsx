// Two editors of one mapping: what stands there now, and what was typed here.

import type { ConnectorChange, ConnectorDetail } from '../../api/schema.d.ts'
import type { DiffRow } from '../../parts/diff.tsx'
import { Lines } from '../connectors/lines.tsx'
import { labelOf, type NameOf, type Settings, sayValue } from '../connectors/setting-words.ts'
import { isSame } from './mapping-values.ts'

interface Crossed {
  readonly base: ConnectorDetail
  readonly theirs: ConnectorDetail
  readonly changes: ConnectorChange
}

const MEMBERS = ['mapping', 'roles', 'tenants'] as const

/** Theirs beside mine, for each member that one of us changed. */
export function conflictRows(
  { base, theirs, changes }: Crossed,
  nameOf: NameOf,
): readonly DiffRow[] {
  const [before, now] = [base.latest.settings, theirs.latest.settings]
  const mine = { ...now, ...(changes as Partial<Settings>) }
  return MEMBERS.filter(
    (name) => !isSame(before[name], now[name]) || !isSame(mine[name], now[name]),
  ).map((name) => ({
    label: labelOf(name),
    before: <Lines text={sayValue(name, now, nameOf)} />,
    after: <Lines text={sayValue(name, mine, nameOf)} />,
    changed: !isSame(mine[name], now[name]),
  }))
}
