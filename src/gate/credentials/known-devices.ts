// Whether a browser that signed in before still counts as its owner's: it names this account, and
// the password has not been changed since.

import type { KnownDevice } from '../../login/password/device.ts'
import type { TenantId } from '../../tenants/ids.ts'
import { firstRow } from '../tables/rows.ts'

/** The device that an account's attempts are counted by, if one of these is the account's. */
export function deviceOf(
  sql: SqlStorage,
  { tenantId, userId }: { readonly tenantId: TenantId; readonly userId: string },
  devices: readonly KnownDevice[] = [],
): { readonly device?: string } {
  const device = devices.find((one) => one.tenantId === tenantId && one.userId === userId)
  const password =
    device &&
    firstRow<{ set_at: number }>(
      sql,
      'SELECT set_at FROM passwords WHERE tenant_id = ? AND user_id = ?',
      tenantId,
      userId,
    )
  return device && password && password.set_at <= device.at ? { device: device.id } : {}
}
