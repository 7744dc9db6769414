// The tests of a connector: start one, and what the earlier ones came to.

import { useMayChange } from '../../api/me.ts'
import { useList } from '../../api/queries.ts'
import type { ConnectorDetail, ConnectorTest } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { Mono, Quiet, Time } from '../../parts/facts.tsx'
import { paths } from '../../parts/paths.ts'
import { type Column, Table } from '../../parts/table.tsx'
import { ConnectorFrame } from '../connectors/connector-frame.tsx'
import { StartTest } from './start-test.tsx'
import { MENDED_BY, shortVersion, TEST_STATES } from './test-words.ts'

const COLUMNS: readonly Column<ConnectorTest>[] = [
  { title: 'Started', cell: ({ started_at }) => <Time at={started_at} /> },
  { title: 'Outcome', cell: (test) => <Outcome {...test} /> },
  { title: 'What failed', cell: (test) => <Failure {...test} /> },
  {
    title: 'Who mends it',
    cell: ({ fixed_by }) => (fixed_by ? MENDED_BY[fixed_by] : <Quiet>–</Quiet>),
  },
  { title: 'Version', cell: ({ version }) => <Mono>{shortVersion(version)}</Mono> },
]

function Outcome({ state }: ConnectorTest) {
  const [badge, word] = TEST_STATES[state]
  return <Badge state={badge} label={word} />
}

const Failure = ({ code, message }: ConnectorTest) =>
  code === null ? (
    <Quiet>–</Quiet>
  ) : (
    <>
      {message} <Mono>{code}</Mono>
    </>
  )

/** Tests, the newest first. */
export function Screen() {
  const mayChange = useMayChange()
  return (
    <ConnectorFrame
      action={({ tenant_id, id }) =>
        mayChange && <StartTest tenantId={tenant_id} connectorId={id} />
      }
    >
      {(connector) => <Tests connector={connector} />}
    </ConnectorFrame>
  )
}

function Tests({ connector }: { readonly connector: ConnectorDetail }) {
  const { tenant_id, id: connectorId } = connector
  const path = { tenant_id, connector_id: connectorId }
  const tests = useList('GET /tenants/{tenant_id}/connectors/{connector_id}/tests', { path })
  return (
    <>
      <Quiet>
        A test signs in as a person would and shows what the identity provider sent. It lets nobody
        in, and what is live goes on.
      </Quiet>
      <Table
        caption="Tests of this connector, the newest first"
        list={tests}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        linkOf={({ id }) => paths.test(tenant_id, connectorId, id)}
        empty={{
          title: 'No tests yet',
          sentence: 'A version goes live once a test of exactly that version passed.',
        }}
      />
    </>
  )
}
