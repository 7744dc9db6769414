// The beginning of a guided set-up: which identity provider it is. What somebody began before
// stands above.

import { useEffect, useState } from 'react'
import { useMay, useMe } from '../../api/me.ts'
import { useChange, useList } from '../../api/queries.ts'
import type { Product } from '../../guides/products.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { Filters, SearchFilter } from '../../parts/filters.tsx'
import { PickList } from '../../parts/guided/pick-list.tsx'
import { Notice, ProblemNotice } from '../../parts/notice.tsx'
import { Page, Section, Stack } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useFilter, useOpen, useRoute } from '../../parts/route-values.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { Begun, beginPath } from './begun.tsx'
import { findProduct, searchGuides } from './find-guides.ts'
import { freeName, namesFor, SSO_KEY_LIMIT, takeKey } from './set-up-plan.ts'

/**
 * Chooses the identity provider, and takes or issues the SSO key for it. A link that opens one
 * connector leaves nothing to choose.
 */
export function Screen() {
  const { tenantId } = useRoute('tenantId')
  const only = useMe().me?.setup_link?.connector_id ?? undefined
  const open = useOpen()
  useEffect(() => {
    if (only !== undefined) open(paths.setupStep(tenantId, only, 'metadata'), { replace: true })
  }, [only, open, tenantId])
  const path = { tenant_id: tenantId }
  const keys = useList('GET /tenants/{tenant_id}/sso-keys', { path })
  const connectors = useList('GET /tenants/{tenant_id}/connectors', { path })
  const pending = keys.isPending || connectors.isPending
  return (
    <Page
      title="Set up single sign-on"
      sentence="Choose the product that your organisation signs in with. The next page says what to enter there."
      breadcrumb={[{ label: 'SSO integrations', to: paths.sso(tenantId) }]}
    >
      <ProblemNotice problem={keys.problem ?? connectors.problem} onRetry={keys.retry} />
      {pending || only !== undefined ? (
        <Skeleton lines={8} />
      ) : (
        <Stack>
          <Begun tenantId={tenantId} keys={keys.items} connectors={connectors.items} />
          <Choice tenantId={tenantId} keys={keys.items} connectors={connectors.items} />
        </Stack>
      )}
    </Page>
  )
}

type Facts = Parameters<typeof Begun>[0]

function Choice({ tenantId, keys, connectors }: Facts) {
  const [typed] = useFilter('q')
  const [picked, setPicked] = useState<string>()
  const open = useOpen()
  const issue = useChange('POST /tenants/{tenant_id}/sso-keys')
  const mayBegin = useMay()('POST /tenants/{tenant_id}/connectors')
  const isFull = keys.length >= SSO_KEY_LIMIT && takeKey('', keys, connectors) === undefined

  async function begin(product: Product): Promise<void> {
    const { id } = product
    const { name } = namesFor(product)
    setPicked(id)
    const key = takeKey(name, keys, connectors) ?? (await issueKey(name))
    if (key) open(beginPath(tenantId, id, key.id))
    else setPicked(undefined)
  }

  async function issueKey(wanted: string) {
    const name = freeName(
      wanted,
      keys.map((key) => key.name),
    )
    const body = { name, environment: 'production' } as const
    return (await issue.run({ path: { tenant_id: tenantId }, body }))?.answer
  }

  if (!mayBegin)
    return (
      <Notice title="You can look at set-ups, and begin none">
        An administrator of this organisation can, or somebody with a set-up link for it.
      </Notice>
    )
  if (isFull) return <NoKeyLeft tenantId={tenantId} />
  const found = searchGuides(typed)
  return (
    <Section title="Identity provider">
      <Filters>
        <SearchFilter name="q" label="Search, by a former name too" />
      </Filters>
      <ProblemNotice problem={issue.problem} />
      <PickList
        label="Identity providers"
        picks={found.map(({ id, name, alsoKnownAs: [alias] }) => ({
          id,
          title: name,
          detail: alias,
        }))}
        onPick={(id) => {
          const product = findProduct(id)
          if (product) void begin(product)
        }}
        pending={picked}
      />
    </Section>
  )
}

const NoKeyLeft = ({ tenantId }: { readonly tenantId: string }) => (
  <Notice
    kind="warning"
    title={`This organisation has ${SSO_KEY_LIMIT} SSO keys, and a connector uses each of them.`}
    action={
      <ButtonLink to={paths.sso(tenantId)} kind="second">
        Look at the SSO keys
      </ButtonLink>
    }
  >
    Delete a connector and its SSO key that nobody needs, then come back.
  </Notice>
)
