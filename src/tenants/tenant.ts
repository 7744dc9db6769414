// A tenant: a customer organisation. Where its gate runs is chosen once, at creation.

import { defined } from '../defined.ts'
import type { LandingSettings } from './connectors/landing.ts'
import type { TenantId } from './ids.ts'

export const REGIONS = ['wnam', 'enam', 'sam', 'weur', 'eeur', 'apac', 'oc', 'afr', 'me'] as const
export const JURISDICTIONS = ['none', 'eu', 'us'] as const

/** Location hint for the gate; undefined lets the platform place it near the first request. */
export type Region = (typeof REGIONS)[number]
/** Where the gate must run. The same name in another jurisdiction is another object. */
export type Jurisdiction = (typeof JURISDICTIONS)[number]

export interface Tenant {
  readonly id: TenantId
  readonly name: string
  /** Child tenants (one level) use their root tenant's gate. */
  readonly parentId?: TenantId
  readonly region?: Region
  readonly jurisdiction: Jurisdiction
  /** The operator's own id for it; no two tenants of the deployment share one. */
  readonly externalId?: string
  /**
   * The roles that there are, beside those that every tenant has. Absent: those of the parent, or
   * any.
   */
  readonly roles?: readonly string[]
  /** Where people land whose connector has no rules of its own. */
  readonly landing?: LandingSettings
  /** The operator's own organisation. A deployment has one at most. */
  readonly home?: true
  /** Milliseconds since the epoch. */
  readonly createdAt: number
}

/** What is needed to reach the gate that holds a tenant's state. */
export interface GateAddress {
  readonly rootTenantId: TenantId
  readonly jurisdiction: Jurisdiction
  /** Only has an effect on the very first call, when the gate comes into being. */
  readonly region?: Region
}

/** The address of the gate that serves a tenant. */
export const gateOf = (
  tenant: Pick<Tenant, 'id' | 'parentId' | 'jurisdiction' | 'region'>,
): GateAddress => ({
  rootTenantId: tenant.parentId ?? tenant.id,
  jurisdiction: tenant.jurisdiction,
  ...defined({ region: tenant.region }),
})
