// What can be done with a connector, in the list and on its screen: copy the login address, test,
// disable and enable.

import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { useChange } from '../../api/queries.ts'
import { announce, toast } from '../../parts/announcements.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Menu } from '../../parts/menu.tsx'
import { paths } from '../../parts/paths.ts'
import { useWayIn } from './way-in.tsx'

interface Named {
  readonly id: string
  readonly tenant_id: string
  readonly name: string
  readonly login_url: string
  readonly enabled: boolean
  readonly active_version: string | null
}

const copy = (url: string): void =>
  void navigator.clipboard.writeText(url).then(
    () => toast('Login address copied'),
    () => announce('The browser did not allow copying.'),
  )

/** A menu of one connector. */
export function ConnectorMenu({ connector }: { readonly connector: Named }) {
  const { tenant_id: tenantId, id, name, enabled } = connector
  const [isAsking, ask] = useState(false)
  const mayChange = useMay()('POST /tenants/{tenant_id}/connectors/{connector_id}:disable')
  return (
    <>
      <Menu
        label={`Actions of ${name}`}
        actions={[
          { label: 'Copy login address', onSelect: () => copy(connector.login_url) },
          { label: 'Test', to: paths.tests(tenantId, id) },
          ...(mayChange
            ? [
                {
                  label: enabled ? 'Disable' : 'Enable',
                  danger: enabled,
                  onSelect: () => ask(true),
                },
              ]
            : []),
        ]}
      />
      <SwitchConnector connector={connector} open={isAsking} onClose={() => ask(false)} />
    </>
  )
}

interface SwitchProps {
  readonly connector: Named
  readonly open: boolean
  readonly onClose: () => void
}

/** Asks before people can sign in through a connector no longer, or again. */
function SwitchConnector({ connector, open, onClose }: SwitchProps) {
  const { tenant_id, id, name, enabled, active_version } = connector
  const disable = useChange('POST /tenants/{tenant_id}/connectors/{connector_id}:disable')
  const enable = useChange('POST /tenants/{tenant_id}/connectors/{connector_id}:enable')
  const change = enabled ? disable : enable
  const { field, query } = useWayIn(change.problem)
  const close = () => {
    change.reset()
    onClose()
  }
  const confirm = async () => {
    const done = await change.run({ path: { tenant_id, connector_id: id }, query })
    if (!done) return
    toast(enabled ? `${name} disabled` : `${name} enabled`)
    close()
  }
  return (
    <Confirm
      open={open}
      title={enabled ? `Disable ${name}?` : `Enable ${name}?`}
      action={enabled ? 'Disable connector' : 'Enable connector'}
      harmless={!enabled}
      pending={change.isPending}
      problem={change.problem}
      onConfirm={() => void confirm()}
      onClose={close}
    >
      <p>{consequenceOf(enabled, active_version !== null)}</p>
      {field}
    </Confirm>
  )
}

function consequenceOf(enabled: boolean, isLive: boolean): string {
  if (!enabled)
    return isLive
      ? 'People can sign in through it again, from the next sign-in on.'
      : 'It can be tested and activated again.'
  return isLive
    ? 'From now on nobody can sign in through it. Sessions that have begun go on. Settings and history stay, and you can enable it again.'
    : 'Nobody signs in through it yet. It stays as it is, and you can enable it again.'
}
