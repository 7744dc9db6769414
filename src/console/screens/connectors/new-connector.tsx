// Creating a connector from what is registered already. The guided set-up does the same with less
// to know.

import { useState } from 'react'
import { errorAt } from '../../api/problem.ts'
import { useChange, useList } from '../../api/queries.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button, ButtonLink } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { SelectField, TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { Notice } from '../../parts/notice.tsx'
import { paths } from '../../parts/paths.ts'
import { useOpen } from '../../parts/route-values.ts'
import { Skeleton } from '../../parts/skeleton.tsx'

export interface NewConnectorProps {
  readonly tenantId: string
  readonly open: boolean
  readonly onClose: () => void
}

/** A dialog that joins an SSO key to an external IdP. */
export const NewConnector = ({ open, onClose, tenantId }: NewConnectorProps) => (
  <Dialog open={open} title="Create connector" onClose={onClose}>
    <Creation tenantId={tenantId} onClose={onClose} />
  </Dialog>
)

function Creation({ tenantId, onClose }: Omit<NewConnectorProps, 'open'>) {
  const path = { tenant_id: tenantId }
  const keys = useList('GET /tenants/{tenant_id}/sso-keys', { path })
  const idps = useList('GET /tenants/{tenant_id}/external-idps', { path })
  const connectors = useList('GET /tenants/{tenant_id}/connectors', { path })
  if (keys.isPending || idps.isPending || connectors.isPending) return <Skeleton />
  const taken = connectors.items.map(({ sso_id }) => sso_id)
  const free = keys.items.filter(({ id }) => !taken.includes(id))
  const [key] = free
  const [idp] = idps.items
  if (key === undefined || idp === undefined)
    return (
      <Notice
        title={key === undefined ? 'No SSO key is free' : 'No external IdP is registered yet'}
        action={<ButtonLink to={paths.sso(tenantId)}>Open SSO integrations</ButtonLink>}
      >
        {key === undefined
          ? 'Each connector needs an SSO key of its own. Issue one first.'
          : 'Register the identity provider first.'}
      </Notice>
    )
  return (
    <CreationForm
      tenantId={tenantId}
      keys={free}
      idps={idps.items}
      first={{ name: idp.name, reference: '', sso_id: key.id, external_idp_id: idp.id }}
      onClose={onClose}
    />
  )
}

interface Named {
  readonly id: string
  readonly name: string
}

interface CreationFormProps {
  readonly tenantId: string
  readonly keys: readonly Named[]
  readonly idps: readonly Named[]
  readonly first: {
    readonly name: string
    readonly reference: string
    readonly sso_id: string
    readonly external_idp_id: string
  }
  readonly onClose: () => void
}

/** A reference that the name suggests, as long as nobody types another one. */
const referenceOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 64)

const choicesOf = (named: readonly Named[]) =>
  named.map(({ id, name }) => ({ value: id, label: name }))

function CreationForm({ tenantId, keys, idps, first, onClose }: CreationFormProps) {
  const create = useChange('POST /tenants/{tenant_id}/connectors')
  const open = useOpen()
  const [values, setValues] = useState(first)
  const set = (changed: Partial<typeof first>) => setValues({ ...values, ...changed })
  const reference = values.reference || referenceOf(values.name)
  const save = async () => {
    const body = { ...values, name: values.name.trim(), reference, type: 'saml' } as const
    const done = await create.run({ path: { tenant_id: tenantId }, body })
    if (!done) return
    toast(`${done.answer.name} created as a draft`)
    open(paths.connector(tenantId, done.answer.id))
  }
  return (
    <Form
      submit="Create connector"
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
        help="People read it where they choose how to sign in."
        value={values.name}
        onChange={(name) => set({ name })}
        error={errorAt(create.problem, '/name')}
      />
      <TextField
        label="Reference"
        mono
        optional
        help="A short name for scripts and support, unique in the tenant."
        placeholder={referenceOf(values.name)}
        value={values.reference}
        onChange={(typed) => set({ reference: typed })}
        error={errorAt(create.problem, '/reference')}
      />
      <SelectField
        label="SSO key"
        choices={choicesOf(keys)}
        value={values.sso_id}
        onChange={(sso_id) => set({ sso_id })}
        error={errorAt(create.problem, '/sso_id')}
      />
      <SelectField
        label="External IdP"
        choices={choicesOf(idps)}
        value={values.external_idp_id}
        onChange={(external_idp_id) => set({ external_idp_id })}
        error={errorAt(create.problem, '/external_idp_id')}
      />
    </Form>
  )
}
