// Deleting a connector: last on its screen, apart, with the consequence in words.

import { useState } from 'react'
import { useChange } from '../../api/queries.ts'
import type { ConnectorDetail } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Section } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useOpen } from '../../parts/route-values.ts'
import { useWayIn } from './way-in.tsx'

const DELETE = 'DELETE /tenants/{tenant_id}/connectors/{connector_id}'

/** The end of a connector. */
export function DeleteConnector({ connector }: { readonly connector: ConnectorDetail }) {
  const { tenant_id, id, name, active_version } = connector
  const [isAsking, ask] = useState(false)
  const remove = useChange(DELETE)
  const { field, query } = useWayIn(remove.problem)
  const open = useOpen()
  const close = () => {
    remove.reset()
    ask(false)
  }
  const confirm = async () => {
    const path = { tenant_id, connector_id: id }
    const done = await remove.run({ path, query: { confirm: name, ...query }, onto: connector })
    if (!done) return
    toast(`${name} deleted`)
    open(paths.connectors(tenant_id), { replace: true })
  }
  return (
    <Section
      danger
      title="Delete connector"
      sentence="Logins through it end at once, and its sessions too. The SSO key and the external IdP stay. This cannot be undone."
      action={
        <Button kind="danger" onClick={() => ask(true)}>
          Delete connector
        </Button>
      }
    >
      <Confirm
        open={isAsking}
        title={`Delete ${name}?`}
        action="Delete connector"
        typed={active_version === null ? undefined : name}
        pending={remove.isPending}
        problem={remove.problem}
        onConfirm={() => void confirm()}
        onClose={close}
      >
        <p>
          {active_version === null
            ? 'Nobody signs in through it yet. Its drafts and tests are gone afterwards.'
            : 'People who sign in through it are signed out, and cannot come back this way.'}
        </p>
        {field}
      </Confirm>
    </Section>
  )
}
