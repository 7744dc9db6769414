// Putting D1 right after it was restored from an older copy: tenant by tenant, from the gates.

import * as v from 'valibot'
import { ok, type Result, refuse } from '../../../result.ts'
import type { TenantId } from '../../../tenants/ids.ts'
import { RECONCILED_ACTIONS, RECONCILED_KINDS } from '../../../tenants/reconciliation.ts'
import { type GateAddress, gateOf, JURISDICTIONS } from '../../../tenants/tenant.ts'
import { id } from '../engine/members.ts'
import { type ApiDeps, type ApiRefusal, operation } from '../engine/operation.ts'
import { toApi } from '../engine/run-command.ts'
import * as examples from '../examples/example-resources.ts'

/** Where the gate of a tenant is that D1 has lost altogether. */
const WhereaboutsShape = v.pipe(
  v.strictObject({
    root_tenant_id: v.exactOptional(
      v.pipe(id('ten'), v.description('Of a child tenant that D1 does not have: its parent.')),
    ),
    jurisdiction: v.exactOptional(
      v.pipe(
        v.picklist(JURISDICTIONS),
        v.description('Of a tenant that D1 does not have: as it was created; `none` by default.'),
      ),
    ),
  }),
  v.title('Whereabouts'),
)

const ReconciliationShape = v.pipe(
  v.strictObject({
    entries: v.array(
      v.strictObject({
        kind: v.picklist(RECONCILED_KINDS),
        id: v.string(),
        action: v.pipe(
          v.picklist(RECONCILED_ACTIONS),
          v.description(
            '`restored` was missing, `corrected` was otherwise, `removed` was deleted before; `lost` is nowhere any more.',
          ),
        ),
        members: v.array(v.string()),
      }),
    ),
    users: v.pipe(
      v.number(),
      v.integer(),
      v.description(
        'People whose profiles are sent to the lists again, within seconds: of the first 5,000. The others are compared afterwards.',
      ),
    ),
    complete: v.pipe(v.boolean(), v.description('`false`: there is more. Ask again.')),
  }),
  v.title('Reconciliation'),
)

/** Reconciling a tenant. It is the operator's work, so a key that is bound to a tenant may not. */
export const reconcileOperations = [
  operation({
    id: 'reconcileTenant',
    method: 'POST',
    path: '/tenants/{tenant_id}:reconcile',
    tag: 'Operation',
    summary:
      'Put right what the database says of a tenant, after it was restored from an older copy',
    description:
      'Logins go by the gate and never stopped doing so; this makes the configuration API say the same. Events, audit entries, API keys and applications without a tenant that the older copy does not have are not restored.',
    access: 'configure',
    body: WhereaboutsShape,
    status: 200,
    response: ReconciliationShape,
    example: {
      request: { jurisdiction: 'none' },
      response: {
        entries: [
          { kind: 'connector', id: examples.CONNECTOR, action: 'corrected', members: ['name'] },
        ],
        users: 0,
        complete: true,
      },
    },
    command: 'reconcile_tenant',
    refusals: ['api_key_bound', 'api_jurisdiction_unavailable'],
    async run(deps, { params, body }) {
      if (deps.caller.tenantId !== undefined) return refuse({ code: 'api_key_bound' })
      const gate = await findGate(deps, params.tenant_id, body)
      if (!gate.ok) return gate
      const command = { kind: 'reconcile_tenant', tenantId: params.tenant_id } as const
      const done = toApi(await deps.commands.run(gate.value, command, deps.envelope))
      if (!done.ok) return done
      const entries = done.value.entries.map(({ members = [], ...entry }) => ({
        ...entry,
        members: [...members],
      }))
      return ok({ ...done.value, entries })
    },
  }),
]

/**
 * The gate's address as D1 has it, else as the caller says: no list of tenants has one that D1
 * lost.
 */
async function findGate(
  deps: ApiDeps,
  tenantId: TenantId,
  { root_tenant_id, jurisdiction = 'none' }: v.InferOutput<typeof WhereaboutsShape>,
): Promise<Result<GateAddress, ApiRefusal>> {
  const tenant = await deps.reads.findTenant(tenantId)
  if (tenant) return ok(gateOf(tenant))
  // What is not there has no tag (RFC 9110 §13.1.1).
  if (deps.envelope.ifMatch !== undefined) return refuse({ code: 'api_precondition_failed' })
  if (jurisdiction !== 'none' && !deps.config.jurisdictions)
    return refuse({ code: 'api_jurisdiction_unavailable', pointer: '/jurisdiction' })
  return ok({ rootTenantId: root_tenant_id ?? tenantId, jurisdiction })
}
