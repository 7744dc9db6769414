// The history of a connector: who wrote which version, what it changed, and the way back.

import { useState } from 'react'
import { useList } from '../../api/queries.ts'
import type { ConnectorDetail, ConnectorVersionInHistory } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { Mono, Quiet, Time } from '../../parts/facts.tsx'
import { Menu } from '../../parts/menu.tsx'
import { Section, Stack } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'
import { ConnectorFrame } from './connector-frame.tsx'
import { Promote } from './promote.tsx'
import { RollBack } from './roll-back.tsx'
import { labelOf, type Setting } from './setting-words.ts'
import { useMayActivate } from './use-may-activate.ts'
import { useNames } from './use-names.ts'
import { ViewVersion } from './view-version.tsx'

/** History. */
export const Screen = () => (
  <ConnectorFrame>{(connector) => <History connector={connector} />}</ConnectorFrame>
)

function History({ connector }: { readonly connector: ConnectorDetail }) {
  const { tenant_id, id } = connector
  const path = { tenant_id, connector_id: id }
  const list = useList('GET /tenants/{tenant_id}/connectors/{connector_id}/versions', { path })
  const nameOf = useNames(tenant_id)
  const mayActivate = useMayActivate()
  const [back, goBack] = useState<ConnectorVersionInHistory>()
  const [viewed, view] = useState<ConnectorVersionInHistory>()
  const menuOf = (version: ConnectorVersionInHistory) => (
    <Menu
      label={`Actions of version ${version.number}`}
      actions={[
        { label: 'Compare with what is live', onSelect: () => view(version) },
        ...(mayActivate
          ? [
              {
                label: 'Roll back to it',
                onSelect: () => goBack(version),
                why: whyNot(version),
              },
            ]
          : []),
      ]}
    />
  )
  return (
    <Stack>
      <Section title="Versions" sentence="Each save is a version. None is ever changed or lost.">
        <Table
          caption="Versions"
          list={list}
          columns={COLUMNS}
          keyOf={({ version }) => version}
          menuOf={menuOf}
          empty={{ sentence: 'There is no version yet.' }}
        />
      </Section>
      <Promote connector={connector} />
      <RollBack
        connector={connector}
        version={back}
        nameOf={nameOf}
        onClose={() => goBack(undefined)}
      />
      <ViewVersion
        connector={connector}
        version={viewed}
        nameOf={nameOf}
        onClose={() => view(undefined)}
      />
    </Stack>
  )
}

function whyNot({ state, activated_at }: ConnectorVersionInHistory): string | undefined {
  if (state === 'active') return 'It is live'
  return activated_at === null ? 'It was never live' : undefined
}

const STATES = {
  draft: <Badge state="draft" />,
  tested: <Badge state="tested" />,
  active: <Badge state="live" />,
  superseded: <Badge state="disabled" label="Superseded" />,
} as const

const COLUMNS = [
  { title: 'Version', cell: ({ number }: ConnectorVersionInHistory) => `Version ${number}` },
  { title: 'State', cell: ({ state }: ConnectorVersionInHistory) => STATES[state] },
  {
    title: 'Changed',
    cell: ({ changes }: ConnectorVersionInHistory) =>
      changes === null ? (
        <Quiet>The first version</Quiet>
      ) : (
        changes.map(({ member }) => sayMember(member)).join(', ')
      ),
  },
  {
    title: 'Written by',
    cell: ({ created_by: actor }: ConnectorVersionInHistory) =>
      actor === null ? '–' : <Author actor={actor} />,
  },
  {
    title: 'Written',
    cell: ({ created_at }: ConnectorVersionInHistory) => <Time at={created_at} />,
  },
  { title: 'Tested', cell: ({ tested_at }: ConnectorVersionInHistory) => <Time at={tested_at} /> },
  {
    title: 'Went live',
    cell: ({ activated_at }: ConnectorVersionInHistory) => <Time at={activated_at} />,
  },
]

const ACTORS: Readonly<Record<string, string>> = {
  operator: 'Operator',
  user: 'Administrator',
  api_key: 'API key',
  setup_link: 'Set-up link',
  system: 'edge-sso',
}

const Author = ({
  actor,
}: {
  readonly actor: { readonly type: string; readonly id: string | null }
}) => (
  <>
    {ACTORS[actor.type] ?? actor.type}
    {actor.id !== null && (
      <>
        <br />
        <Mono>{actor.id}</Mono>
      </>
    )}
  </>
)

const sayMember = (pointer: string): string => labelOf(pointer.slice(1) as Setting)
