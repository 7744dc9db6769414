// Revoking a set-up link: its guests are out with their next request.

import { useChange } from '../../api/queries.ts'
import type { SetupLink } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Confirm } from '../../parts/confirm.tsx'

export interface RevokeLinkProps {
  /** Absent: no link is to be revoked. */
  readonly link: SetupLink | undefined
  readonly onClose: () => void
}

/** Asks before a link is revoked. */
export function RevokeLink({ link, onClose }: RevokeLinkProps) {
  const revoke = useChange('POST /tenants/{tenant_id}/setup-links/{setup_link_id}:revoke')
  const close = () => {
    revoke.reset()
    onClose()
  }
  const confirm = async () => {
    if (link === undefined) return
    const path = { tenant_id: link.tenant_id, setup_link_id: link.id }
    if (!(await revoke.run({ path }))) return
    toast('Set-up link revoked')
    close()
  }
  return (
    <Confirm
      open={link !== undefined}
      title="Revoke this set-up link?"
      action="Revoke set-up link"
      pending={revoke.isPending}
      problem={revoke.problem}
      onConfirm={() => void confirm()}
      onClose={close}
    >
      <p>
        {link?.opened_times
          ? 'Everybody who works with it is out at once. What they saved is kept.'
          : 'Nobody has opened it yet, and nobody can any more.'}{' '}
        A new link goes on where this one stopped.
      </p>
    </Confirm>
  )
}
