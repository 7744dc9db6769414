// Deleting an SSO key, by its typed name.

import { useChange } from '../../api/queries.ts'
import type { SsoKey } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Confirm } from '../../parts/confirm.tsx'

export interface DeleteKeyProps {
  readonly ssoKey: SsoKey
  readonly open: boolean
  readonly onClose: () => void
  readonly onDeleted: () => void
}

/** Asks before a key is deleted. */
export function DeleteKey({ ssoKey, open, onClose, onDeleted }: DeleteKeyProps) {
  const remove = useChange('DELETE /tenants/{tenant_id}/sso-keys/{sso_id}')
  const close = () => {
    remove.reset()
    onClose()
  }
  const confirm = async () => {
    const path = { tenant_id: ssoKey.tenant_id, sso_id: ssoKey.id }
    if (!(await remove.run({ path, query: { confirm: ssoKey.name } }))) return
    toast(`SSO key ${ssoKey.name} deleted`)
    close()
    onDeleted()
  }
  return (
    <Confirm
      open={open}
      title={`Delete SSO key ${ssoKey.name}?`}
      action="Delete SSO key"
      typed={ssoKey.name}
      pending={remove.isPending}
      problem={remove.problem}
      onConfirm={() => void confirm()}
      onClose={close}
    >
      <p>
        Its EntityID and URLs stop working at once and are never issued again. An SSO key that a
        connector uses cannot be deleted.
      </p>
    </Confirm>
  )
}
