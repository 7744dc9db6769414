// Which connectors a user may sign in through: one or several, linked and unlinked by hand.

import { useState } from 'react'
import type { Answer } from '../../api/client.ts'
import { useMayChange } from '../../api/me.ts'
import { useChange, useList, useResource } from '../../api/queries.ts'
import type { User } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Mono } from '../../parts/facts.tsx'
import { CheckboxField } from '../../parts/fields.tsx'
import { Form } from '../../parts/form.tsx'
import { Menu } from '../../parts/menu.tsx'
import { Section } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { type Column, Table, wholeList } from '../../parts/table.tsx'
import { useWayInLeft } from './use-way-in-left.ts'

type Connector = Answer<'GET /tenants/{tenant_id}/connectors'>['data'][number]

/** A linked connector; `found` is absent if it belongs to the parent tenant. */
interface Linked {
  readonly id: string
  readonly found: Connector | undefined
}

const stateOf = ({ found }: Linked) => {
  if (found === undefined) return <Badge state="draft" label="Of the parent tenant" />
  if (!found.enabled) return <Badge state="disabled" />
  return <Badge state={found.active_version === null ? 'draft' : 'live'} />
}

const COLUMNS: readonly Column<Linked>[] = [
  { title: 'Connector', cell: ({ id, found }) => <bdi>{found?.name ?? id}</bdi> },
  { title: 'State', cell: stateOf },
  { title: 'Reference', cell: ({ found }) => (found ? <Mono>{found.reference}</Mono> : '–') },
]

/** The tab "SSO connectors". */
export function UserConnectors({ user }: { readonly user: User }) {
  const mayChange = useMayChange()
  const [isLinking, setLinking] = useState(false)
  const [unlinking, setUnlinking] = useState<Linked>()
  const path = { tenant_id: user.tenant_id, user_id: user.id }
  const links = useResource('GET /tenants/{tenant_id}/users/{user_id}/links', { path })
  const connectors = useList('GET /tenants/{tenant_id}/connectors', {
    path: { tenant_id: user.tenant_id },
  })
  const linked = (links.data?.data ?? []).map(({ connector_id: id }) => ({
    id,
    found: connectors.items.find((one) => one.id === id),
  }))
  const free = connectors.items.filter(({ id }) => linked.every((one) => one.id !== id))
  const action = mayChange && (
    <Button
      kind="primary"
      onClick={() => setLinking(true)}
      why={free.length === 0 ? 'Every connector is linked' : undefined}
    >
      Link connector
    </Button>
  )
  return (
    <Section
      title="SSO connectors"
      sentence="The user may sign in through each of these. A login through a new one links it by itself, if the connector lets people in."
      action={action}
    >
      <Table
        caption="Linked connectors"
        list={{
          ...wholeList(linked),
          isPending: links.isPending || connectors.isPending,
          problem: links.problem ?? connectors.problem,
          retry: links.retry,
        }}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        linkOf={({ id }) => paths.connector(user.tenant_id, id)}
        {...(mayChange && {
          menuOf: (one: Linked) => (
            <Menu
              label={`Actions of ${one.found?.name ?? one.id}`}
              actions={[{ label: 'Unlink', danger: true, onSelect: () => setUnlinking(one) }]}
            />
          ),
        })}
        empty={{ sentence: 'The user is linked to no connector.' }}
      />
      <Dialog open={isLinking} title="Link connectors" onClose={() => setLinking(false)}>
        <LinkConnectors user={user} free={free} onClose={() => setLinking(false)} />
      </Dialog>
      <Unlink user={user} unlinking={unlinking} onClose={() => setUnlinking(undefined)} />
    </Section>
  )
}

interface LinkConnectorsProps {
  readonly user: User
  readonly free: readonly Connector[]
  readonly onClose: () => void
}

function LinkConnectors({ user, free, onClose }: LinkConnectorsProps) {
  const [chosen, setChosen] = useState<readonly string[]>([])
  const change = useChange('PUT /tenants/{tenant_id}/users/{user_id}/links/{connector_id}')
  const submit = async (): Promise<void> => {
    for (const id of chosen) {
      const path = { tenant_id: user.tenant_id, user_id: user.id, connector_id: id }
      if (!(await change.run({ path }))) return
    }
    onClose()
    toast(chosen.length === 1 ? 'Connector linked' : `${chosen.length} connectors linked`)
  }
  return (
    <Form
      submit={chosen.length > 1 ? `Link ${chosen.length} connectors` : 'Link connector'}
      onSubmit={submit}
      pending={change.isPending}
      problem={change.problem}
      why={chosen.length === 0 ? 'Choose a connector' : undefined}
      second={
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      }
    >
      {free.map(({ id, name, reference }) => (
        <CheckboxField
          key={id}
          label={name}
          help={<Mono>{reference}</Mono>}
          checked={chosen.includes(id)}
          onChange={(isChosen) =>
            setChosen(isChosen ? [...chosen, id] : chosen.filter((one) => one !== id))
          }
        />
      ))}
    </Form>
  )
}

interface UnlinkProps {
  readonly user: User
  readonly unlinking: Linked | undefined
  readonly onClose: () => void
}

function Unlink({ user, unlinking, onClose }: UnlinkProps) {
  const change = useChange('DELETE /tenants/{tenant_id}/users/{user_id}/links/{connector_id}')
  const { field, query, shown } = useWayInLeft(change.problem)
  const confirm = async (): Promise<void> => {
    if (unlinking === undefined) return
    const path = { tenant_id: user.tenant_id, user_id: user.id, connector_id: unlinking.id }
    if (!(await change.run({ path, query }))) return
    onClose()
    toast('Connector unlinked')
  }
  return (
    <Confirm
      open={unlinking !== undefined}
      title={`Unlink ${unlinking?.found?.name ?? 'the connector'}?`}
      action="Unlink connector"
      pending={change.isPending}
      problem={shown}
      onConfirm={confirm}
      onClose={() => {
        change.reset()
        onClose()
      }}
    >
      <p>Sessions that began through this connector end. Other ways to sign in stay.</p>
      {field}
    </Confirm>
  )
}
