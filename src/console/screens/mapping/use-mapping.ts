// What is typed on the mapping screen, and the save that makes a draft of it.

import { useEffect, useState } from 'react'
import { useChange } from '../../api/queries.ts'
import type { ConnectorDetail } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { useDraft } from '../../parts/drafts.ts'
import { useConnector } from '../connectors/use-connector.ts'
import { changesOf, type MappingValues, valuesOf } from './mapping-values.ts'

/** The values of the screen, and how they are saved. */
export function useMapping(connector: ConnectorDetail) {
  const { tenant_id, id } = connector
  const save = useChange('PATCH /tenants/{tenant_id}/connectors/{connector_id}')
  const { retry } = useConnector()
  // The connector as the person saw it when they began.
  const [base, setBase] = useState(connector)
  const draft = useDraft<MappingValues>(`mapping:${id}`, valuesOf(connector))
  const changes = changesOf(draft.values, base)
  const isDirty = Object.keys(changes).length > 0
  const start = (from: ConnectorDetail): void => {
    save.reset()
    setBase(from)
    draft.set(valuesOf(from))
    draft.forget()
  }
  // While nothing is typed, the screen follows what others change.
  useEffect(() => {
    if (!isDirty && base !== connector) start(connector)
  })
  const send = async (onto: ConnectorDetail): Promise<void> => {
    const path = { tenant_id, connector_id: id }
    const done = await save.run({ path, body: changes, onto })
    if (!done) return retry()
    start(done.answer)
    toast(`Draft ${done.answer.latest.number} saved`)
  }
  return {
    base,
    values: draft.values,
    set: draft.set,
    changes,
    isDirty,
    save,
    start,
    send,
  } as const
}

/** What `useMapping` returns, as sections use it. */
export type MappingForm = ReturnType<typeof useMapping>
