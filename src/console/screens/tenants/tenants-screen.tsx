// Every tenant of the deployment: found by name or id, created, opened.

import { useState } from 'react'
import { useMe } from '../../api/me.ts'
import { useList } from '../../api/queries.ts'
import type { Tenant } from '../../api/schema.d.ts'
import { Button } from '../../parts/button.tsx'
import { Mono, Quiet, Time } from '../../parts/facts.tsx'
import { Filters, SearchFilter } from '../../parts/filters.tsx'
import { Page } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useFilter } from '../../parts/route-values.ts'
import { type Column, Table } from '../../parts/table.tsx'
import { NewTenant } from './new-tenant.tsx'

const PAGE = 50

/** The list of tenants. */
export function Screen() {
  const { me } = useMe()
  const [isNew, setNew] = useState(false)
  const [search] = useFilter('search')
  const query = { limit: PAGE, ...(search !== '' && { search }) }
  const list = useList('GET /tenants', { query })
  const create = me?.kind === 'operator' && (
    <Button kind="primary" onClick={() => setNew(true)}>
      Create tenant
    </Button>
  )
  return (
    <Page
      title="Tenants"
      sentence="Each tenant is an organisation whose people sign in through its own identity provider."
      action={create}
    >
      <Filters>
        <SearchFilter name="search" label="Search by name or id" />
      </Filters>
      <Table
        caption="Tenants"
        list={list}
        columns={COLUMNS}
        keyOf={({ id }) => id}
        linkOf={({ id }) => paths.sso(id)}
        empty={
          search === ''
            ? { title: 'No tenant yet', sentence: 'Create one for each customer.', action: create }
            : { sentence: 'No tenant has this in its name, or this id.' }
        }
      />
      <NewTenant open={isNew} onClose={() => setNew(false)} />
    </Page>
  )
}

const COLUMNS: readonly Column<Tenant>[] = [
  { title: 'Name', cell: ({ name }) => <bdi>{name}</bdi> },
  {
    title: 'Kind',
    cell: ({ home, parent_id }) =>
      home ? 'Home tenant' : <Quiet>{parent_id ? 'Child tenant' : 'Customer'}</Quiet>,
  },
  {
    title: 'Your id',
    cell: ({ external_id }) => (external_id ? <Mono>{external_id}</Mono> : <Quiet>–</Quiet>),
  },
  { title: 'Id', cell: ({ id }) => <Mono>{id}</Mono> },
  { title: 'Created', cell: ({ created_at }) => <Time at={created_at} as="day" /> },
]
