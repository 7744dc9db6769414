// A new certificate, or other metadata, for an external IdP that is registered already. What is
// live stays live until the connector was tested with it.

import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import type { ExternalIdp } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Disclosure } from '../../parts/guided/disclosure.tsx'
import { SourceForm } from './source-form.tsx'
import type { SetUp } from './use-set-up.ts'

export interface ReplaceSourceProps {
  readonly setUp: SetUp
  readonly idp: ExternalIdp
}

/** Takes other metadata for the same external IdP. */
export function ReplaceSource({ setUp, idp }: ReplaceSourceProps) {
  const { tenantId, guide } = setUp
  const modify = useChange('PATCH /tenants/{tenant_id}/external-idps/{external_idp_id}')
  const [saves, setSaves] = useState(0)
  return (
    <Disclosure title="Replace it, or add a certificate">
      <SourceForm
        key={saves}
        tenantId={tenantId}
        label={guide.gives.label}
        submit="Save"
        pending={modify.isPending}
        problem={modify.problem}
        onSave={(source) =>
          void modify
            .run({
              path: { tenant_id: tenantId, external_idp_id: idp.id },
              body: source,
              onto: idp,
            })
            .then((done) => {
              if (!done) return
              toast('Saved. Test the connector before it goes live')
              setSaves((count) => count + 1)
            })
        }
      />
    </Disclosure>
  )
}
