// The end of the first step: what the identity provider gave becomes an external IdP and a
// connector, under names that nobody has to think of.

import { useState } from 'react'
import { useChange, useList } from '../../api/queries.ts'
import type { ExternalIdp } from '../../api/schema.d.ts'
import type { Guide } from '../../guides/guide.ts'
import { nameInText } from '../../guides/products.ts'
import { Section } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useOpen } from '../../parts/route-values.ts'
import { SourceForm } from '../sso/source-form.tsx'
import type { SourceInput } from '../sso/use-preview.ts'
import { GuideText } from './guide-text.tsx'
import { freeName, nameConnector, namesFor } from './set-up-plan.ts'
import type { SetUp } from './use-set-up.ts'

/** Takes what the identity provider gave, and makes the connector. */
export function GiveSource({ setUp }: { readonly setUp: SetUp }) {
  const { tenantId, guide } = setUp
  const { save, isPending, problem } = useNewConnector(setUp)
  const open = useOpen()
  return (
    <Section
      title={`What ${nameInText(guide)} gives you`}
      sentence={<GuideText text={[sayWhat(guide), ...guide.gives.text].join(' ')} />}
    >
      <SourceForm
        tenantId={tenantId}
        label={givesFile(guide) ? 'Metadata' : guide.gives.label}
        help={guide.gives.example && `It looks like ${guide.gives.example}`}
        submit="Save and go on"
        pending={isPending}
        problem={problem}
        onSave={(source) =>
          void save(source).then((id) => id && open(paths.setupStep(tenantId, id, 'map')))
        }
      />
    </Section>
  )
}

const givesFile = ({ gives }: Guide): boolean => gives.shapes[0] === 'metadata_file'

const sayWhat = (guide: Guide): string =>
  givesFile(guide)
    ? `Choose the file of **${guide.gives.label}**, or paste what is in it.`
    : `Paste **${guide.gives.label}** here.`

function useNewConnector({ tenantId, guide, ssoKey }: SetUp) {
  const path = { tenant_id: tenantId }
  const idps = useList('GET /tenants/{tenant_id}/external-idps', { path })
  const connectors = useList('GET /tenants/{tenant_id}/connectors', { path })
  const register = useChange('POST /tenants/{tenant_id}/external-idps')
  const modify = useChange('PATCH /tenants/{tenant_id}/external-idps/{external_idp_id}')
  const connect = useChange('POST /tenants/{tenant_id}/connectors')
  // Saved before the connector: if that fails, a second press does not register it again.
  const [saved, setSaved] = useState<ExternalIdp>()

  async function saveIdp(source: SourceInput): Promise<ExternalIdp | undefined> {
    const name = freeName(
      namesFor(guide).name,
      idps.items.map((idp) => idp.name),
    )
    const done = saved
      ? await modify.run({
          path: { ...path, external_idp_id: saved.id },
          body: source,
        })
      : await register.run({ path, body: { name, ...source } })
    if (done) setSaved(done.answer)
    return done?.answer
  }

  async function save(source: SourceInput): Promise<string | undefined> {
    const idp = await saveIdp(source)
    if (!idp) return undefined
    const made = await connect.run({
      path,
      body: {
        ...nameConnector(guide, connectors.items),
        type: 'saml',
        sso_id: ssoKey.id,
        external_idp_id: idp.id,
      },
    })
    return made?.answer.id
  }

  return {
    save,
    isPending: register.isPending || modify.isPending || connect.isPending,
    problem: register.problem ?? modify.problem ?? connect.problem,
  }
}
