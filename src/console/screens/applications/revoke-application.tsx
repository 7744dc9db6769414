// Taking an application back from a tenant.

import { useChange } from '../../api/queries.ts'
import type { GrantedApplication } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Confirm } from '../../parts/confirm.tsx'

export interface RevokeApplicationProps {
  readonly tenantId: string
  readonly application: GrantedApplication
  readonly onClose: () => void
}

/** Asks before an application is taken back. */
export function RevokeApplication({ tenantId, application, onClose }: RevokeApplicationProps) {
  const revoke = useChange('DELETE /applications/{application_id}/tenants/{tenant_id}')
  const confirm = async () => {
    const path = { application_id: application.id, tenant_id: tenantId }
    if (!(await revoke.run({ path }))) return
    toast(`${application.name} was taken back`)
    onClose()
  }
  return (
    <Confirm
      open
      title={`Take ${application.name} back?`}
      action="Take it back"
      pending={revoke.isPending}
      problem={revoke.problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        People of this tenant are no longer led there, and the application gets no code for them.
        Other tenants keep it.
      </p>
    </Confirm>
  )
}
