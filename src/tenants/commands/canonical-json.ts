// One spelling for a value, so that its hash names it (RFC 8785: members sorted, no white space;
// ours hold no exotic numbers).

/**
 * Writes JSON with sorted members. A member that is undefined is left out, so that a field added
 * later changes no hash.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    // Not localeCompare: the order of UTF-16 code units is the same everywhere.
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}
