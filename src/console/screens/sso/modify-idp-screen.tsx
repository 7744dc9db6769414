// An external IdP: what it is, its certificates, a change of its metadata that waits for approval,
// another source, its name, and its end.

import { useMay, useMe } from '../../api/me.ts'
import { useChange, useResource } from '../../api/queries.ts'
import type { ExternalIdp } from '../../api/schema.d.ts'
import { toast } from '../../parts/announcements.tsx'
import { Button } from '../../parts/button.tsx'
import { Time } from '../../parts/facts.tsx'
import { Notice, ProblemNotice } from '../../parts/notice.tsx'
import { Page, Section, Stack } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useRoute } from '../../parts/route-values.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { DeleteIdp } from './delete-idp.tsx'
import { IdpCertificates } from './idp-certificates.tsx'
import { IdpFacts } from './idp-facts.tsx'
import { IdpNameForm } from './idp-name-form.tsx'
import { PendingChange } from './pending-change.tsx'
import { ReplaceSource } from './replace-source.tsx'
import { UsedBy } from './used-by.tsx'

/** Modify external IdP. */
export function Screen() {
  const { tenantId, idpId } = useRoute('tenantId', 'idpId')
  const path = { tenant_id: tenantId, external_idp_id: idpId }
  const loaded = useResource('GET /tenants/{tenant_id}/external-idps/{external_idp_id}', { path })
  const { data: idp, problem, retry } = loaded
  const breadcrumb = [{ label: 'SSO integrations', to: paths.sso(tenantId) }]
  if (idp === undefined)
    return (
      <Page title="External IdP" breadcrumb={breadcrumb}>
        {problem ? <ProblemNotice problem={problem} onRetry={retry} /> : <Skeleton lines={6} />}
      </Page>
    )
  return (
    <Page
      title={idp.name}
      sentence="Changes of certificates and endpoints go live with a tested version of each connector that uses it."
      breadcrumb={breadcrumb}
      action={idp.source === 'metadata_url' && <Refresh idp={idp} />}
    >
      <Content idp={idp} onStale={retry} />
    </Page>
  )
}

function Content({ idp, onStale }: { readonly idp: ExternalIdp; readonly onStale: () => void }) {
  const mayChange = useMay()('PATCH /tenants/{tenant_id}/external-idps/{external_idp_id}')
  const { me } = useMe()
  return (
    <Stack>
      <PendingChange idp={idp} />
      {idp.refresh_failure && (
        <Notice kind="warning" title="The metadata URL cannot be read at present">
          Since <Time at={idp.refresh_failure.since} /> ({idp.refresh_failure.code}). What was read
          last still counts.
        </Notice>
      )}
      {idp.warnings.map(({ code, message, position }) => (
        <Notice key={`${code}-${position}-${message}`} kind="warning">
          {message}
        </Notice>
      ))}
      <Section title="What we trust">
        <Stack>
          <IdpFacts idp={idp} />
          <IdpCertificates idp={idp} />
        </Stack>
      </Section>
      <UsedBy idp={idp} />
      {mayChange && (
        <Section
          title="Add a certificate, or replace the source"
          sentence="Certificates of the same issuer stay until you remove each one, so a new one can be added early."
        >
          <ReplaceSource idp={idp} />
        </Section>
      )}
      {mayChange && me?.kind !== 'guest' && (
        <>
          <Section title="Name">
            <IdpNameForm idp={idp} onStale={onStale} />
          </Section>
          <DeleteIdp idp={idp} />
        </>
      )}
    </Stack>
  )
}

/** Reads the metadata URL now, and not only every few hours. */
function Refresh({ idp }: { readonly idp: ExternalIdp }) {
  const path = { tenant_id: idp.tenant_id, external_idp_id: idp.id }
  const refresh = useChange('POST /tenants/{tenant_id}/external-idps/{external_idp_id}:refresh')
  const mayChange = useMay()('POST /tenants/{tenant_id}/external-idps/{external_idp_id}:refresh')
  const run = async () => {
    const done = await refresh.run({ path })
    if (!done) return
    const isSame = done.answer.trust_revision === idp.trust_revision
    toast(isSame ? 'Read again: nothing changed' : 'Read again: certificates changed')
  }
  if (!mayChange) return null
  return (
    <>
      <Button onClick={() => void run()} pending={refresh.isPending}>
        Read metadata again
      </Button>
      <ProblemNotice problem={refresh.problem} />
    </>
  )
}
