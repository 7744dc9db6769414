// The first step: our values go to the identity provider, and what it gives comes to us.

import { useMay } from '../../api/me.ts'
import type { ExternalIdp } from '../../api/schema.d.ts'
import type { Guide } from '../../guides/guide.ts'
import { nameInText } from '../../guides/products.ts'
import { Actions, ButtonLink } from '../../parts/button.tsx'
import { Facts, Mono, Time } from '../../parts/facts.tsx'
import { Beside } from '../../parts/guided/beside.tsx'
import { Disclosure } from '../../parts/guided/disclosure.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section, Stack } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { ReplaceSource } from '../sso/replace-source.tsx'
import { GiveSource } from './give-source.tsx'
import { GuideSteps } from './guide-steps.tsx'
import { KnownErrors } from './known-errors.tsx'

import { nextStep } from './set-up-steps.ts'
import type { SetUp } from './use-set-up.ts'

/** Exchanges metadata with the identity provider. */
export function MetadataStep({ setUp }: { readonly setUp: SetUp }) {
  const { guide, ssoKey, connector, idp } = setUp
  const may = useMay()
  return (
    <Stack>
      {guide.waits.length > 0 && <Notice title={guide.waits[0]}>{guide.waits[1]}</Notice>}
      <Beside
        aside={
          connector && idp ? (
            <Known
              setUp={setUp}
              idp={idp}
              step={nextStep(connector)}
              mayChange={may('PATCH /tenants/{tenant_id}/external-idps/{external_idp_id}')}
            />
          ) : (
            may('POST /tenants/{tenant_id}/external-idps') && <GiveSource setUp={setUp} />
          )
        }
      >
        <Section
          title={`In ${nameInText(guide)}`}
          sentence="Open it in another tab, and do these steps there."
        >
          <GuideSteps guide={guide} ssoKey={ssoKey} />
          <KnownErrors guide={guide} />
          <Sources guide={guide} />
        </Section>
      </Beside>
    </Stack>
  )
}

interface KnownProps {
  readonly setUp: SetUp
  readonly idp: ExternalIdp
  readonly step: string
  readonly mayChange: boolean
}

function Known({ setUp, idp, step, mayChange }: KnownProps) {
  const { tenantId, connector, guide } = setUp
  if (!connector) return null
  return (
    <Section title={`What ${nameInText(guide)} gave us`}>
      <Facts
        facts={[
          [
            'Issuer',
            idp.entity_id === null ? (
              'The first test learns it'
            ) : (
              <Mono key="i">{idp.entity_id}</Mono>
            ),
          ],
          ['Sign-on URL', <Mono key="s">{idp.sso.redirect ?? idp.sso.post ?? '–'}</Mono>],
          [
            'Certificates',
            <span key="c">
              {idp.certificates.length}, the first ends <Time at={firstEnd(idp)} />
            </span>,
          ],
        ]}
      />
      <Actions>
        <ButtonLink to={paths.setupStep(tenantId, connector.id, step)} kind="primary">
          Go on
        </ButtonLink>
      </Actions>
      {mayChange && (
        <Disclosure title="Replace it, or add a certificate">
          <ReplaceSource idp={idp} />
        </Disclosure>
      )}
    </Section>
  )
}

const firstEnd = ({ certificates }: ExternalIdp): string | null =>
  certificates.map(({ not_after }) => not_after).toSorted()[0] ?? null

/** How far these labels can be relied on. */
const Sources = ({ guide }: { readonly guide: Guide }) => (
  <Disclosure title="Where these steps come from">
    <p>
      The labels were compared with these pages on <Time at={guide.verifiedOn} as="day" />. If{' '}
      {nameInText(guide)} shows others, look for the value that stands beside a label.
    </p>
    <ul>
      {guide.sources.map(({ title, url }) => (
        <li key={url}>
          <a href={url} target="_blank" rel="noopener noreferrer">
            {title}
          </a>
        </li>
      ))}
    </ul>
  </Disclosure>
)
