// What happened, read by reference, as the list of a tenant, as lines for an archive, and as the
// one feed of a deployment.

import * as v from 'valibot'
import { defined } from '../../defined.ts'
import { decodeBase64 } from '../../protocol/bytes/base64.ts'
import { ok, refuse } from '../../result.ts'
import type { EventFeed, EventFilter } from '../../tenants/events/event-feed.ts'
import { type DeploymentEvent, EVENT_TYPES } from '../../tenants/events/events.ts'
import { type EventId, isId, type TenantId } from '../../tenants/ids.ts'
import { describeEvent } from '../../tenants/messages/webhook-message.ts'
import { gateOf } from '../../tenants/tenant.ts'
import type { AdministrationDeps } from '../deps.ts'
import { findRefusedRequest, RefusedRequestShape } from './deployment/request-references.ts'
import { reaches } from './engine/authenticate.ts'
import { catchUpWith } from './engine/catch-up.ts'
import { id, Time, text } from './engine/members.ts'
import { type ApiDeps, operation, shown } from './engine/operation.ts'
import { laggingPageOf, PageQuery, readPage, writeLaggingPage } from './engine/page.ts'
import { runCommand } from './engine/run-command.ts'
import { CHECK_ENTRIES, describeWithChecks } from './event-checks.ts'
import { laggingPage } from './examples/example.ts'
import * as examples from './examples/example-resources.ts'

const EXPORT_PAGE = 500

/** An event as the API shows it and webhooks carry it. */
const EventShape = v.pipe(
  v.strictObject({
    id: v.pipe(id('evt'), v.description('The reference that a person was shown.')),
    type: v.picklist(EVENT_TYPES),
    tenant_id: id('ten'),
    at: Time,
    connector_id: v.nullable(id('con')),
    sso_id: v.nullable(id('sso')),
    user_id: v.nullable(id('usr')),
    code: v.pipe(v.nullable(v.string()), v.description('Of a refusal: see docs/refusals.md.')),
    data: v.pipe(
      v.record(v.string(), v.unknown()),
      v.description(
        'More about it, by type. Of an attempt: `version`, `ip`, `user_agent`, `expected`, `got`, `status_message`, `fixed_by`, `durations_ms`, `response_kept`. Of a test: `test_id`.',
      ),
    ),
  }),
  v.title('Event'),
)

/** One event, with what refused it. */
const OneEventShape = v.pipe(
  v.strictObject({ ...EventShape.pipe[0].entries, ...CHECK_ENTRIES }),
  v.title('EventWithChecks'),
)

const FeedEventShape = v.pipe(
  v.strictObject({ ...EventShape.pipe[0].entries, seq: v.pipe(v.number(), v.integer()) }),
  v.title('FeedEvent'),
)

/** What an IdP sent in an attempt. */
const KeptResponseShape = v.pipe(
  v.strictObject({
    event_id: id('evt'),
    saml_response: v.pipe(v.string(), v.description('The XML as it was received, not decrypted.')),
  }),
  v.title('KeptResponse'),
)

const FILTERS = {
  type: v.exactOptional(v.picklist(EVENT_TYPES)),
  code: v.exactOptional(v.pipe(text(100), v.examples(['saml_audience_mismatch']))),
  connector_id: v.exactOptional(id('con')),
  sso_id: v.exactOptional(id('sso')),
  user_id: v.exactOptional(id('usr')),
  from: v.exactOptional(v.pipe(Time, v.description('Events at this time or later.'))),
  until: v.exactOptional(v.pipe(Time, v.description('Events before this time.'))),
}
const Filters = v.strictObject(FILTERS)

const filterOf = (query: v.InferOutput<typeof Filters>): EventFilter => ({
  ...defined({
    type: query.type,
    code: query.code,
    connectorId: query.connector_id,
    ssoId: query.sso_id,
    userId: query.user_id,
  }),
  ...(query.from === undefined ? {} : { from: Date.parse(query.from) }),
  ...(query.until === undefined ? {} : { until: Date.parse(query.until) }),
})

