// The e-mail domains of a tenant: each is proven by a TXT record, which is shown to be copied.

import { useState } from 'react'
import { useMay } from '../../api/me.ts'
import { useResource } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Page, Stack } from '../../parts/page.tsx'
import { useRoute } from '../../parts/route-values.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { AddDomain } from './add-domain.tsx'
import { DomainCard } from './domain-card.tsx'

/** What the checks of the schedule find shows without a reload. */
const LOOK_AGAIN_MS = 30_000

/** The list of domains. */
export function Screen() {
  const { tenantId } = useRoute('tenantId')
  const may = useMay()
  const [isNew, setNew] = useState(false)
  const input = { path: { tenant_id: tenantId } }
  const list = useResource('GET /tenants/{tenant_id}/domains', input, { every: LOOK_AGAIN_MS })
  const add = may('POST /tenants/{tenant_id}/domains') && (
    <Button kind="primary" onClick={() => setNew(true)}>
      Add domain
    </Button>
  )
  return (
    <Page
      title="Domains"
      sentence="People whose e-mail address ends in a proven domain are led to this tenant when they sign in."
      action={add}
    >
      {list.isPending ? (
        <Skeleton lines={5} />
      ) : list.data === undefined ? (
        <ProblemNotice problem={list.problem} onRetry={list.retry} />
      ) : list.data.data.length === 0 ? (
        <EmptyState
          title="No domain yet"
          sentence="A domain is proven by a TXT record that its owner sets in the DNS."
          action={add}
        />
      ) : (
        <Stack>
          {list.data.data.map((domain) => (
            <DomainCard key={domain.id} domain={domain} />
          ))}
        </Stack>
      )}
      <AddDomain tenantId={tenantId} open={isNew} onClose={() => setNew(false)} />
    </Page>
  )
}
