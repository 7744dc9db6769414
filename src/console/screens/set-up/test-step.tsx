// The third step: a real sign-in in another tab, followed live, and what it found.

import { useEffect } from 'react'
import { useMay } from '../../api/me.ts'
import { useResource } from '../../api/queries.ts'
import type { ConnectorTestWithReport } from '../../api/schema.d.ts'
import type { Guide } from '../../guides/guide.ts'
import { nameInText } from '../../guides/products.ts'
import { Actions, ButtonLink } from '../../parts/button.tsx'
import { Facts, Mono } from '../../parts/facts.tsx'
import { Notice, ProblemNotice } from '../../parts/notice.tsx'
import { Section, Stack } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useFilter } from '../../parts/route-values.ts'
import { Table, wholeList } from '../../parts/table.tsx'
import { fieldLabel } from '../tests/field-labels.ts'
import { linkOfTest, StartTest } from '../tests/start-test.tsx'
import { FactLines } from '../tests/test-checks.tsx'
import { isRunning } from '../tests/test-words.ts'
import { KnownErrors, MendThere } from './known-errors.tsx'
import type { KnownSetUp } from './use-set-up.ts'

const EVERY_MS = 2_000

/** Tests the latest version. */
export function TestStep({ setUp }: { readonly setUp: KnownSetUp }) {
  const { tenantId, connector, guide } = setUp
  const [testId, keepTestId] = useFilter('test')
  const test = useTest(setUp, testId)
  const mayChange = useMay()('POST /tenants/{tenant_id}/connectors/{connector_id}:test')
  return (
    <Stack>
      {guide.waits.length > 0 && <Notice title={guide.waits[0]}>{guide.waits[1]}</Notice>}
      <Section
        title="Sign in once, as your people will"
        sentence="The test opens in another tab. Nobody is signed in by it, and what is live stays as it is."
      >
        {mayChange ? (
          <Actions>
            <StartTest
              tenantId={tenantId}
              connectorId={connector.id}
              kind={testId === '' ? 'primary' : 'second'}
              onStarted={keepTestId}
            >
              {testId === '' ? 'Start the test' : 'Test again'}
            </StartTest>
          </Actions>
        ) : (
          <p>Only somebody who may change this connector can start a test.</p>
        )}
        <ProblemNotice problem={test.problem} onRetry={test.retry} />
        {test.data && <Outcome test={test.data} setUp={setUp} />}
        {testId === '' && !connector.latest.activation.needs_test && (
          <Notice
            kind="good"
            title="This version passed its test"
            action={<GoOn tenantId={tenantId} connectorId={connector.id} />}
          />
        )}
      </Section>
      <KnownErrors guide={guide} />
    </Stack>
  )
}

/** Follows a test until it has ended. If it passed, the connector may go live. */
function useTest({ tenantId, connector, refresh }: KnownSetUp, testId: string) {
  const path = { tenant_id: tenantId, connector_id: connector.id, test_id: testId }
  const key = 'GET /tenants/{tenant_id}/connectors/{connector_id}/tests/{test_id}'
  const enabled = testId !== ''
  const { data } = useResource(key, { path }, { enabled })
  const isLive = isRunning(data?.state)
  const hasNews = data?.state === 'passed' && data.version === connector.latest_version
  useEffect(() => {
    if (hasNews) refresh()
  }, [hasNews])
  return useResource(key, { path }, { enabled, every: isLive ? EVERY_MS : undefined })
}

interface RunningProps {
  readonly test: ConnectorTestWithReport
  readonly guide: Guide
}

function Running({ test, guide }: RunningProps) {
  const link = linkOfTest(test.id)
  const place = nameInText(guide)
  if (test.state === 'opened')
    return (
      <Notice title="Signing in">The other tab is at {place}. This page follows by itself.</Notice>
    )
  if (link)
    return (
      <Notice
        title="Your browser blocked the new tab"
        action={
          <ButtonLink kind="primary" href={link} newTab>
            Open the test
          </ButtonLink>
        }
      >
        Open the test here. This page follows by itself.
      </Notice>
    )
  return (
    <Notice title="Waiting for you in the other tab">
      Press the button there, then sign in at {place}. This page follows by itself.
    </Notice>
  )
}

interface OutcomeProps {
  readonly test: ConnectorTestWithReport
  readonly setUp: KnownSetUp
}

function Outcome({ test, setUp }: OutcomeProps) {
  const { tenantId, connector, guide } = setUp
  const report = (
    <ButtonLink to={paths.test(tenantId, connector.id, test.id)}>See the whole report</ButtonLink>
  )
  if (isRunning(test.state)) return <Running test={test} guide={guide} />
  if (test.state === 'expired')
    return <Notice kind="warning" title="The test came to no end in time. Start it again." />
  if (test.state === 'failed')
    return (
      <>
        <Notice kind="bad" announced title="The test failed" action={report}>
          {test.message}
          <FailedCheck test={test} />
        </Notice>
        {test.code !== null && <MendThere guide={guide} code={test.code} />}
      </>
    )
  return (
    <>
      <Notice
        kind="good"
        announced
        title="The test passed"
        action={
          <Actions>
            <GoOn tenantId={tenantId} connectorId={connector.id} />
            {report}
          </Actions>
        }
      />
      <Mapped test={test} />
    </>
  )
}

const GoOn = (props: { readonly tenantId: string; readonly connectorId: string }) => (
  <ButtonLink to={paths.setupStep(props.tenantId, props.connectorId, 'activate')} kind="primary">
    Go on to activate
  </ButtonLink>
)

function FailedCheck({ test }: { readonly test: ConnectorTestWithReport }) {
  const failed = test.report?.checks.find(({ outcome }) => outcome === 'failed')
  const certificates = test.report?.certificates
  if (certificates)
    return (
      <Facts
        facts={[
          ['Expected certificate', <Mono key="e">{certificates.expected.join('\n')}</Mono>],
          ['Certificate that came', <Mono key="r">{certificates.received.join('\n') || '–'}</Mono>],
        ]}
      />
    )
  if (!failed || (failed.expected === null && failed.got === null)) return null
  return (
    <Facts
      facts={[
        ['Wanted', <FactLines key="wanted" fact={failed.expected} />],
        ['Received', <FactLines key="received" fact={failed.got} />],
      ]}
    />
  )
}

function Mapped({ test }: { readonly test: ConnectorTestWithReport }) {
  const { report } = test
  if (!report) return null
  return (
    <>
      <Table
        caption="What the person would be here"
        list={wholeList(report.fields.filter(({ values }) => values.length > 0))}
        keyOf={({ field }) => field}
        columns={[
          { title: 'Field', cell: ({ field }) => fieldLabel(field) },
          { title: 'Value', cell: ({ values }) => <bdi>{values.join(', ')}</bdi> },
          { title: 'From', cell: ({ source }) => <Mono>{source ?? '–'}</Mono> },
        ]}
        empty={{ sentence: 'No field was filled.' }}
      />
      {report.roles.given.length > 0 && (
        <Facts facts={[['Roles here', report.roles.given.join(', ')]]} />
      )}
    </>
  )
}
