// Patterns over attribute values: literals, `*`, and one `{capture}`. There is no backtracking and
// nothing to nest, so matching takes one pass over the value, whatever the pattern and whatever the
// value.

/** The literals around the wildcards, and which of the wildcards is the capture. */
interface ValuePattern {
  readonly literals: readonly string[]
  readonly capture?: number
}

const WILDCARD = /(\*|\{capture\})/

/**
 * Parses a pattern; undefined when two wildcards touch, so that nobody knows what each stands for,
 * or two capture.
 */
export function parsePattern(text: string): ValuePattern | undefined {
  const parts = text.split(WILDCARD)
  const literals = parts.filter((_, at) => at % 2 === 0)
  const wildcards = parts.filter((_, at) => at % 2 === 1)
  const captures = wildcards.filter((wildcard) => wildcard !== '*')
  if (captures.length > 1 || literals.slice(1, -1).includes('')) return undefined
  const capture = wildcards.indexOf('{capture}')
  return { literals, ...(capture === -1 ? {} : { capture }) }
}

/**
 * What the pattern makes of a value: the captured part, or the whole value where nothing is
 * captured; undefined when it does not match. A literal between wildcards is taken where it stands
 * first, the last one at the end.
 */
export function matchPattern(
  { literals, capture }: ValuePattern,
  value: string,
): string | undefined {
  const [head = '', ...rest] = literals
  if (rest.length === 0) return value === head ? value : undefined
  if (!value.startsWith(head)) return undefined
  let at = head.length
  let captured = value
  for (const [wildcard, literal] of rest.entries()) {
    const last = wildcard === rest.length - 1
    const found = last ? value.length - literal.length : value.indexOf(literal, at)
    if (found < at || !value.startsWith(literal, found)) return undefined
    if (wildcard === capture) captured = value.slice(at, found)
    at = found + literal.length
  }
  return captured
}
