// The event of a reference: what happened, and which check refused it. Refusal pages lead here.

import { useResource } from '../../api/queries.ts'
import type { EventWithChecks, RefusedRequest } from '../../api/schema.d.ts'
import { Anchor } from '../../parts/anchor.tsx'
import { Badge } from '../../parts/badge.tsx'
import { ButtonLink } from '../../parts/button.tsx'
import { CopyField } from '../../parts/copy-field.tsx'
import { Facts, Mono, Time } from '../../parts/facts.tsx'
import { Notice, ProblemNotice } from '../../parts/notice.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { paths } from '../../parts/paths.ts'
import { useRoute } from '../../parts/route-values.ts'
import { Skeleton } from '../../parts/skeleton.tsx'
import { wordsOf } from './event-words.ts'
import { RefusedChecks } from './refused-checks.tsx'
import { RefusedRequestFacts } from './refused-request.tsx'

/** What happened at a reference. */
export function Screen() {
  const { tenantId, reference } = useRoute('tenantId', 'reference')
  const event = useResource('GET /tenants/{tenant_id}/events/{event_id}', {
    path: { tenant_id: tenantId, event_id: reference },
  })
  const { data } = event
  return (
    <Page
      title={data ? wordsOf(data.type) : 'What happened'}
      badge={data && isRefusal(data) && <Badge state="failing" label="Refused" />}
      breadcrumb={[{ label: 'Connectors', to: paths.connectors(tenantId) }]}
      sentence="One sign-in, test or request, found by the reference that its page showed."
    >
      <ProblemNotice problem={event.problem} onRetry={event.retry} />
      {event.isPending && <Skeleton lines={5} />}
      {data && (isEvent(data) ? <Happened event={data} /> : <RefusedRequestFacts request={data} />)}
      {data && (
        <Section title="Reference" sentence="Quote it when you ask for help. It names nobody.">
          <CopyField label="Reference" value={reference} />
        </Section>
      )}
    </Page>
  )
}

type Found = EventWithChecks | RefusedRequest

const isEvent = (found: Found): found is EventWithChecks => found.type !== 'request.refused'

const isRefusal = (found: Found): boolean => !isEvent(found) || found.checks.length > 0

function Happened({ event }: { readonly event: EventWithChecks }) {
  const { tenant_id, connector_id, user_id, checks, data, at } = event
  const { test_id, version, ip, user_agent, status_message } = data
  return (
    <>
      <RefusedChecks checks={checks} />
      {typeof status_message === 'string' && (
        <Notice title="The identity provider wrote">
          <bdi>{status_message}</bdi>
        </Notice>
      )}
      {typeof test_id === 'string' && connector_id && (
        <Notice
          title="This is the outcome of a test"
          action={
            <ButtonLink to={paths.test(tenant_id, connector_id, test_id)}>
              See every rule of the test
            </ButtonLink>
          }
        >
          The result of the test shows each rule, what arrived, and the person.
        </Notice>
      )}
      <Section title="Circumstances">
        <Facts
          facts={[
            ['When', <Time key="at" at={at} />],
            ...(connector_id
              ? ([
                  [
                    'Connector',
                    <Anchor key="con" to={paths.connector(tenant_id, connector_id)}>
                      <Mono>{connector_id}</Mono>
                    </Anchor>,
                  ],
                ] as const)
              : []),
            ...(user_id
              ? ([
                  [
                    'User',
                    <Anchor key="usr" to={paths.user(tenant_id, user_id)}>
                      <Mono>{user_id}</Mono>
                    </Anchor>,
                  ],
                ] as const)
              : []),
            ...factsOf({ Version: version, 'Network address': ip, Browser: user_agent }),
          ]}
        />
      </Section>
    </>
  )
}

/** What the event knows, of what it may know. */
const factsOf = (known: Readonly<Record<string, unknown>>) =>
  Object.entries(known).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, <Mono key={name}>{value}</Mono>] as const] : [],
  )
