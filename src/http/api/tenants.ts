// Tenants: customer organisations, and their child tenants.

import * as v from 'valibot'
import { defined } from '../../defined.ts'
import { ok, type Result, refuse } from '../../result.ts'
import { MAX_DECLARED_ROLES } from '../../tenants/connectors/access-rules.ts'
import { newId } from '../../tenants/ids.ts'
import { SETUP_TASKS } from '../../tenants/setup-links/setup-link.ts'
import { gateOf, JURISDICTIONS, REGIONS, type Tenant } from '../../tenants/tenant.ts'
import type { AdministrationDeps } from '../deps.ts'
import { LandingShape, readLanding, writeLanding } from './connectors/landing-shapes.ts'
import { confirmQuery } from './engine/confirm-query.ts'
import { toCamelNames } from './engine/member-names.ts'
import { id, Name, Time, text, writeTime } from './engine/members.ts'
import { type ApiRefusal, type Caller, operation, shown } from './engine/operation.ts'
import { PageQuery, pageOf, readPage, writePage } from './engine/page.ts'
import { runCommand, toApi } from './engine/run-command.ts'
import { page } from './examples/example.ts'
import * as examples from './examples/example-resources.ts'

const Region = v.pipe(
  v.picklist(REGIONS),
  v.description('Where its gate should run. Chosen at creation for ever.'),
)
const Jurisdiction = v.pipe(
  v.picklist(JURISDICTIONS),
  v.description('Where its gate must run. Chosen at creation for ever.'),
)

const ExternalId = v.pipe(
  text(200),
  v.description('Your own id of the tenant. No two tenants of the deployment share one.'),
  v.examples(['crm-4711']),
)

/** The roles that a tenant declares. */
export const DeclaredRolesShape = v.pipe(
  v.array(text(256)),
  v.maxLength(MAX_DECLARED_ROLES, `must name at most ${MAX_DECLARED_ROLES} roles`),
  v.check((roles) => new Set(roles).size === roles.length, 'must name each role once'),
  v.description(
    'The roles that there are, beside `admin` and `viewer`. Null: those of the parent tenant, or any.',
  ),
)

/** A tenant as the API shows it. */
export const TenantShape = v.pipe(
  v.strictObject({
    id: id('ten'),
    name: Name,
    parent_id: v.nullable(id('ten')),
    region: v.nullable(Region),
    jurisdiction: Jurisdiction,
    external_id: v.nullable(ExternalId),
    landing: v.nullable(LandingShape),
    roles: v.nullable(DeclaredRolesShape),
    home: v.pipe(
      v.boolean(),
      v.description('The operator’s own organisation: only operators change it.'),
    ),
    created_at: Time,
  }),
  v.title('Tenant'),
)

/** A new root tenant, or a child tenant, which lives where its parent does. */
const NewTenantShape = v.pipe(
  v.union([
    v.strictObject({
      name: Name,
      region: v.exactOptional(Region),
      jurisdiction: v.exactOptional(Jurisdiction),
      external_id: v.exactOptional(ExternalId),
      roles: v.exactOptional(v.nullable(DeclaredRolesShape)),
    }),
    v.strictObject({
      name: Name,
      parent_id: id('ten'),
      external_id: v.exactOptional(ExternalId),
      roles: v.exactOptional(v.nullable(DeclaredRolesShape)),
    }),
  ]),
  v.title('NewTenant'),
)

/** A change of a tenant: what is left out stays, null unsets. */
const TenantChangeShape = v.pipe(
  v.strictObject({
    name: v.exactOptional(Name),
    external_id: v.exactOptional(v.nullable(ExternalId)),
    landing: v.exactOptional(v.nullable(LandingShape)),
    roles: v.exactOptional(v.nullable(DeclaredRolesShape)),
  }),
  v.title('TenantChange'),
)

const TenantsQuery = v.strictObject({
  ...PageQuery.entries,
  name: v.exactOptional(Name),
  external_id: v.exactOptional(ExternalId),
  search: v.exactOptional(
    v.pipe(
      text(200),
      v.description('A part of the name, in any case, or `id` or `external_id` as a whole.'),
    ),
  ),
  parent_id: v.exactOptional(id('ten')),
})

/** Writes a tenant. */
export const writeTenant = (tenant: Tenant): v.InferOutput<typeof TenantShape> => ({
  id: tenant.id,
  name: tenant.name,
  parent_id: tenant.parentId ?? null,
  region: tenant.region ?? null,
  jurisdiction: tenant.jurisdiction,
  external_id: tenant.externalId ?? null,
  landing: tenant.landing === undefined ? null : writeLanding(tenant.landing),
  roles: tenant.roles === undefined ? null : [...tenant.roles],
  home: tenant.home ?? false,
  created_at: writeTime(tenant.createdAt),
})

/**
 * Creating and deleting tenants. Region and jurisdiction are chosen once, for they decide where the
 * gate is.
 */
