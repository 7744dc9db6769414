// Who may test a connector in a browser: an administrator of the tenant.

import type { OpenSession } from '../../login/session.ts'
import { ADMIN_ROLE } from '../../tenants/connectors/access-rules.ts'
import type { TenantId } from '../../tenants/ids.ts'

/** Tells whether a session is one of an administrator of the tenant, in production. */
export const mayTest = ({ session, user }: OpenSession, tenantId: TenantId): boolean =>
  session.tenantId === tenantId &&
  session.environment === 'production' &&
  user.roles.includes(ADMIN_ROLE)
