// Which tenants are granted an application: the operator's to say, so a key that is bound to a
// tenant may not; it sees which.

import * as v from 'valibot'
import { ok, type Result, refuse } from '../../../result.ts'
import type { ApplicationGrant } from '../../../tenants/application.ts'
import type { ApplicationId, TenantId } from '../../../tenants/ids.ts'
import { ENVIRONMENTS } from '../../../tenants/sso-key.ts'
import { toSnakeNames } from '../engine/member-names.ts'
import { id, Name, Url } from '../engine/members.ts'
import { type ApiDeps, type ApiRefusal, operation } from '../engine/operation.ts'
import * as examples from '../examples/example-resources.ts'
import { findUnchanged, runGrant } from './application-changes.ts'

const ONE = '/applications/{application_id}/tenants/{tenant_id}'

const GrantShape = v.pipe(
  v.strictObject({ application_id: id('app'), tenant_id: id('ten') }),
  v.title('ApplicationGrant'),
)

const GrantedShape = v.pipe(
  v.strictObject({
    id: id('app'),
    name: Name,
    landing_url: Url,
    environment: v.picklist(ENVIRONMENTS),
  }),
  v.title('GrantedApplication'),
)

/** Granting applications to tenants, one by one, and what a tenant sees of them. */
export const applicationGrantOperations = [
  operation({
    id: 'listTenantApplications',
    method: 'GET',
    path: '/tenants/{tenant_id}/applications',
    tag: 'Applications',
    summary: 'List the applications that a tenant is granted',
    access: 'read',
    status: 200,
    response: v.strictObject({ data: v.array(GrantedShape) }),
    example: {
      response: {
        data: [
          {
            id: examples.application.id,
            name: examples.application.name,
            landing_url: examples.application.landing_url,
            environment: 'production',
          },
        ],
      },
    },
    refusals: ['tenant_unknown'],
    async run({ reads, applications }, { params }) {
      if (!(await reads.findTenant(params.tenant_id))) return refuse({ code: 'tenant_unknown' })
      const granted = await applications.listGranted(params.tenant_id)
      return ok({ data: granted.map(toSnakeNames) })
    },
  }),
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
    example: { response: examples.applicationGrant },
    command: 'grant_application',
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
    command: 'revoke_application',
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
