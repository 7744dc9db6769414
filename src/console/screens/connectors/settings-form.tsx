// The settings of a connector, except for the mapping, which has a tab of its own. A save makes a
// draft: what is live stays live.

import { useEffect, useState } from 'react'
import { useChange } from '../../api/queries.ts'
import type { ConnectorChange, ConnectorDetail } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { Conflict } from '../../parts/conflict.tsx'
import { useDraft } from '../../parts/drafts.ts'
import { Form } from '../../parts/form.tsx'
import { LandingFields } from './landing-fields.tsx'
import { Lines } from './lines.tsx'
import { labelOf, type NameOf, SETTINGS, type Settings, sayValue } from './setting-words.ts'
import { AdmissionFields, SignInFields } from './settings-fields.tsx'
import { changesOf, type SettingsValues, valuesOf } from './settings-values.ts'
import { useConnector } from './use-connector.ts'

export interface SettingsFormProps {
  readonly connector: ConnectorDetail
  readonly nameOf: NameOf
}

const PATCH = 'PATCH /tenants/{tenant_id}/connectors/{connector_id}'

/** A form of the settings that a draft holds. */
export function SettingsForm({ connector, nameOf }: SettingsFormProps) {
  const form = useSettings(connector)
  const { base, changes, values, set, save } = form
  const isDirty = Object.keys(changes).length > 0
  if (save.problem?.code === 'api_precondition_failed')
    return (
      <Conflict
        rows={conflictRows({ base, theirs: connector, changes }, nameOf)}
        pending={save.isPending}
        onKeepMine={() => void form.send(connector)}
        onTakeTheirs={() => form.start(connector)}
      />
    )
  const fields = { values, set, problem: save.problem }
  return (
    <Form
      submit="Save draft"
      pending={save.isPending}
      problem={save.problem}
      onSubmit={() => void form.send(base)}
      why={isDirty ? undefined : 'Nothing is changed yet'}
      second={
        isDirty && (
          <Button kind="quiet" onClick={() => form.start(connector)}>
            Undo changes
          </Button>
        )
      }
    >
      <SignInFields {...fields} />
      <AdmissionFields {...fields} />
      <LandingFields {...fields} tenantId={connector.tenant_id} />
    </Form>
  )
}

/** The values of the form, and how they are sent. */
function useSettings(connector: ConnectorDetail) {
  const { tenant_id, id } = connector
  const save = useChange(PATCH)
  const { retry } = useConnector()
  // The connector as the person saw it when they began to type.
  const [base, setBase] = useState(connector)
  // Only what was typed is kept: what others change in other fields is never put back.
  const draft = useDraft<Partial<SettingsValues>>(`connector:${id}`, {})
  const values = { ...valuesOf(base), ...draft.values }
  const changes = changesOf(values, base)
  const start = (from: ConnectorDetail) => {
    save.reset()
    setBase(from)
    draft.reset()
  }
  // While nothing is typed, the form follows what others change.
  const isFollowing = Object.keys(changes).length === 0
  useEffect(() => {
    if (isFollowing && base !== connector) start(connector)
  })
  const send = async (onto: ConnectorDetail) => {
    const path = { tenant_id, connector_id: id }
    const done = await save.run({ path, body: changes, onto })
    if (!done) return retry()
    // What was typed while it was sent stays; the rest equals the answer, and is let go below.
    setBase(done.answer)
    toast(`Draft ${done.answer.latest.number} saved`)
  }
  return { base, values, set: draft.set, changes, save, start, send } as const
}

interface Crossed {
  readonly base: ConnectorDetail
  readonly theirs: ConnectorDetail
  readonly changes: ConnectorChange
}

/** Theirs beside mine, for each setting that one of us changed. */
function conflictRows({ base, theirs, changes }: Crossed, nameOf: NameOf) {
  const [before, now] = [base.latest.settings, theirs.latest.settings]
  const mine = { ...now, ...(changes as Partial<Settings>) }
  const differ = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other)
  return SETTINGS.filter(
    (name) => differ(before[name], now[name]) || differ(mine[name], now[name]),
  ).map((name) => ({
    label: labelOf(name),
    before: <Lines text={sayValue(name, now, nameOf)} />,
    after: <Lines text={sayValue(name, mine, nameOf)} />,
    changed: differ(mine[name], now[name]),
  }))
}
