// A reference without its tenant, as a refusal page gives it: finds the tenant, and goes on there.

import { useEffect } from 'react'
import { useMe } from '../../api/me.ts'
import { useResource } from '../../api/queries.ts'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Page } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useOpen, useRoute } from '../../parts/route-values.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { RefusedRequestFacts } from './refused-request.tsx'

/** Leads to the event: of their own tenant for administrators, of any for operators. */
export function Screen() {
  const { reference } = useRoute('reference')
  const { me } = useMe()
  const open = useOpen()
  const isOfAll = me?.kind === 'operator' || me?.kind === 'support'
  const found = useResource(
    'GET /events/{event_id}',
    { path: { event_id: reference } },
    { enabled: isOfAll },
  )
  const tenantId = isOfAll ? found.data?.tenant_id : me?.tenant?.id
  const request =
    found.data?.type === 'request.refused' && !found.data.tenant_id ? found.data : undefined
  useEffect(() => {
    if (tenantId) open(paths.event(tenantId, reference), { replace: true })
  }, [tenantId, reference, open])
  return (
    <Page title="What happened">
      <ProblemNotice problem={found.problem} onRetry={found.retry} />
      {!found.problem && !request && <Skeleton lines={4} />}
      {request && <RefusedRequestFacts request={request} />}
    </Page>
  )
}
