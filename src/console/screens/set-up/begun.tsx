// What somebody began and did not finish: an SSO key without a connector, or a connector that never
// went live. Each row goes on where it was left.

import type { ConnectorSummary, SsoKey } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { Section } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { Table, wholeList } from '../../parts/table.tsx'
import { recogniseProduct } from './find-guides.ts'
import { freeKeys } from './set-up-plan.ts'
import { type SetUpStep, STEP_TITLES } from './set-up-steps.ts'

/** The name of a connector that does not exist yet, in addresses. */
export const NEW_CONNECTOR = 'new'

/** Where a set-up begins for this guide and SSO key. */
export const beginPath = (tenantId: string, guideId: string, ssoId: string): string =>
  `${paths.setupStep(tenantId, NEW_CONNECTOR, 'metadata')}?${new URLSearchParams({ guide: guideId, key: ssoId })}`

interface Row {
  readonly id: string
  readonly name: string
  readonly product: string
  readonly step: SetUpStep
  readonly to: string
}

export interface BegunProps {
  readonly tenantId: string
  readonly keys: readonly SsoKey[]
  readonly connectors: readonly ConnectorSummary[]
}

/** Set-ups to go on with; nothing if there are none. */
export function Begun({ tenantId, keys, connectors }: BegunProps) {
  const rows = [
    ...connectors
      .filter(({ active_version }) => active_version === null)
      .map((connector) => rowOfConnector(tenantId, connector)),
    ...freeKeys(keys, connectors).map((key) => rowOfKey(tenantId, key)),
  ]
  if (rows.length === 0) return null
  return (
    <Section title="Go on where you left off">
      <Table
        caption="Set-ups that are not finished"
        list={wholeList(rows)}
        keyOf={({ id }) => id}
        linkOf={({ to }) => to}
        columns={[
          { title: 'Name', cell: ({ name }) => <bdi>{name}</bdi> },
          { title: 'State', cell: () => <Badge state="draft" label="Not live yet" /> },
          { title: 'Identity provider', cell: ({ product }) => product },
          { title: 'Next step', cell: ({ step }) => STEP_TITLES[step] },
        ]}
        empty={{ sentence: 'Nothing was begun.' }}
      />
    </Section>
  )
}

function rowOfConnector(tenantId: string, connector: ConnectorSummary): Row {
  const { id, name, reference, issuer, state } = connector
  const step = state === 'tested' ? 'activate' : 'test'
  return {
    id,
    name,
    product: recogniseProduct({ names: [reference, name], issuer }).name,
    step,
    to: paths.setupStep(tenantId, id, step),
  }
}

function rowOfKey(tenantId: string, { id, name }: SsoKey): Row {
  const guide = recogniseProduct({ names: [name] })
  return {
    id,
    name,
    product: guide.name,
    step: 'metadata',
    to: beginPath(tenantId, guide.id, id),
  }
}
