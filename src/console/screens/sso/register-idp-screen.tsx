// Registering an external IdP: one box, and everything that would be saved to be seen before.

import { useState } from 'react'
import { errorAt } from '../../api/problem.ts'
import { useChange } from '../../api/queries.ts'
import { toast } from '../../parts/announcements.tsx'
import { ButtonLink } from '../../parts/button.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Page } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useOpen, useRoute } from '../../parts/route-values.ts'
import { SourceForm } from './source-form.tsx'
import type { SourceInput } from './use-preview.ts'

/** Register external IdP. */
export function Screen() {
  const { tenantId } = useRoute('tenantId')
  const register = useChange('POST /tenants/{tenant_id}/external-idps')
  const [name, setName] = useState('')
  const open = useOpen()
  const save = async (source: SourceInput) => {
    const body = { name: name.trim(), ...source }
    const done = await register.run({ path: { tenant_id: tenantId }, body })
    if (!done) return
    toast(`${done.answer.name} registered`)
    open(paths.sso(tenantId))
  }
  return (
    <Page
      title="Register external IdP"
      sentence="Give what the identity provider offers: the address of its metadata, the metadata, or its certificate."
      breadcrumb={[{ label: 'SSO integrations', to: paths.sso(tenantId) }]}
    >
      <SourceForm
        tenantId={tenantId}
        label="Metadata or certificate"
        submit="Register external IdP"
        pending={register.isPending}
        problem={register.problem}
        why={name.trim() === '' ? 'Type a name first' : undefined}
        second={
          <ButtonLink kind="quiet" to={paths.sso(tenantId)}>
            Cancel
          </ButtonLink>
        }
        onSave={(source) => void save(source)}
      >
        <TextField
          label="Name"
          help="How you call it: “Okta”, “Entra ID of the holding”."
          value={name}
          onChange={setName}
          error={errorAt(register.problem, '/name')}
        />
      </SourceForm>
    </Page>
  )
}
