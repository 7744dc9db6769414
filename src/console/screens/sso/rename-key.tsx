// Renaming an SSO key: its URLs stay.

import { useState } from 'react'
import { errorAt } from '../../api/problem.ts'
import { useChange } from '../../api/queries.ts'
import type { SsoKey } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'

export interface RenameKeyProps {
  readonly ssoKey: SsoKey
  readonly open: boolean
  readonly onClose: () => void
}

/** A dialog that renames a key. */
export const RenameKey = ({ ssoKey, open, onClose }: RenameKeyProps) => (
  <Dialog open={open} title="Rename SSO key" onClose={onClose}>
    <RenameForm ssoKey={ssoKey} onClose={onClose} />
  </Dialog>
)

function RenameForm({ ssoKey, onClose }: Omit<RenameKeyProps, 'open'>) {
  const rename = useChange('PATCH /tenants/{tenant_id}/sso-keys/{sso_id}')
  const [name, setName] = useState(ssoKey.name)
  const save = async () => {
    const path = { tenant_id: ssoKey.tenant_id, sso_id: ssoKey.id }
    const done = await rename.run({ path, body: { name: name.trim() } })
    if (!done) return
    toast('SSO key renamed')
    onClose()
  }
  return (
    <Form
      submit="Rename SSO key"
      onSubmit={() => void save()}
      pending={rename.isPending}
      problem={rename.problem}
      why={
        name.trim() === '' || name.trim() === ssoKey.name ? 'Type another name first' : undefined
      }
      second={
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      }
    >
      <TextField
        label="Key name"
        help="EntityID, URLs and certificate stay."
        value={name}
        onChange={setName}
        error={errorAt(rename.problem, '/name')}
      />
    </Form>
  )
}
