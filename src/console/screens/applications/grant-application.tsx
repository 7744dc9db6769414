// Granting an application that is registered already.

import { useState } from 'react'
import { useChange, useList } from '../../api/queries.ts'
import type { Application } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { SelectField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Skeleton } from '../../parts/skeleton.tsx'

const MANY = 100

export interface GrantApplicationProps {
  readonly tenantId: string
  readonly onClose: () => void
}

/** A dialog that grants an application. */
export function GrantApplication({ tenantId, onClose }: GrantApplicationProps) {
  const list = useList('GET /applications', { query: { limit: MANY } })
  const left = list.items.filter(({ tenant_ids }) => !tenant_ids.includes(tenantId))
  return (
    <Dialog open title="Grant an application" onClose={onClose}>
      {list.isPending ? (
        <Skeleton />
      ) : list.problem ? (
        <ProblemNotice problem={list.problem} onRetry={list.retry} />
      ) : left.length === 0 ? (
        <EmptyState sentence="This tenant has every application that is registered." />
      ) : (
        <Choice tenantId={tenantId} onClose={onClose} applications={left} />
      )}
    </Dialog>
  )
}

interface ChoiceProps extends GrantApplicationProps {
  readonly applications: readonly Application[]
}

function Choice({ tenantId, onClose, applications }: ChoiceProps) {
  const grant = useChange('PUT /applications/{application_id}/tenants/{tenant_id}')
  const [chosen, setChosen] = useState(applications[0]?.id ?? '')
  const save = async () => {
    const path = { application_id: chosen, tenant_id: tenantId }
    if (!(await grant.run({ path }))) return
    toast('The application was granted')
    onClose()
  }
  return (
    <Form
      submit="Grant application"
      onSubmit={() => void save()}
      pending={grant.isPending}
      problem={grant.problem}
      second={
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      }
    >
      <SelectField
        label="Application"
        help="People of this tenant can be led there from their next sign-in on."
        choices={applications.map(({ id, name, landing_url }) => ({
          value: id,
          label: `${name} (${new URL(landing_url).host})`,
        }))}
        value={chosen}
        onChange={setChosen}
      />
    </Form>
  )
}
