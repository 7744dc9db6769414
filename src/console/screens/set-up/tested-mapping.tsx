// What the last test received, and what it becomes: fields and roles, as on the mapping's own
// screen.

import { type ReactNode, Suspense } from 'react'
import { useMay } from '../../api/me.ts'
import type { ConnectorDetail } from '../../api/schema.d.ts'
import { Actions, Button } from '../../parts/button.tsx'
import { lazyPart } from '../../parts/lazy-part.ts'
import { ProblemNotice } from '../../parts/notice.tsx'
import { FieldsSection } from '../mapping/fields-section.tsx'
import { RolesSection } from '../mapping/roles-section.tsx'
import { useLastTest } from '../mapping/use-last-test.ts'
import { useMapping } from '../mapping/use-mapping.ts'

/** Loaded when it happens. */
const MappingConflict = lazyPart(
  async () => (await import('../mapping/mapping-conflict.tsx')).MappingConflict,
)

export interface TestedMappingProps {
  readonly connector: ConnectorDetail
  /** What stands here before a test has received anything. */
  readonly untested: ReactNode
}

/** The mapping beside the values of the last test. */
export function TestedMapping({ connector, untested }: TestedMappingProps) {
  const { tenant_id: tenantId } = connector
  const form = useMapping(connector)
  const { report } = useLastTest(tenantId, connector.id)
  const mayChange = useMay()('PATCH /tenants/{tenant_id}/connectors/{connector_id}')
  const { base, save, isDirty } = form
  if (save.problem?.code === 'api_precondition_failed')
    return (
      <Suspense>
        <MappingConflict form={form} connector={connector} />
      </Suspense>
    )
  if (report === undefined && !isDirty) return untested
  return (
    <>
      <FieldsSection form={form} report={report} mayChange={mayChange} />
      <RolesSection form={form} report={report} mayChange={mayChange} tenantId={tenantId} />
      <ProblemNotice problem={save.problem} />
      {mayChange && isDirty && (
        <Actions>
          <Button kind="primary" pending={save.isPending} onClick={() => void form.send(base)}>
            Save draft
          </Button>
          <Button kind="quiet" onClick={() => form.start(connector)}>
            Undo changes
          </Button>
        </Actions>
      )}
    </>
  )
}
