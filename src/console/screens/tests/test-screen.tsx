// One test: how it stands while it runs, then what it found, then the version goes live. The
// address can be sent on: it opens for those who may read the report.

import { useEffect } from 'react'
import { useMayChange, useMe } from '../../api/me.ts'
import { useResource } from '../../api/queries.ts'
import type { ConnectorDetail, ConnectorTestWithReport } from '../../api/schema.d.ts'
import { Badge } from '../../parts/badge.tsx'
import { Actions, ButtonLink } from '../../parts/button.tsx'
import { CopyField } from '../../parts/copy-field.tsx'
import { Facts, Mono, Time } from '../../parts/facts.tsx'
import { Notice, ProblemNotice } from '../../parts/notice.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useRoute } from '../../parts/route-values.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { ActivateTested } from './activate-tested.tsx'
import { ApproveIssuer } from './approve-issuer.tsx'
import { linkOfTest, StartTest } from './start-test.tsx'
import { TestChecks } from './test-checks.tsx'
import { TestPerson } from './test-person.tsx'
import { isRunning, MENDED_BY, shortVersion, TEST_STATES, TO_DO } from './test-words.ts'

/** Between two looks at a test that runs, milliseconds. */
const LIVE = 1_500

/** A test, live until it has ended. */
export function Screen() {
  const { tenantId, connectorId, testId } = useRoute('tenantId', 'connectorId', 'testId')
  const path = { tenant_id: tenantId, connector_id: connectorId }
  const key = 'GET /tenants/{tenant_id}/connectors/{connector_id}/tests/{test_id}'
  const input = { path: { ...path, test_id: testId } }
  const known = useResource(key, input)
  const isLive = isRunning(known.data?.state)
  const test = useResource(key, input, { every: isLive ? LIVE : undefined })
  const connector = useResource('GET /tenants/{tenant_id}/connectors/{connector_id}', { path })
  const { retry } = connector
  const hasEnded = test.data?.ended_at != null
  // A test that passes changes what may go live.
  useEffect(() => {
    if (hasEnded) retry()
  }, [hasEnded])
  const name = connector.data?.name ?? 'Connector'
  const state = test.data && TEST_STATES[test.data.state]
  return (
    <Page
      title="Test result"
      badge={state && <Badge state={state[0]} label={state[1]} />}
      breadcrumb={[
        { label: 'Connectors', to: paths.connectors(tenantId) },
        { label: name, to: paths.connector(tenantId, connectorId) },
        { label: 'Tests', to: paths.tests(tenantId, connectorId) },
      ]}
      sentence="What the identity provider sent, whether every rule held, and who the person would be here."
    >
      <ProblemNotice problem={test.problem} onRetry={test.retry} />
      {test.isPending && <Skeleton lines={6} />}
      {test.data && <Outcome test={test.data} connector={connector.data} tenantId={tenantId} />}
    </Page>
  )
}

interface OutcomeProps {
  readonly test: ConnectorTestWithReport
  readonly connector: ConnectorDetail | undefined
  readonly tenantId: string
}

function Outcome({ test, connector, tenantId }: OutcomeProps) {
  const { report, state } = test
  return (
    <>
      <div aria-live="polite">
        <Verdict test={test} connector={connector} tenantId={tenantId} />
      </div>
      <Facts
        facts={[
          ['Started', <Time key="started" at={test.started_at} />],
          ['Ended', <Time key="ended" at={test.ended_at} never="Not yet" />],
          ['Started by', <Starter key="by" {...test.started_by} />],
          ['Version', <Mono key="version">{shortVersion(test.version)}</Mono>],
        ]}
      />
      {report?.learned_issuer && connector && (
        <ApproveIssuer connector={connector} test={test} issuer={report.learned_issuer} />
      )}
      {state === 'passed' && connector && !report?.learned_issuer && (
        <ActivateTested connector={connector} version={test.version} />
      )}
      {report && <TestChecks report={report} />}
      {report && <TestPerson report={report} tenantId={tenantId} connectorId={test.connector_id} />}
      {!report && test.ended_at && (
        <Notice title="The details are gone">
          What a test found names a person, so it is kept for 7 days. The outcome stays in the
          history.
        </Notice>
      )}
      {test.ended_at && <Share />}
    </>
  )
}