/** A number in a query. */
const count = (max: number, message: string) =>
  v.exactOptional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,15}$/, 'must be a number'),
      v.transform(Number),
      v.number(),
      v.integer(),
      v.maxValue(max, `must be at most ${max}`),
      v.description(message),
    ),
  )

/** Reading events. */
export const eventOperations = [
  operation({
    id: 'listEvents',
    method: 'GET',
    path: '/tenants/{tenant_id}/events',
    tag: 'Events',
    summary: 'List what happened in a tenant, the newest first',
    access: 'events',
    description:
      'Everything that happened until `complete_until` is there. A page holds its events by time; pages follow each other in the order in which the service recorded them.',
    query: v.strictObject({ ...PageQuery.entries, ...FILTERS }),
    status: 200,
    response: laggingPageOf(EventShape),
    example: { response: laggingPage(examples.event) },
    refusals: ['tenant_unknown'],
    async run(deps, { params, query }) {
      const { limit: _limit, cursor: _cursor, ...filters } = query
      const known = await catchUpWith(deps, params.tenant_id)
      if (known === undefined) return refuse({ code: 'tenant_unknown' })
      const listed = await deps.events.list(params.tenant_id, filterOf(filters), readPage(query))
      return ok(writeLaggingPage(listed, describeEvent, known.completeUntil))
    },
  }),
  operation({
    id: 'exportEvents',
    method: 'GET',
    path: '/tenants/{tenant_id}/events/export',
    tag: 'Events',
    summary: 'Export what happened in a tenant as lines of JSON, the newest first',
    access: 'events',
    query: Filters,
    status: 200,
    lines: EventShape,
    example: { response: examples.event },
    refusals: ['tenant_unknown'],
    async run(deps, { params, query }) {
      if (!(await catchUpWith(deps, params.tenant_id))) return refuse({ code: 'tenant_unknown' })
      return ok(await exportLines(deps.events, params.tenant_id, filterOf(query)))
    },
  }),
  operation({
    id: 'getEvent',
    method: 'GET',
    path: '/tenants/{tenant_id}/events/{event_id}',
    tag: 'Events',
    summary: 'Read the event of a reference',
    description:
      'A refusal that belongs to no tenant is no event: its reference begins with `req_`, says by itself what was refused, and is read by any key with this scope. Of an SSO key it is read by those who reach that key.',
    access: 'events',
    status: 200,
    response: v.union([OneEventShape, RefusedRequestShape]),
    example: { response: examples.refusedEvent },
    refusals: ['tenant_unknown', 'event_unknown'],
    async run(deps, { params: { tenant_id: tenantId, event_id: reference } }) {
      if (!isId('evt', reference)) return showRequest(deps, reference, tenantId)
      const event = await findEvent(deps, tenantId, reference)
      return event ? shown(event, describeWithChecks) : refuse({ code: 'event_unknown' })
    },
  }),
  operation({
    id: 'openEventResponse',
    method: 'GET',
    path: '/tenants/{tenant_id}/events/{event_id}/response',
    tag: 'Events',
    summary: 'Open what the IdP sent in an attempt that failed; the audit log tells who did',
    description:
      'Kept sealed for a week, the last 50 of a connector, if it answered a live request of that browser. A person needs the role `admin`.',
    access: 'events',
    forAdministrators: true,
    status: 200,
    response: KeptResponseShape,
    example: { response: { event_id: examples.EVENT, saml_response: '<samlp:Response …>' } },
    command: 'open_response',
    async run(deps, { params }) {
      const { tenant_id: tenantId, event_id: eventId } = params
      if (!isId('evt', eventId)) return refuse({ code: 'event_response_unknown' })
      const opened = await runCommand(deps, tenantId, { kind: 'open_response', tenantId, eventId })
      if (!opened.ok) return opened
      const base64 = await deps.keyring.open('raw-response', eventId, opened.value.sealed)
      const bytes = base64 === undefined ? undefined : decodeBase64(base64)
      if (bytes === undefined) return refuse({ code: 'event_response_unknown' })
      return ok({ event_id: eventId, saml_response: new TextDecoder().decode(bytes) })
    },
  }),
  operation({
    id: 'readFeed',
    method: 'GET',
    path: '/events',
    tag: 'Events',
    summary: 'Read what happened in the deployment, in the order in which it became readable',
    description:
      'Ask again with `next_after` for what came since: nothing is left out and nothing comes twice. An event becomes readable here within a minute after it happened, or later while a part of the service is out of reach. A key that is bound to a tenant reads the events of that tenant and its children.',
    access: 'events',
    acceptsBoundKeys: true,
    query: v.strictObject({
      after: count(
        Number.MAX_SAFE_INTEGER,
        'The `next_after` of the answer before; from the oldest when absent.',
      ),
      limit: count(1_000, 'Events in the answer; 100 when absent.'),
    }),
    status: 200,
    example: { response: { data: [{ ...examples.event, seq: 42 }], next_after: 42 } },
    response: v.strictObject({
      data: v.array(FeedEventShape),
      next_after: v.pipe(v.number(), v.integer(), v.description('Goes into `after` next time.')),
    }),
    refusals: [],
    async run(deps, { query: { after = 0, limit = 100 } }) {
      const { tenantId } = deps.caller
      const read = await deps.events.after(after, { limit, ...(tenantId && { tenantId }) })
      return ok({
        data: read.map(({ seq, event }) => ({ ...describeEvent(event), seq })),
        next_after: read.at(-1)?.seq ?? after,
      })
    },
  }),
  operation({
    id: 'findEvent',
    method: 'GET',
    path: '/events/{event_id}',
    tag: 'Events',
    summary: 'Find the event of a reference in any tenant',
    description:
      'An event can be found here within a minute after it happened, and under its tenant at once. A refusal that belongs to no tenant is no event: its reference begins with `req_`, says by itself what was refused, and is read by any key with this scope. Of an SSO key it is read by those who reach that key.',
    access: 'events',
    acceptsBoundKeys: true,
    status: 200,
    response: v.union([OneEventShape, RefusedRequestShape]),
    example: { response: examples.refusedEvent },
    refusals: ['event_unknown'],
    async run(deps, { params: { event_id: reference } }) {
      if (!isId('evt', reference)) return showRequest(deps, reference)
      const event = await deps.events.find(reference)
      return event && (await reaches(deps, deps.caller, event.tenantId))
        ? shown(event, describeWithChecks)
        : refuse({ code: 'event_unknown' })
    },
  }),
]

