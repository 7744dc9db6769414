// The first step: our values go to the identity provider, and what it gives comes to us.

import { useMayChange } from '../../api/me.ts'
import type { ExternalIdp } from '../../api/schema.d.ts'
import { Actions, ButtonLink } from '../../parts/button.tsx'
import { Facts, Mono, Time } from '../../parts/facts.tsx'
import { Beside } from '../../parts/guided/beside.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section, Stack } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { GiveSource } from './give-source.tsx'
import { GuideSteps } from './guide-steps.tsx'
import { KnownErrors } from './known-errors.tsx'
import { ReplaceSource } from './replace-source.tsx'
import { nextStep } from './set-up-steps.ts'
import type { SetUp } from './use-set-up.ts'

/** Exchanges metadata with the identity provider. */
export function MetadataStep({ setUp }: { readonly setUp: SetUp }) {
  const { guide, ssoKey, connector, idp } = setUp
  const mayChange = useMayChange()
  return (
    <Stack>
      {guide.waits.length > 0 && <Notice title={guide.waits[0]}>{guide.waits[1]}</Notice>}
      <Beside
        aside={
          connector && idp ? (
            <Known setUp={setUp} idp={idp} step={nextStep(connector)} mayChange={mayChange} />
          ) : (
            mayChange && <GiveSource setUp={setUp} />
          )
        }
      >
        <Section
          title={`In ${guide.name}`}
          sentence="Open it in another tab, and do these steps there."
        >
          <GuideSteps guide={guide} ssoKey={ssoKey} />
          <KnownErrors guide={guide} />
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
    <Section title={`What ${guide.name} gave us`}>
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
      {mayChange && <ReplaceSource setUp={setUp} idp={idp} />}
    </Section>
  )
}

const firstEnd = ({ certificates }: ExternalIdp): string | null =>
  certificates.map(({ not_after }) => not_after).toSorted()[0] ?? null
