// Before an answer is read from D1 about what gates tell it of, the tenant's gate tells it the
// rest.

import type { TenantId } from '../../../tenants/ids.ts'
import { gateOf } from '../../../tenants/tenant.ts'
import type { AdministrationDeps } from '../../deps.ts'

/** Has D1 catch up with a tenant's gate. `undefined` if the tenant is unknown. */
export async function catchUpWith(
  { reads, catchUp }: Pick<AdministrationDeps, 'reads' | 'catchUp'>,
  tenantId: TenantId,
): Promise<{ readonly completeUntil: number | undefined } | undefined> {
  const tenant = await reads.findTenant(tenantId)
  return tenant && { completeUntil: await catchUp(gateOf(tenant)) }
}