async function showRequest(deps: ApiDeps, reference: string, within?: TenantId) {
  const refused = await findRefusedRequest(deps, reference, within)
  return refused ? shown(refused, (one) => one) : refuse({ code: 'event_unknown' } as const)
}

/** An event of a tenant: in the feed, or, seconds after it happened, still in the gate's outbox. */
async function findEvent(
  { events, reads, gates }: AdministrationDeps,
  tenantId: TenantId,
  eventId: EventId,
): Promise<DeploymentEvent | undefined> {
  const event = await events.find(eventId)
  if (event) return event.tenantId === tenantId ? event : undefined
  const tenant = await reads.findTenant(tenantId)
  return tenant && gates.at(gateOf(tenant)).findEvent(tenantId, eventId)
}

/**
 * A stream of lines, read from the feed as fast as it is taken. The first page is read before the
 * answer begins.
 */
async function exportLines(
  events: EventFeed,
  tenantId: TenantId,
  filter: EventFilter,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder()
  let page = await events.list(tenantId, filter, { limit: EXPORT_PAGE })
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const lines = page.items.map((event) => `${JSON.stringify(describeEvent(event))}\n`)
      if (lines.length > 0) controller.enqueue(encoder.encode(lines.join('')))
      if (page.next === undefined) return controller.close()
      page = await events.list(tenantId, filter, { limit: EXPORT_PAGE, after: page.next })
    },
  })
}
