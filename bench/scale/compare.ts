// Holds a large system against a small one: a login costs the same, and a page of a list reads and takes at most twice as
// much. Every comparison is a verdict; one that is broken fails the benchmark.

import type { PlannedQuery, Tally } from './findings.ts'

/** A page may read and take this many times what it does in the small system. */
const AT_MOST = 2
/** Below this a page is too fast for its time to say anything, milliseconds. */
const NOISE_MS = 2

export interface Verdict {
  readonly name: string
  readonly small: string
  readonly large: string
  /** What is wrong; absent when nothing is. */
  readonly broken?: string
}

/** A list of one system: how D1 goes about it, and how long a page takes, as a median in milliseconds. */
export interface ListFinding {
  readonly queries: readonly PlannedQuery[]
  readonly ms: number
}

/** A step of a login asks for the same and touches the same rows, however many people there are. */
export function compareStep(name: string, small: Tally, large: Tally): Verdict {
  const differing = Object.keys(small).filter(
    (member) => small[member as keyof Tally] !== large[member as keyof Tally],
  )
  return {
    name,
    small: showTally(small),
    large: showTally(large),
    ...(differing.length > 0 ? { broken: `differs in ${differing.join(', ')}` } : {}),
  }
}

/** A list goes by indexes, reads no more rows than a page takes, and takes no longer. */
export function compareList(name: string, small: ListFinding, large: ListFinding): Verdict {
  const faults = [...faultsOfRows(small, large), ...faultsOfPlans(small, large)]
  const ratio = large.ms / Math.max(small.ms, NOISE_MS)
  if (ratio > AT_MOST) faults.push(`takes ${ratio.toFixed(1)} times as long`)
  return {
    name,
    small: showList(small),
    large: showList(large),
    ...(faults.length > 0 ? { broken: faults.join('; ') } : {}),
  }
}

const rowsOf = ({ queries }: ListFinding): number =>
  queries.reduce((sum, { rowsRead }) => sum + rowsRead, 0)

const faultsOfRows = (small: ListFinding, large: ListFinding): string[] =>
  rowsOf(large) > AT_MOST * rowsOf(small)
    ? [`reads ${rowsOf(large)} rows instead of ${rowsOf(small)}`]
    : []

/**
 * Walking along an index until the page is full is no fault, nor is sorting the few that an exact search finds. What tells
 * them from the others is that neither reads more when there is more.
 */
function faultsOfPlans(small: ListFinding, large: ListFinding): string[] {
  if (rowsOf(large) <= rowsOf(small)) return []
  const lines = new Set(large.queries.flatMap(({ plan }) => plan))
  return [...lines].filter((line) => /^SCAN |TEMP B-TREE/.test(line))
}

const showTally = (tally: Tally): string => {
  const calls = [
    [tally.kv, 'KV'],
    [tally.gate, 'gate'],
    [tally.d1, 'D1'],
  ].flatMap(([count, name]) => (count === 0 ? [] : `${count} ${name}`))
  const rows = `gate ${tally.gateRowsRead}r ${tally.gateRowsWritten}w, D1 ${tally.d1RowsRead}r ${tally.d1RowsWritten}w`
  const alarms = tally.alarms === 0 ? '' : `, ${tally.alarms} alarm`
  return `${calls.join(' + ') || 'nothing'}; ${rows}${alarms}`
}

const showList = (list: ListFinding): string => `${rowsOf(list)} rows, ${list.ms.toFixed(1)} ms`

/** The verdicts as a table for people. */
export function describeVerdicts(title: string, verdicts: readonly Verdict[]): string {
  const wide = Math.max(...verdicts.map(({ name }) => name.length))
  const lines = verdicts.map(({ name, small, large, broken }) => {
    const both = small === large ? small : `${small}  ->  ${large}`
    return `${broken === undefined ? '✓' : '✗'} ${name.padEnd(wide)}  ${both}${broken === undefined ? '' : `\n    ${broken}`}`
  })
  return [title, ...lines].join('\n')
}
