// Sealing what stands at rest under the present MASTER_KEY, so that MASTER_KEY_PREVIOUS can be
// taken away (I8).

import * as v from 'valibot'
import { ok, refuse } from '../../../result.ts'
import { operation } from '../engine/operation.ts'
import { runCommand } from '../engine/run-command.ts'
import { auditEntryOf } from './deployment-changes.ts'

const ProgressShape = v.pipe(
  v.strictObject({
    after: v.exactOptional(
      v.pipe(
        v.string(),
        v.regex(/^[a-z_.]{1,64}\/[\w-]{1,128}$/, 'must be the `next` of the answer before'),
        v.description('The `next` of the answer before.'),
      ),
    ),
  }),
  v.title('ResealProgress'),
)

const count = (message: string) => v.pipe(v.number(), v.integer(), v.description(message))

const ResealingShape = v.pipe(
  v.strictObject({
    resealed: count('Secrets that were sealed under the previous master key, and are no longer.'),
    unreadable: count('Secrets that neither master key opens. They stay as they are.'),
    next: v.pipe(
      v.nullable(v.string()),
      v.description('Where to go on from: send it as `after`. `null` when nothing is left.'),
    ),
  }),
  v.title('Resealing'),
)

/** Resealing, a bounded part with each request. Repeated from the start, it finds nothing to do. */
export const resealOperations = [
  operation({
    id: 'resealTenant',
    method: 'POST',
    path: '/tenants/{tenant_id}:reseal',
    tag: 'Operation',
    summary: "Seal a tenant's secrets under the present MASTER_KEY",
    description: 'The secrets stay what they are: no version, no URL and no certificate changes.',
    access: 'configure',
    body: ProgressShape,
    status: 200,
    response: ResealingShape,
    example: {
      request: { after: 'sessions.logout_context/ses_3kQ' },
      response: { resealed: 12, unreadable: 0, next: null },
    },
    command: 'reseal_tenant',
    refusals: ['api_key_bound'],
    async run(deps, { params, body }) {
      if (deps.caller.tenantId !== undefined) return refuse({ code: 'api_key_bound' })
      const done = await runCommand(deps, params.tenant_id, {
        kind: 'reseal_tenant',
        tenantId: params.tenant_id,
        ...body,
      })
      return done.ok ? ok({ ...done.value, next: done.value.next ?? null }) : done
    },
  }),
  operation({
    id: 'resealDeployment',
    method: 'POST',
    path: '/deployment:reseal',
    tag: 'Operation',
    summary: 'Seal the keys that sign ID tokens under the present MASTER_KEY',
    access: 'configure',
    status: 200,
    response: ResealingShape,
    example: { response: { resealed: 1, unreadable: 0, next: null } },
    refusals: [],
    async run(deps) {
      const { keyAdministration, envelope } = deps
      const found = await keyAdministration.reseal()
      if (found.resealed === 0 || envelope.validateOnly) return ok({ ...found, next: null })
      const target = { type: 'deployment', id: 'signing_keys' }
      const audit = auditEntryOf(deps, { action: 'deployment.resealed', target, after: found })
      return ok({ ...(await keyAdministration.reseal({ audit })), next: null })
    },
  }),
]
