// The tenants on which an operator worked last, in this browser: names and ids, no secret.

const KEY = 'edge-sso:tenants'
const KEPT = 6

/** A tenant as the switcher shows it. */
export interface RecentTenant {
  readonly id: string
  readonly name: string
}

/** The tenants of before, the last one first. */
export function recentTenants(): readonly RecentTenant[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isTenant) : []
  } catch {
    return []
  }
}

/** Remembers that somebody works on a tenant. */
export function rememberTenant({ id, name }: RecentTenant): void {
  const others = recentTenants().filter((one) => one.id !== id)
  localStorage.setItem(KEY, JSON.stringify([{ id, name }, ...others].slice(0, KEPT)))
}

const isTenant = (value: unknown): value is RecentTenant =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  'name' in value &&
  typeof value.id === 'string' &&
  typeof value.name === 'string'
