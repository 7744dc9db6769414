// Deleting an external IdP: last, apart, and only while no connector uses it.

import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import type { ExternalIdp } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Section } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useOpen } from '../../parts/route-values.ts'

/** The end of an external IdP. */
export function DeleteIdp({ idp }: { readonly idp: ExternalIdp }) {
  const remove = useChange('DELETE /tenants/{tenant_id}/external-idps/{external_idp_id}')
  const [isAsking, ask] = useState(false)
  const open = useOpen()
  const confirm = async () => {
    const path = { tenant_id: idp.tenant_id, external_idp_id: idp.id }
    if (!(await remove.run({ path, query: { confirm: idp.name }, onto: idp }))) return
    toast(`${idp.name} deleted`)
    open(paths.sso(idp.tenant_id), { replace: true })
  }
  return (
    <Section
      danger
      title="Delete external IdP"
      sentence="Its certificates and endpoints are gone afterwards. An external IdP that a connector uses cannot be deleted."
      action={
        <Button kind="danger" onClick={() => ask(true)}>
          Delete external IdP
        </Button>
      }
    >
      <Confirm
        open={isAsking}
        title={`Delete ${idp.name}?`}
        action="Delete external IdP"
        typed={idp.name}
        pending={remove.isPending}
        problem={remove.problem}
        onConfirm={() => void confirm()}
        onClose={() => {
          remove.reset()
          ask(false)
        }}
      >
        <p>This cannot be undone. To trust it again, register it anew.</p>
      </Confirm>
    </Section>
  )
}
