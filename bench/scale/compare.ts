// Holds a large system against a small one: a login costs the same, and a page of a list reads and
// takes at most twice as much. Every comparison is a verdict; one that is broken fails the
// benchmark.

import type { Administered, PlannedQuery, Tally } from './findings.ts'

/** A page may read and take this many times what it does in the small system. */
const AT_MOST = 2
/** Below this a page is too fast for its time to say anything, milliseconds. */
const NOISE_MS = 5

export interface Verdict {
  readonly name: string
  readonly small: string
  readonly large: string
  /** What is wrong; absent when nothing is. */
  readonly broken?: string
}

/**
 * A list of one system: how D1 goes about it, and how long a page takes at best, in milliseconds.
 */
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
  const faults = faultsOfRows(small, large)
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

/**
 * Walking along an index until the page is full is no fault, nor is sorting the few that an exact
 * search finds. What tells them from the others is that they read no more where there is more; the
 * plan says what does.
 */
function faultsOfRows(small: ListFinding, large: ListFinding): string[] {
  if (rowsOf(large) <= AT_MOST * rowsOf(small)) return []
  const lines = new Set(large.queries.flatMap(({ plan }) => plan))
  const scans = [...lines].filter((line) => /^SCAN |TEMP B-TREE/.test(line))
  return [`reads ${rowsOf(large)} rows instead of ${rowsOf(small)}`, ...scans]
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

/** What is done seldom, as lines for people: it may grow, so it is no verdict. */
export function describeSeldom(
  small: readonly Administered[],
  large: readonly Administered[],
): string {
  const wide = Math.max(...large.map(({ name }) => name.length))
  const show = (one: Administered | undefined) =>
    one === undefined ? '' : `${showTally(one.tally)}, ${one.ms.toFixed(0)} ms`
  const lines = large.map(
    (one, index) => `  ${one.name.padEnd(wide)}  ${show(small[index])}  ->  ${show(one)}`,
  )
  return ['\nSeldom, and not held to a bound', ...lines].join('\n')
}
