// The last step: what goes live, compared with what is live, and the button. A guest whose link
// does not allow it learns who presses it.

import { useMe } from '../../api/me.ts'
import { useChange, useList, useResource } from '../../api/queries.ts'
import { toast } from '../../parts/announcements.tsx'
import { Actions, Button, ButtonLink } from '../../parts/button.tsx'
import { CopyField } from '../../parts/copy-field.tsx'
import { Notice, ProblemNotice } from '../../parts/notice.tsx'
import { Section, Stack } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { useMayActivate } from '../connectors/use-may-activate.ts'
import { useNames } from '../connectors/use-names.ts'
import { useWayIn } from '../connectors/way-in.tsx'
import { ApproveIssuer } from '../tests/approve-issuer.tsx'
import type { KnownSetUp } from './use-set-up.ts'
import { WhatChanges } from './what-changes.tsx'

/** Activates the latest version. */
export function ActivateStep({ setUp }: { readonly setUp: KnownSetUp }) {
  const { connector } = setUp
  const { needs_test, reason } = connector.latest.activation
  const mayActivate = useMayActivate()
  const nameOf = useNames(setUp.tenantId)
  if (reason === 'is_live') return <Live setUp={setUp} />
  if (reason === 'issuer_unapproved') return <ApproveLearned setUp={setUp} />
  if (needs_test) return <TestFirst setUp={setUp} />
  return (
    <Stack>
      <WhatChanges connector={connector} nameOf={nameOf} />
      {mayActivate ? <Activate setUp={setUp} /> : <SomebodyElse setUp={setUp} />}
    </Stack>
  )
}

function Activate({ setUp }: { readonly setUp: KnownSetUp }) {
  const { tenantId, connector } = setUp
  const activate = useChange('POST /tenants/{tenant_id}/connectors/{connector_id}:activate')
  const { field, query } = useWayIn(activate.problem)
  const run = () =>
    void activate
      .run({
        path: { tenant_id: tenantId, connector_id: connector.id },
        query,
        body: { version: connector.latest_version },
        onto: connector,
      })
      .then((done) => done && toast(`${connector.name} is live`))
  return (
    <>
      <ProblemNotice problem={activate.problem} />
      {field}
      <Actions>
        <Button kind="primary" pending={activate.isPending} onClick={run}>
          Activate
        </Button>
      </Actions>
    </>
  )
}

const TestFirst = ({ setUp: { tenantId, connector } }: { readonly setUp: KnownSetUp }) => (
  <Notice
    kind="warning"
    title="This version has to pass a test first"
    action={
      <ButtonLink to={paths.setupStep(tenantId, connector.id, 'test')} kind="primary">
        Go to the test
      </ButtonLink>
    }
  >
    Nothing goes live that nobody signed in with.
  </Notice>
)

const SomebodyElse = ({ setUp: { connector } }: { readonly setUp: KnownSetUp }) => (
  <Notice kind="good" title="Your part is done">
    Your link does not allow activation. Tell the person who sent it to you that{' '}
    <bdi>{connector.name}</bdi> passed its test. They activate it.
  </Notice>
)

function Live({ setUp }: { readonly setUp: KnownSetUp }) {
  const { tenantId, connector } = setUp
  const { me } = useMe()
  return (
    <Section
      title={`${connector.name} is live`}
      sentence="From now on people sign in with it. Give them this address, or begin at your application."
    >
      <CopyField label="Login address" value={connector.login_url} />
      <Actions>
        <ButtonLink href={connector.login_url} newTab kind="primary">
          Sign in once
        </ButtonLink>
        <ButtonLink to={paths.connector(tenantId, connector.id)}>Open the connector</ButtonLink>
        {me?.kind !== 'guest' && (
          <ButtonLink to={paths.restriction(tenantId)}>Allow login only through SSO</ButtonLink>
        )}
      </Actions>
    </Section>
  )
}

/** A certificate without an issuer: the test learned who signs, and somebody has to say yes. */
function ApproveLearned({ setUp }: { readonly setUp: KnownSetUp }) {
  const { test, isPending } = usePassedTest(setUp)
  if (isPending) return <Skeleton />
  const issuer = test?.report?.learned_issuer
  if (!test || !issuer) return <TestFirst setUp={setUp} />
  return <ApproveIssuer connector={setUp.connector} test={test} issuer={issuer} />
}

function usePassedTest({ tenantId, connector }: KnownSetUp) {
  const path = { tenant_id: tenantId, connector_id: connector.id }
  const tests = useList('GET /tenants/{tenant_id}/connectors/{connector_id}/tests', { path })
  const passed = tests.items.find(({ state }) => state === 'passed')
  const test = useResource(
    'GET /tenants/{tenant_id}/connectors/{connector_id}/tests/{test_id}',
    { path: { ...path, test_id: passed?.id ?? '' } },
    { enabled: passed !== undefined },
  )
  return { test: test.data, isPending: tests.isPending || test.isPending } as const
}