export const tenantOperations = [
  operation({
    id: 'createTenant',
    method: 'POST',
    path: '/tenants',
    tag: 'Tenants',
    summary: 'Create a tenant',
    description:
      'A key that is bound to a tenant creates children of that tenant, without `external_id`.',
    access: 'configure',
    acceptsBoundKeys: true,
    body: NewTenantShape,
    status: 201,
    response: TenantShape,
    example: {
      request: { name: 'Acme', region: 'weur', external_id: 'crm-4711' },
      response: examples.tenant,
    },
    command: 'create_tenant',
    refusals: ['tenant_unknown', 'tenant_parent_is_child', 'api_jurisdiction_unavailable'],
    async run(deps, { body }) {
      const { tenantId: bound } = deps.caller
      if (bound !== undefined && !('parent_id' in body)) return refuse({ code: 'api_key_bound' })
      if (bound !== undefined && 'parent_id' in body && body.parent_id !== bound)
        return refuse({ code: 'tenant_unknown', pointer: '/parent_id' })
      const denied = checkExternalId(deps.caller, body.external_id)
      if (denied) return refuse(denied)
      const place = await placeTenant(deps, body)
      if (!place.ok) return place
      const tenant: Tenant = {
        id: newId('ten', deps.random),
        name: body.name,
        ...place.value,
        ...defined({ externalId: body.external_id }),
        ...(body.roles ? { roles: body.roles } : {}),
        createdAt: deps.clock(),
      }
      const command = { kind: 'create_tenant', tenant } as const
      const created = toApi(await deps.commands.run(gateOf(tenant), command, deps.envelope))
      return created.ok ? shown(created.value, writeTenant) : created
    },
  }),
  operation({
    id: 'listTenants',
    method: 'GET',
    path: '/tenants',
    tag: 'Tenants',
    summary: 'List tenants',
    description: 'A key that is bound to a tenant sees that tenant and its children.',
    access: 'read',
    acceptsBoundKeys: true,
    query: TenantsQuery,
    status: 200,
    response: pageOf(TenantShape),
    example: { response: page(examples.tenant) },
    refusals: [],
    async run(deps, { query }) {
      const { name, external_id, search, parent_id } = query
      const { tenantId: family } = deps.caller
      const filter = {
        ...defined({ name, externalId: external_id, search, parentId: parent_id }),
        ...(family && { family }),
      }
      return ok(writePage(await deps.reads.listTenants(readPage(query), filter), writeTenant))
    },
  }),
  operation({
    id: 'getTenant',
    method: 'GET',
    path: '/tenants/{tenant_id}',
    tag: 'Tenants',
    summary: 'Read a tenant',
    access: 'read',
    guests: SETUP_TASKS,
    status: 200,
    response: TenantShape,
    example: { response: examples.tenant },
    refusals: ['tenant_unknown'],
    async run(deps, { params }) {
      const tenant = await deps.reads.findTenant(params.tenant_id)
      return tenant ? shown(tenant, writeTenant) : refuse({ code: 'tenant_unknown' })
    },
  }),
  operation({
    id: 'updateTenant',
    method: 'PATCH',
    path: '/tenants/{tenant_id}',
    tag: 'Tenants',
    summary:
      'Rename a tenant, change your own id of it, where its people land, or which roles there are',
    description:
      'No URL changes. Region, jurisdiction and parent are chosen at creation. `landing` goes for connectors that have none of their own.',
    access: 'configure',
    body: TenantChangeShape,
    status: 200,
    response: TenantShape,
    example: {
      request: { name: 'Acme Corp', landing: examples.landing },
      response: { ...examples.tenant, name: 'Acme Corp', landing: examples.landing },
    },
    command: 'update_tenant',
    refusals: ['api_key_bound'],
    async run(deps, { params, body: { landing, ...others } }) {
      const denied = checkExternalId(deps.caller, others.external_id)
      if (denied) return refuse(denied)
      const updated = await runCommand(deps, params.tenant_id, {
        kind: 'update_tenant',
        tenantId: params.tenant_id,
        change: {
          ...toCamelNames(others),
          ...(landing === undefined ? {} : { landing: landing && readLanding(landing) }),
        },
      })
      return updated.ok ? shown(updated.value, writeTenant) : updated
    },
  }),
  operation({
    id: 'deleteTenant',
    method: 'DELETE',
    path: '/tenants/{tenant_id}',
    tag: 'Tenants',
    summary: 'Delete a tenant with everything in it; its sessions end at once',
    description:
      'From the answer on nothing of it opens. Its people and events are cleared away afterwards: within seconds, or an hour for a million people.',
    access: 'configure',
    query: confirmQuery('tenant'),
    status: 204,
    command: 'delete_tenant',
    async run(deps, { params, query }) {
      const deleted = await runCommand(deps, params.tenant_id, {
        kind: 'delete_tenant',
        tenantId: params.tenant_id,
        confirm: query.confirm,
      })
      return deleted.ok ? ok(undefined) : deleted
    },
  }),
]

/**
 * The operator's alone: who may choose it could find out which ids other tenants have, and take
 * them (I5).
 */
function checkExternalId(
  { tenantId, session }: Caller,
  externalId: string | null | undefined,
): ApiRefusal | undefined {
  if (tenantId === undefined || externalId === undefined) return undefined
  return { code: session ? 'api_scope_missing' : 'api_key_bound', pointer: '/external_id' }
}

/**
 * A child lives where its parent does; a jurisdiction that the platform cannot keep is refused, not
 * ignored.
 */
async function placeTenant(
  deps: AdministrationDeps,
  body: v.InferOutput<typeof NewTenantShape>,
): Promise<Result<Pick<Tenant, 'parentId' | 'region' | 'jurisdiction'>, ApiRefusal>> {
  if ('parent_id' in body) {
    const parent = await deps.reads.findTenant(body.parent_id)
    if (parent === undefined) return refuse({ code: 'tenant_unknown', pointer: '/parent_id' })
    if (parent.parentId !== undefined)
      return refuse({ code: 'tenant_parent_is_child', pointer: '/parent_id' })
    const { region, jurisdiction } = parent
    return ok({ parentId: parent.id, jurisdiction, ...defined({ region }) })
  }
  const { region, jurisdiction = 'none' } = body
  if (jurisdiction !== 'none' && !deps.config.jurisdictions)
    return refuse({ code: 'api_jurisdiction_unavailable', pointer: '/jurisdiction' })
  return ok({ jurisdiction, ...defined({ region }) })
}
