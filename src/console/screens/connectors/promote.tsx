// Carrying settings over to the connector of the other environment, as a draft to be tested there.

import { useState } from 'react'
import { useMayChange, useMe } from '../../api/me.ts'
import { useChange, useList } from '../../api/queries.ts'
import type { ConnectorDetail } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { SelectField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { Section } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useOpen } from '../../parts/route-values.ts'

const ENVIRONMENTS = { production: 'production', non_production: 'non-production' } as const

/** Copies the draft, or what is live, to the other environment. */
export function Promote({ connector }: { readonly connector: ConnectorDetail }) {
  const { tenant_id, id } = connector
  const list = useList('GET /tenants/{tenant_id}/connectors', { path: { tenant_id } })
  const mayChange = useMayChange()
  const { me } = useMe()
  const own = list.items.find((one) => one.id === id)
  const targets = list.items.filter(({ environment }) => environment !== own?.environment)
  const [first] = targets
  // A link that is bound to one connector opens no other one.
  if (!mayChange || me?.kind === 'guest' || own === undefined) return null
  const other = own.environment === 'production' ? 'non_production' : 'production'
  return (
    <Section
      title="Promote"
      sentence={`Copies the settings to a connector of the ${ENVIRONMENTS[other]} environment, as a draft to be tested there. Its SSO key and external IdP stay.`}
    >
      {first ? (
        <PromoteForm connector={connector} targets={targets} first={first.id} />
      ) : (
        <p>There is no connector of the other environment yet.</p>
      )}
    </Section>
  )
}

interface PromoteFormProps {
  readonly connector: ConnectorDetail
  readonly targets: readonly { readonly id: string; readonly name: string }[]
  readonly first: string
}

function PromoteForm({ connector, targets, first }: PromoteFormProps) {
  const { tenant_id, id, latest, active } = connector
  const promote = useChange('POST /tenants/{tenant_id}/connectors/{connector_id}:promote')
  const [target, setTarget] = useState(first)
  const [version, setVersion] = useState((active ?? latest).version)
  const open = useOpen()
  const send = async () => {
    const path = { tenant_id, connector_id: id }
    const done = await promote.run({ path, body: { target_id: target, version } })
    if (!done) return
    toast(`Draft ${done.answer.latest.number} of ${done.answer.name} written`)
    open(paths.connector(tenant_id, done.answer.id))
  }
  const isDraft = active !== null && active.version !== latest.version
  return (
    <Form
      submit="Promote"
      onSubmit={() => void send()}
      pending={promote.isPending}
      problem={promote.problem}
    >
      <SelectField
        label="To"
        choices={targets.map(({ id: value, name }) => ({ value, label: name }))}
        value={target}
        onChange={setTarget}
      />
      {isDraft && (
        <SelectField
          label="What"
          choices={[
            { value: active.version, label: `What is live (version ${active.number})` },
            { value: latest.version, label: `The draft (version ${latest.number})` },
          ]}
          value={version}
          onChange={setVersion}
        />
      )}
    </Form>
  )
}
