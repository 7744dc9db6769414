// Where a gate is found: a tenant's by the name and jurisdiction of its root tenant, an address's
// by the first bits of its HMAC.

import type { GateAddress } from '../tenants/tenant.ts'

/**
 * How many characters of an address's HMAC name its gate. Base64url, 12 bits: 4,096 gates. Nobody
 * can tell which address goes to which.
 */
export const GATE_NAME_CHARACTERS = 2

/**
 * The stub of a tenant's gate. The location hint only counts for the call that brings it into
 * being.
 */
export function gateStub<T extends Rpc.DurableObjectBranded | undefined>(
  namespace: DurableObjectNamespace<T>,
  { rootTenantId, jurisdiction, region }: GateAddress,
  jurisdictions: boolean,
): DurableObjectStub<T> {
  const scoped =
    jurisdictions && jurisdiction !== 'none' ? namespace.jurisdiction(jurisdiction) : namespace
  return scoped.getByName(rootTenantId, region === undefined ? {} : { locationHint: region })
}
