// Where a tenant can be, in words.

import type { Tenant } from '../../api/schema.d.ts'
import type { Choice } from '../../parts/fields.tsx'

export type Region = NonNullable<Tenant['region']>
export type Jurisdiction = Tenant['jurisdiction']

const NAMES: Readonly<Record<Region, string>> = {
  weur: 'Western Europe',
  eeur: 'Eastern Europe',
  enam: 'Eastern North America',
  wnam: 'Western North America',
  sam: 'South America',
  apac: 'Asia-Pacific',
  oc: 'Oceania',
  afr: 'Africa',
  me: 'Middle East',
}

/** The regions to choose from. */
export const REGIONS: readonly Choice<Region | ''>[] = [
  { value: '', label: 'Near the first sign-in' },
  ...Object.entries(NAMES).map(([value, label]) => ({ value: value as Region, label })),
]

/** The jurisdictions to choose from. */
export const JURISDICTIONS: readonly Choice<Jurisdiction>[] = [
  { value: 'none', label: 'None' },
  { value: 'eu', label: 'European Union' },
  { value: 'us', label: 'United States' },
]
