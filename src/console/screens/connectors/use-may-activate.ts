// Who may make a version govern: operators, administrators, and guests whose link says so.

import { useMay } from '../../api/me.ts'

/** Tells whether whoever works here may activate and roll back. */
export const useMayActivate = (): boolean =>
  useMay()('POST /tenants/{tenant_id}/connectors/{connector_id}:activate')
