// Two people changed the same mapping: what is there now beside what was typed. Few ever see it, so
// it is loaded when it happens.

import type { ConnectorDetail } from '../../api/schema.d.ts'
import { Conflict } from '../../parts/conflict.tsx'
import { useNames } from '../connectors/use-names.ts'
import { conflictRows } from './conflict-rows.tsx'
import type { MappingForm } from './use-mapping.ts'

export interface MappingConflictProps {
  readonly form: MappingForm
  /** As it is there now. */
  readonly connector: ConnectorDetail
}

/** Lets a person choose between both. */
export function MappingConflict({ form, connector }: MappingConflictProps) {
  const { base, changes, save } = form
  const nameOf = useNames(connector.tenant_id)
  return (
    <Conflict
      rows={conflictRows({ base, theirs: connector, changes }, nameOf)}
      pending={save.isPending}
      onKeepMine={() => void form.send(connector)}
      onTakeTheirs={() => form.start(connector)}
    />
  )
}
