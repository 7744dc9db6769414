// Which known name somebody meant who wrote an unknown one: another spelling, the beginning of one,
// or a slip.

const MAX_NAME_LENGTH = 64
const MAX_PROPOSED = 3
const MAX_LISTED = 12

/** The names that were probably meant, the likeliest first; at most three. */
export function nearestNames(written: string, known: readonly string[]): readonly string[] {
  if (written.length > MAX_NAME_LENGTH) return []
  const plain = plainOf(written)
  const same = known.filter((name) => plainOf(name) === plain)
  if (same.length > 0) return same.slice(0, 1)
  const begun = plain.length < 3 ? [] : known.filter((name) => plainOf(name).startsWith(plain))
  if (begun.length > 0) return begun.slice(0, MAX_PROPOSED)
  const allowed = Math.min(3, Math.floor(plain.length / 3))
  const close = known
    .map((name) => ({ name, distance: distanceOf(plain, plainOf(name)) }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance)
  return close.filter(({ distance }) => distance === close[0]?.distance).map(({ name }) => name)
}

/** Ends "is not known": with what was probably meant, else with what there is. */
export function proposeName(written: string, known: readonly string[]): string {
  const meant = nearestNames(written, known)
  if (meant.length > 0) return `; did you mean ${quoted(meant).join(' or ')}?`
  if (known.length === 0) return '; there is none here'
  const listed = quoted(known.slice(0, MAX_LISTED)).join(', ')
  const more = known.length > MAX_LISTED ? ' and others' : ''
  return `; known here: ${listed}${more}`
}

const quoted = (names: readonly string[]): readonly string[] => names.map((name) => `\`${name}\``)

/** A name without what tells camelCase, kebab-case and snake_case apart. */
const plainOf = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/** The Levenshtein distance, with the transposition of two neighbours as one step. */
function distanceOf(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = (rows[i - 1]?.[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && i > 1 && j > 1
          ? (rows[i - 2]?.[j - 2] ?? 0) + 1
          : Number.POSITIVE_INFINITY
      row.push(Math.min(changed, swapped, (rows[i - 1]?.[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}
