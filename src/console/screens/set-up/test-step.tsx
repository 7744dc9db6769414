// The third step: a real sign-in in another tab, followed live, and what it found.

import { useEffect } from 'react'
import { useMay } from '../../api/me.ts'
import { useChange, useResource } from '../../api/queries.ts'
import type { ConnectorTestWithReport } from '../../api/schema.d.ts'
import { Actions, Button, ButtonLink } from '../../parts/button.tsx'
import { Facts, Mono } from '../../parts/facts.tsx'
import { Notice, ProblemNotice } from '../../parts/notice.tsx'
import { Section, Stack } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useFilter } from '../../parts/route-values.ts'
import { Table, wholeList } from '../../parts/table.tsx'
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
          <StartTest setUp={setUp} onStarted={keepTestId} isAgain={testId !== ''} />
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
  const isRunning = data?.state === 'issued' || data?.state === 'opened'
  const hasNews = data?.state === 'passed' && data.version === connector.latest_version
  useEffect(() => {
    if (hasNews) refresh()
  }, [hasNews])
  return useResource(key, { path }, { enabled, every: isRunning ? EVERY_MS : undefined })
}

interface StartTestProps {
  readonly setUp: KnownSetUp
  readonly isAgain: boolean
  readonly onStarted: (testId: string) => void
}

function StartTest({ setUp, isAgain, onStarted }: StartTestProps) {
  const { tenantId, connector } = setUp
  const start = useChange('POST /tenants/{tenant_id}/connectors/{connector_id}:test')
  const begin = async () => {
    // Opened with the press of the button: a tab that opens later is a pop-up that browsers block.
    const tab = window.open('', '_blank')
    const path = { tenant_id: tenantId, connector_id: connector.id }
    const started = await start.run({ path, body: {} })
    if (!started) {
      tab?.close()
      return
    }
    onStarted(started.answer.id)
    if (tab) tab.location.replace(started.answer.test_url)
  }
  return (
    <>
      <Actions>
        <Button
          kind={isAgain ? 'second' : 'primary'}
          pending={start.isPending}
          onClick={() => void begin()}
        >
          {isAgain ? 'Test again' : 'Start the test'}
        </Button>
      </Actions>
      <ProblemNotice problem={start.problem} />
    </>
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
  if (test.state === 'issued' || test.state === 'opened')
    return (
      <Notice title={test.state === 'issued' ? 'Waiting for you in the other tab' : 'Signing in'}>
        {test.state === 'issued'
          ? `Press the button there, then sign in at ${guide.name}. This page follows by itself.`
          : `The other tab is at ${guide.name}. This page follows by itself.`}
      </Notice>
    )
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
        ['Expected', <Mono key="e">{inWords(failed.expected)}</Mono>],
        ['Received', <Mono key="g">{inWords(failed.got)}</Mono>],
      ]}
    />
  )
}

const inWords = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.map(inWords).join('\n')
      : value === null
        ? '–'
        : JSON.stringify(value)

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
          { title: 'Field', cell: ({ field }) => field },
          { title: 'Value', cell: ({ values }) => <bdi>{values.join(', ')}</bdi> },
          { title: 'From', cell: ({ source }) => <Mono>{source ?? '–'}</Mono> },
        ]}
        empty={{ sentence: 'No field was filled.' }}
      />
      {report.roles.given.length > 0 && (
        <Facts facts={[['Roles', report.roles.given.join(', ')]]} />
      )}
    </>
  )
}
