// Name and reference of a connector. They are no settings of a version, so they take effect at
// once.

import { errorAt } from '../../api/problem.ts'
import { useChange } from '../../api/queries.ts'
import type { ConnectorDetail } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Conflict } from '../../parts/conflict.tsx'
import { useDraft } from '../../parts/drafts.ts'
import { TextField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { useConnector } from './use-connector.ts'

interface Typed {
  readonly name: string
  readonly reference: string
}

/** Renames a connector. */
export function NameForm({ connector }: { readonly connector: ConnectorDetail }) {
  const { tenant_id, id, name, reference } = connector
  const rename = useChange('PATCH /tenants/{tenant_id}/connectors/{connector_id}')
  const draft = useDraft<Partial<Typed>>(`connector-name:${id}`, {})
  const values = { name, reference, ...draft.values }
  const { retry } = useConnector()
  const save = async () => {
    const path = { tenant_id, connector_id: id }
    const done = await rename.run({ path, body: values, onto: connector })
    if (!done) return retry()
    draft.reset()
    toast('Name saved')
  }
  if (rename.problem?.code === 'api_precondition_failed')
    return (
      <Conflict
        rows={[
          { label: 'Name', before: name, after: values.name },
          { label: 'Reference', before: reference, after: values.reference },
        ]}
        onKeepMine={() => void save()}
        onTakeTheirs={() => {
          draft.reset()
          rename.reset()
        }}
        pending={rename.isPending}
      />
    )
  const isSame = values.name === name && values.reference === reference
  return (
    <Form
      submit="Save name"
      onSubmit={() => void save()}
      pending={rename.isPending}
      problem={rename.problem}
      why={isSame ? 'Nothing is changed yet' : undefined}
    >
      <TextField
        label="Name"
        value={values.name}
        onChange={(typed) => draft.set({ name: typed })}
        error={errorAt(rename.problem, '/name')}
      />
      <TextField
        label="Reference"
        mono
        help="Scripts and support use it. Letters, digits and _ . + - @."
        value={values.reference}
        onChange={(typed) => draft.set({ reference: typed })}
        error={errorAt(rename.problem, '/reference')}
      />
    </Form>
  )
}
