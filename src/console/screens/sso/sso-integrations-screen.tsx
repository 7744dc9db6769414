// SSO integrations of a tenant: the SSO keys with their values to copy, the external IdPs, and how
// login is restricted.

import { useMay, useMe } from '../../api/me.ts'
import { useList, useResource } from '../../api/queries.ts'
import { Badge } from '../../parts/badge.tsx'
import { ButtonLink } from '../../parts/button.tsx'
import { ProblemNotice } from '../../parts/notice.tsx'
import { Page, Section, Stack } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useRoute } from '../../parts/route-values.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { type Condition, conditionsOf, MODES } from '../restriction/conditions.ts'
import { IdpTable } from './idp-table.tsx'
import { SsoKeys } from './sso-keys.tsx'

/** SSO integrations. */
export function Screen() {
  const { tenantId } = useRoute('tenantId')
  const mayChange = useMay()('POST /tenants/{tenant_id}/external-idps')
  const { me } = useMe()
  const keys = useList('GET /tenants/{tenant_id}/sso-keys', { path: { tenant_id: tenantId } })
  return (
    <Page
      title="SSO integrations"
      sentence="Who we are for your identity provider, which identity providers you trust, and how people may sign in."
    >
      <Stack>
        {keys.isPending ? (
          <Section title="Service provider">
            <Skeleton lines={6} />
          </Section>
        ) : keys.problem ? (
          <ProblemNotice problem={keys.problem} onRetry={keys.retry} />
        ) : (
          <SsoKeys tenantId={tenantId} keys={keys.items} />
        )}
        <Section
          title="External IdP"
          sentence="Identity providers that you trust to say who somebody is."
          action={
            mayChange && (
              <ButtonLink to={paths.registerIdp(tenantId)}>Register external IdP</ButtonLink>
            )
          }
        >
          <IdpTable tenantId={tenantId} />
        </Section>
        {me?.kind !== 'guest' && <Restriction tenantId={tenantId} />}
      </Stack>
    </Page>
  )
}

/** One line that says how login is restricted, and leads to where that is changed. */
function Restriction({ tenantId }: { readonly tenantId: string }) {
  const path = { tenant_id: tenantId }
  const { data, problem, isPending } = useResource('GET /tenants/{tenant_id}/enforcement', { path })
  return (
    <Section
      title="Login restriction"
      sentence={data && MODES[data.mode][1]}
      action={<ButtonLink to={paths.restriction(tenantId)}>Open login restriction</ButtonLink>}
    >
      {isPending ? <Skeleton lines={1} /> : <ProblemNotice problem={problem} />}
      {data?.mode === 'off' && <Met conditions={conditionsOf(data, 'everyone')} />}
    </Section>
  )
}

/** How far the tenant is from allowing login only through SSO. */
function Met({ conditions }: { readonly conditions: readonly Condition[] }) {
  const met = conditions.filter(({ holds }) => holds === 'yes').length
  const isReady = met === conditions.length
  return (
    <p>
      <Badge
        state={isReady ? 'live' : 'draft'}
        label={`${met} of ${conditions.length} conditions met`}
      />{' '}
      to allow login only through SSO.
    </p>
  )
}
