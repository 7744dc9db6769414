// The name of an external IdP.

import { useState } from 'react'
import { errorAt } from '../../api/problem.ts'
import { useChange } from '../../api/queries.ts'
import type { ExternalIdp } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Conflict } from '../../parts/conflict.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'

export interface IdpNameFormProps {
  readonly idp: ExternalIdp
  /** Reads the external IdP again. */
  readonly onStale: () => void
}

/** Renames an external IdP. */
export function IdpNameForm({ idp, onStale }: IdpNameFormProps) {
  const rename = useChange('PATCH /tenants/{tenant_id}/external-idps/{external_idp_id}')
  const [name, setName] = useState(idp.name)
  const save = async () => {
    const path = { tenant_id: idp.tenant_id, external_idp_id: idp.id }
    const done = await rename.run({ path, body: { name }, onto: idp })
    if (done) toast('Name saved')
    else onStale()
  }
  if (rename.problem?.code === 'api_precondition_failed')
    return (
      <Conflict
        rows={[{ label: 'Name', before: idp.name, after: name }]}
        onKeepMine={() => void save()}
        onTakeTheirs={() => {
          setName(idp.name)
          rename.reset()
        }}
        pending={rename.isPending}
      />
    )
  return (
    <Form
      submit="Save name"
      onSubmit={() => void save()}
      pending={rename.isPending}
      problem={rename.problem}
      why={name.trim() === idp.name ? 'Nothing is changed yet' : undefined}
    >
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        error={errorAt(rename.problem, '/name')}
      />
    </Form>
  )
}
