// The audit log: who changed what, and when. Nothing in it is ever altered.

import * as v from 'valibot'
import { defined } from '../../../defined.ts'
import { ok, refuse } from '../../../result.ts'
import type { AuditEntry, AuditFilter } from '../../../tenants/commands/audit.ts'
import { actorIdOf } from '../../../tenants/commands/envelope.ts'
import { id, Time, text, writeTime } from '../engine/members.ts'
import { operation } from '../engine/operation.ts'
import { PageQuery, pageOf, readPage, writePage } from '../engine/page.ts'
import { page } from '../examples/example.ts'
import * as examples from '../examples/example-resources.ts'

const Members = v.pipe(
  v.nullable(v.record(v.string(), v.unknown())),
  v.description('Of a change the members that changed, else all of them. Never a secret.'),
)

/** Who made a change. */
export const ActorShape = v.pipe(
  v.strictObject({
    type: v.pipe(
      v.picklist(['operator', 'support', 'api_key', 'user', 'setup_link', 'system']),
      v.description(
        '`operator` and `support` are people of the home tenant, `user` is a person of the tenant.',
      ),
    ),
    id: v.pipe(
      v.nullable(v.string()),
      v.description(
        'The person, the API key, the set-up link, or the part of the system. `null`: the holder of `OPERATOR_KEY`.',
      ),
    ),
  }),
  v.title('Actor'),
)

/** An entry of the audit log. */
const AuditEntryShape = v.pipe(
  v.strictObject({
    id: id('aud'),
    tenant_id: v.nullable(id('ten')),
    at: Time,
    actor: ActorShape,
    action: v.pipe(v.string(), v.examples(['connector.updated'])),
    target: v.strictObject({ type: v.string(), id: v.string() }),
    before: Members,
    after: Members,
    request_id: v.string(),
  }),
  v.title('AuditEntry'),
)

/** Writes an entry, for the API and for webhooks. */
const writeAuditEntry = (entry: AuditEntry): v.InferOutput<typeof AuditEntryShape> => ({
  id: entry.id,
  tenant_id: entry.tenantId ?? null,
  at: writeTime(entry.at),
  actor: writeActor(entry.actor),
  action: entry.action,
  target: { ...entry.target },
  before: entry.before ?? null,
  after: entry.after ?? null,
  request_id: entry.requestId,
})

/** Writes who made a change. */
export const writeActor = (actor: AuditEntry['actor']): v.InferOutput<typeof ActorShape> => ({
  type: actor.type,
  id: actorIdOf(actor) ?? null,
})

const FILTERS = {
  ...PageQuery.entries,
  actor: v.exactOptional(
    v.pipe(
      text(100),
      v.description(
        'The id of a person, an API key or a set-up link, a part of the system, or `operator`: every operator.',
      ),
    ),
  ),
  action: v.exactOptional(v.pipe(text(100), v.examples(['connector.updated']))),
  target: v.exactOptional(v.pipe(text(100), v.description('The id of what was changed.'))),
  from: v.exactOptional(v.pipe(Time, v.description('Entries at this time or later.'))),
  until: v.exactOptional(v.pipe(Time, v.description('Entries before this time.'))),
}
const TenantAuditQuery = v.strictObject(FILTERS)
const AuditQuery = v.strictObject({ ...FILTERS, tenant_id: v.exactOptional(id('ten')) })

const filterOf = (query: v.InferOutput<typeof TenantAuditQuery>): AuditFilter => ({
  ...defined({ actor: query.actor, action: query.action, targetId: query.target }),
  ...(query.from === undefined ? {} : { from: Date.parse(query.from) }),
  ...(query.until === undefined ? {} : { until: Date.parse(query.until) }),
})

/** Reading the audit log, of the deployment and of one tenant. */
export const auditOperations = [
  operation({
    id: 'listAuditEntries',
    method: 'GET',
    path: '/audit',
    tag: 'Audit log',
    summary: 'List what was changed, the newest first; tenants that are gone included',
    description:
      'A key that is bound to a tenant sees the entries of that tenant and its children.',
    access: 'read',
    acceptsBoundKeys: true,
    query: AuditQuery,
    status: 200,
    response: pageOf(AuditEntryShape),
    example: { response: page(examples.auditEntry) },
    refusals: [],
    async run(deps, { query }) {
      const { tenant_id: tenantId } = query
      const { tenantId: family } = deps.caller
      const filter = {
        ...filterOf(query),
        ...(tenantId && { tenantId }),
        ...(family && { family }),
      }
      return ok(writePage(await deps.audit.list(filter, readPage(query)), writeAuditEntry))
    },
  }),
  operation({
    id: 'listTenantAuditEntries',
    method: 'GET',
    path: '/tenants/{tenant_id}/audit',
    tag: 'Audit log',
    summary: 'List what was changed in a tenant, the newest first',
    access: 'read',
    query: TenantAuditQuery,
    status: 200,
    response: pageOf(AuditEntryShape),
    example: { response: page(examples.auditEntry) },
    refusals: ['tenant_unknown'],
    async run(deps, { params, query }) {
      const tenantId = params.tenant_id
      if (!(await deps.reads.findTenant(tenantId))) return refuse({ code: 'tenant_unknown' })
      const listed = await deps.audit.list({ ...filterOf(query), tenantId }, readPage(query))
      return ok(writePage(listed, writeAuditEntry))
    },
  }),
]
