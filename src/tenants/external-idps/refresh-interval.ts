// How long metadata is good for before it is read again: what its publisher asks for, within what
// is polite and what is safe.

const HOUR_MS = 3_600_000
/** How often metadata is read that does not say, and how soon at the earliest and at the latest. */
export const REFRESH_INTERVAL_MS = 6 * HOUR_MS
export const SHORTEST_REFRESH_MS = HOUR_MS
const MAX_MS = 24 * HOUR_MS

/**
 * The attributes of the document's outermost descriptor. A wrong guess costs nothing: every answer
 * is within bounds.
 */
const CACHE_DURATION = /<[^!?][^>]*\scacheDuration\s*=\s*["']P([^"']{1,40})["']/
const HEAD = 8_192
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/(\d+)D/, 24 * HOUR_MS],
  [/T(?:.*?)(\d+)H/, HOUR_MS],
  [/T(?:.*?)(\d+)M/, 60_000],
  [/T(?:.*?)(\d+)S/, 1_000],
]

/**
 * Milliseconds until a document should be read again: its cacheDuration (SAML Metadata §2.3.2), and
 * before its validUntil.
 */
export function refreshInterval(
  document: string,
  { validUntil, now }: { readonly validUntil?: number | undefined; readonly now: number },
): number {
  const asked = readDuration(CACHE_DURATION.exec(document.slice(0, HEAD))?.[1])
  // Half of what is left: one failure is no reason to trust a document that has ended.
  const left = validUntil === undefined ? MAX_MS : (validUntil - now) / 2
  return Math.min(
    Math.max(Math.min(asked ?? REFRESH_INTERVAL_MS, left), SHORTEST_REFRESH_MS),
    MAX_MS,
  )
}

/** An xs:duration without its P; years and months are longer than any interval here. */
function readDuration(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d+[YM]/.test(text)) return MAX_MS
  const parts = UNITS.map(([unit, length]) => Number(unit.exec(text)?.[1] ?? 0) * length)
  return parts.reduce((sum, part) => sum + part, 0) || undefined
}