function Verdict({ test, connector, tenantId }: OutcomeProps) {
  const mayChange = useMayChange()
  const again = mayChange && (
    <StartTest tenantId={tenantId} connectorId={test.connector_id} kind="second">
      Test again
    </StartTest>
  )
  if (isRunning(test.state))
    return <Running test={test} connector={connector} tenantId={tenantId} />
  if (test.state === 'expired')
    return (
      <Notice kind="warning" title="The test came to no end" action={again}>
        Its link opens for 15 minutes, and a sign-in may take 30. Nothing has changed.
      </Notice>
    )
  if (test.state === 'passed')
    return (
      <Notice kind="good" title="The test passed">
        Every rule held, and the person below could be recognised. Nobody was signed in.
      </Notice>
    )
  const setting = test.report?.setting
  const certificates = test.report?.certificates
  return (
    <Notice kind="bad" title={test.message} action={again}>
      {test.fixed_by && (
        <p>
          Mended by: {MENDED_BY[test.fixed_by]}. {TO_DO[test.fixed_by]}
        </p>
      )}
      {setting && (
        <p>
          In {setting.product}: <strong>{setting.label}</strong>
        </p>
      )}
      {certificates && (
        <Facts
          facts={[
            ['Certificate expected', <Fingerprints key="e" of={certificates.expected} />],
            ['Certificate received', <Fingerprints key="r" of={certificates.received} />],
          ]}
        />
      )}
      <p>
        Code <Mono>{test.code}</Mono>
      </p>
    </Notice>
  )
}

const Fingerprints = ({ of }: { readonly of: readonly string[] }) =>
  of.length === 0 ? (
    <>The message names none</>
  ) : (
    of.map((fingerprint) => (
      <div key={fingerprint}>
        <Mono>{fingerprint}</Mono>
      </div>
    ))
  )

function Running({ test, connector }: OutcomeProps) {
  const link = linkOfTest(test.id)
  if (test.state === 'opened')
    return (
      <Notice title="Waiting for the identity provider">
        Sign in there, in the other tab. This page shows the result by itself.
      </Notice>
    )
  return (
    <Notice
      title="Begin the test in the other tab"
      action={
        <Actions>
          {link && (
            <ButtonLink kind="primary" href={link} newTab>
              Open the test
            </ButtonLink>
          )}
          {!link && connector && (
            <ButtonLink href={`/sso/${connector.sso_id}/test`} newTab>
              Or begin another test
            </ButtonLink>
          )}
        </Actions>
      }
    >
      {link
        ? 'Your browser blocked the new tab. Open the test here. This page shows the result by itself.'
        : 'Press the button there and sign in. This page shows the result by itself.'}
    </Notice>
  )
}

const STARTERS: Readonly<Record<string, string>> = {
  operator: 'An operator',
  support: 'Support',
  api_key: 'An API key',
  user: 'A user',
  setup_link: 'A set-up link',
  system: 'The service',
}

function Starter({ type, id }: { readonly type: string; readonly id: string | null }) {
  const { me } = useMe()
  if (id !== null && (id === me?.user?.id || id === me?.setup_link?.id)) return <>You</>
  return (
    <>
      {STARTERS[type] ?? type} {id && <Mono>{id}</Mono>}
    </>
  )
}

/** The address of this page, to be sent on. It names nobody. */
const Share = () => (
  <Section
    title="Send this result on"
    sentence="The address opens for administrators of this tenant and for guests of a set-up link. It holds no personal data."
  >
    <CopyField label="Address of this result" value={window.location.href} />
  </Section>
)
