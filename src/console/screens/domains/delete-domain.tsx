// Giving a domain up.

import { useChange } from '../../api/queries.ts'
import type { Domain } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Confirm } from '../../parts/confirm.tsx'

export interface DeleteDomainProps {
  readonly domain: Domain
  readonly open: boolean
  readonly onClose: () => void
}

/** Asks before a domain is given up. */
export function DeleteDomain({ domain, open, onClose }: DeleteDomainProps) {
  const remove = useChange('DELETE /tenants/{tenant_id}/domains/{domain_id}')
  const close = () => {
    remove.reset()
    onClose()
  }
  const confirm = async () => {
    const path = { tenant_id: domain.tenant_id, domain_id: domain.id }
    if (!(await remove.run({ path, onto: domain }))) return
    toast(`${domain.domain} was given up`)
    close()
  }
  return (
    <Confirm
      open={open}
      title={`Give ${domain.domain} up?`}
      action="Give the domain up"
      pending={remove.isPending}
      problem={remove.problem}
      onConfirm={() => void confirm()}
      onClose={close}
    >
      <p>
        People with this domain are no longer led to this tenant when they sign in. Who exists stays
        as they are. Another tenant can prove the domain from now on.
      </p>
    </Confirm>
  )
}
