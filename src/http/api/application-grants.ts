// Which tenants are granted an application: the operator's to say, so a key that is bound to a tenant may not.

import * as v from 'valibot'
import { ok, type Result, refuse } from '../../result.ts'
import type { ApplicationGrant } from '../../tenants/application.ts'
import type { ApplicationId, TenantId } from '../../tenants/ids.ts'
import { findUnchanged, runGrant } from './application-changes.ts'
import { id } from './members.ts'
import { type ApiDeps, type ApiRefusal, operation } from './operation.ts'

const ONE = '/applications/{application_id}/tenants/{tenant_id}'

const GrantShape = v.pipe(
  v.strictObject({ application_id: id('app'), tenant_id: id('ten') }),
  v.title('ApplicationGrant'),
)

/** Granting applications to tenants, one by one. */
export const applicationGrantOperations = [
  operation({
    id: 'grantApplication',
    method: 'PUT',
    path: ONE,
    tag: 'Applications',
    summary: 'Grant an application to a tenant',
    description:
      'Its people can be sent there from their next login on. `If-Match` takes the tag of the application.',
    access: 'configure',
    status: 200,
    response: GrantShape,
    refusals: ['application_unknown', 'tenant_unknown'],
    async run(deps, { params }) {
      const granted = await run(deps, 'grant_application', params)
      return granted.ok
        ? ok({ application_id: params.application_id, tenant_id: params.tenant_id })
        : granted
    },
  }),
  operation({
    id: 'revokeApplication',
    method: 'DELETE',
    path: ONE,
    tag: 'Applications',
    summary: 'Take an application back from a tenant; its people get no code for it any more',
    description:
      'Rules of landing that name it are passed over. `If-Match` takes the tag of the application.',
    access: 'configure',
    status: 204,
    refusals: ['application_unknown', 'application_grant_unknown', 'tenant_unknown'],
    async run(deps, { params }) {
      const revoked = await run(deps, 'revoke_application', params)
      return revoked.ok ? ok(undefined) : revoked
    },
  }),
]

async function run(
  deps: ApiDeps,
  kind: Parameters<typeof runGrant>[1],
  params: { readonly application_id: ApplicationId; readonly tenant_id: TenantId },
): Promise<Result<ApplicationGrant, ApiRefusal>> {
  if (deps.caller.tenantId !== undefined) return refuse({ code: 'application_unknown' })
  const application = await findUnchanged(deps, params.application_id)
  if (!application.ok) return application
  const { id: applicationId } = application.value
  return runGrant(deps, kind, { tenantId: params.tenant_id, applicationId })
}
