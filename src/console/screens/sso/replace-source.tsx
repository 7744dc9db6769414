// Another source for an external IdP that is registered, or certificates that join the others.

import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import type { ExternalIdp } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Notice } from '../../parts/notice.tsx'
import { SourceForm } from './source-form.tsx'
import type { SourceInput } from './use-preview.ts'

/** Takes what the identity provider gave last. */
export function ReplaceSource({ idp }: { readonly idp: ExternalIdp }) {
  const modify = useChange('PATCH /tenants/{tenant_id}/external-idps/{external_idp_id}')
  const [saves, setSaves] = useState(0)
  const save = async (source: SourceInput) => {
    const path = { tenant_id: idp.tenant_id, external_idp_id: idp.id }
    const done = await modify.run({ path, body: source, onto: idp })
    if (!done) return
    toast('Saved. Test the connectors that use it before it goes live')
    setSaves(saves + 1)
  }
  const isStale = modify.problem?.code === 'api_precondition_failed'
  return (
    <>
      {isStale && (
        <Notice kind="warning" announced title="Somebody changed this external IdP meanwhile">
          Look at what it says above now, then save again.
        </Notice>
      )}
      <SourceForm
        // After a save the box is empty again.
        key={saves}
        tenantId={idp.tenant_id}
        label="Metadata or certificate"
        submit="Save external IdP"
        joins
        pending={modify.isPending}
        problem={isStale ? undefined : modify.problem}
        onSave={(source) => void save(source)}
      />
    </>
  )
}
