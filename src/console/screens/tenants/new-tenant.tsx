// Making a tenant: its name, the product's own id of it, and where its data lives.

import { errorAt } from '../../api/problem.ts'
import { useChange } from '../../api/queries.ts'
import type { NewTenant as Body } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { useDraft } from '../../parts/drafts.ts'
import { SelectField, TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { paths } from '../../parts/paths.ts'
import { useOpen } from '../../parts/route-values.ts'
import { JURISDICTIONS, type Jurisdiction, REGIONS, type Region } from './places.ts'

export interface NewTenantProps {
  readonly open: boolean
  readonly onClose: () => void
}

/** A dialog that makes a tenant and opens it. */
export const NewTenant = ({ open, onClose }: NewTenantProps) => (
  <Dialog open={open} title="Create tenant" onClose={onClose}>
    <TenantForm onClose={onClose} />
  </Dialog>
)

interface Values {
  readonly name: string
  readonly externalId: string
  readonly region: Region | ''
  readonly jurisdiction: Jurisdiction
}

const NEW: Values = { name: '', externalId: '', region: '', jurisdiction: 'none' }

const bodyOf = ({ name, externalId, region, jurisdiction }: Values): Body => ({
  name,
  ...(externalId !== '' && { external_id: externalId }),
  ...(region !== '' && { region }),
  ...(jurisdiction !== 'none' && { jurisdiction }),
})

function TenantForm({ onClose }: Pick<NewTenantProps, 'onClose'>) {
  const openPath = useOpen()
  const create = useChange('POST /tenants')
  const { values, set, forget } = useDraft('new-tenant', NEW)
  const save = async () => {
    const made = await create.run({ body: bodyOf(values) })
    if (!made) return
    forget()
    toast(`${made.answer.name} was created`)
    onClose()
    openPath(paths.sso(made.answer.id))
  }
  return (
    <Form
      submit="Create tenant"
      onSubmit={() => void save()}
      pending={create.isPending}
      problem={create.problem}
      why={values.name.trim() === '' ? 'Type a name first' : undefined}
      second={
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      }
    >
      <TextField
        label="Name"
        help="Its people see it when they sign in. You can change it later."
        value={values.name}
        onChange={(name) => set({ name })}
        error={errorAt(create.problem, '/name')}
      />
      <TextField
        label="Your id"
        optional
        mono
        help="As your product or CRM knows the customer."
        value={values.externalId}
        onChange={(externalId) => set({ externalId })}
        error={errorAt(create.problem, '/external_id')}
      />
      <SelectField
        label="Region"
        help="Near its people. It cannot be changed later."
        choices={REGIONS}
        value={values.region}
        onChange={(region) => set({ region })}
        error={errorAt(create.problem, '/region')}
      />
      <SelectField
        label="Jurisdiction"
        help="Where the data of sign-ins has to stay. It cannot be changed later."
        choices={JURISDICTIONS}
        value={values.jurisdiction}
        onChange={(jurisdiction) => set({ jurisdiction })}
        error={errorAt(create.problem, '/jurisdiction')}
      />
    </Form>
  )
}
