// Applications: the products that people sign in to, each with its OpenID Connect client.

import { Outage } from '../../../outage.ts'
import { encodeBase64Url } from '../../../protocol/bytes/base64.ts'
import { sha256Hex } from '../../../protocol/bytes/sha256.ts'
import { ok, refuse } from '../../../result.ts'
import type { Application } from '../../../tenants/application.ts'
import { canonicalJson } from '../../../tenants/commands/canonical-json.ts'
import type { RegisteredApplication } from '../../../tenants/commands/ports.ts'
import { inEachGate, MAX_GATES } from '../../../tenants/commands/propagate-applications.ts'
import { newId, type TenantId } from '../../../tenants/ids.ts'
import type { AdministrationDeps } from '../../deps.ts'
import { createOnce, deleteKnown } from '../deployment/deployment-changes.ts'
import { toCamelNames } from '../engine/member-names.ts'
import { writeTime } from '../engine/members.ts'
import { type ApiRefusal, operation } from '../engine/operation.ts'
import { PageQuery, pageOf, readPage, writePage } from '../engine/page.ts'
import { page } from '../examples/example.ts'
import * as examples from '../examples/example-resources.ts'
import { changeApplication, propagateInTime, runGrant, spread } from './application-changes.ts'
import {
  ApplicationChangeShape,
  ApplicationShape,
  CreatedApplicationShape,
  checkUrls,
  NewApplicationShape,
  RotatedSecretShape,
  RotationShape,
  writeApplication,
  writeRecorded,
} from './application-shapes.ts'

const SECRET_BYTES = 32
const USUAL_OVERLAP_HOURS = 24
const HOUR_MS = 3_600_000
const TAG = 'Applications'
const ONE = '/applications/{application_id}'

/** Registering and changing applications. Their secret is in one answer, that of its making. */
export const applicationOperations = [
  operation({
    id: 'createApplication',
    method: 'POST',
    path: '/applications',
    tag: TAG,
    summary: 'Register an application and its OpenID Connect client',
    description:
      'Tenants whose gates are out of reach at this moment are granted it by the schedule.',
    access: 'configure',
    body: NewApplicationShape,
    status: 201,
    response: CreatedApplicationShape,
    example: {
      request: examples.newApplication,
      response: { ...examples.application, client_secret: 'ecs_…' },
    },
    refusals: ['tenant_unknown'],
    async run(deps, { body }) {
      const refusal = checkUrls(deps, body) ?? (await checkTenants(deps, body.tenant_ids))
      if (refusal) return refuse(refusal)
      const { tenant_ids: tenantIds, return_urls: returnUrls, ...members } = body
      const secret = body.token_endpoint_auth_method === 'none' ? null : newClientSecret(deps)
      const application: RegisteredApplication = {
        ...toCamelNames(members),
        id: newId('app', deps.random),
        environment: body.environment ?? 'production',
        createdAt: deps.clock(),
        ...(returnUrls ? { returnUrls } : {}),
        ...(secret === null ? {} : { secretHash: await sha256Hex(secret) }),
      }
      const after = writeApplication({ ...application, tenantIds })
      const created = await createOnce(
        deps,
        { ...audited('created', application), after, value: { ...after, client_secret: secret } },
        (record) => deps.applications.create(application, tenantIds, record),
      )
      if (!created.ok || deps.envelope.validateOnly) return created
      // From here on it is registered, and this is the only answer with its secret: an outage must
      // not take that away.
      const { client_secret: _secret, ...registered } = created.value
      await propagateInTime(deps, registered.id)
      return { ...created, resource: registered }
    },
  }),
  operation({
    id: 'listApplications',
    method: 'GET',
    path: '/applications',
    tag: TAG,
    summary: 'List applications',
    access: 'read',
    query: PageQuery,
    status: 200,
    response: pageOf(ApplicationShape),
    example: { response: page({ ...examples.application, tenants_behind: 0 }) },
    refusals: [],
    run: async (deps, { query }) =>
      ok(writePage(await deps.applications.list(readPage(query)), writeRecorded)),
  }),
  operation({
    id: 'getApplication',
    method: 'GET',
    path: ONE,
    tag: TAG,
    summary: 'Read an application',
    access: 'read',
    status: 200,
    response: ApplicationShape,
    example: { response: { ...examples.application, tenants_behind: 0 } },
    refusals: ['application_unknown'],
    run: (deps, { params }) => show(deps, params.application_id),
  }),
  operation({
    id: 'updateApplication',
    method: 'PATCH',
    path: ONE,
    tag: TAG,
    summary: 'Change an application; it holds everywhere within 90 seconds',
    description:
      'The gates of up to 400 tenants hear of it at once, those of others from the schedule or with the next request. After a 503 send it again, even with an empty body: what was left undone is done.',
    access: 'configure',
    body: ApplicationChangeShape,
    status: 200,
    response: ApplicationShape,
    example: {
      request: { name: 'Cockpit 2', return_urls: null },
      response: {
        ...examples.application,
        name: 'Cockpit 2',
        return_urls: null,
        tenants_behind: 0,
      },
    },
    refusals: ['application_unknown'],
    async run(deps, { params, body }) {
      const wrong = checkUrls(deps, body)
      if (wrong) return refuse(wrong)
      const { application_id: id } = params
      const change = toCamelNames(body)
      const changed = await changeApplication(deps, id, (application) => {
        const before = writeApplication(application)
        const after = { ...before, ...body }
        const same = canonicalJson(before) === canonicalJson(after)
        return ok({
          value: { ...after, tenants_behind: application.tenantsBehind },
          ...(same ? {} : { change: { ...audited('updated', application), before, after } }),
          write: (record) => deps.applications.update(application, change, record),
        })
      })
      if (!changed.ok || deps.envelope.validateOnly) return changed
      await spread(deps, id)
      return show(deps, id)
    },
  }),
  operation({
    id: 'rotateApplicationSecret',
    method: 'POST',
    path: `${ONE}:rotate_secret`,
    tag: TAG,
    summary: 'Make a new client secret; the one until now is taken for a while longer',
    access: 'configure',
    body: RotationShape,
    status: 200,
    response: RotatedSecretShape,
    example: {
      request: { overlap_hours: 24 },
      response: {
        client_id: examples.application.id,
        client_secret: 'ecs_…',
        previous_ends_at: examples.LATER,
      },
    },
    refusals: ['application_unknown', 'application_without_secret'],
    async run(deps, { params, body: { overlap_hours = USUAL_OVERLAP_HOURS } }) {
      const { application_id: id } = params
      const secret = newClientSecret(deps)
      const secretHash = await sha256Hex(secret)
      const previousUntil = deps.clock() + overlap_hours * HOUR_MS
      const previous_ends_at = writeTime(previousUntil)
      const rotated = await changeApplication(deps, id, (application) => {
        if (application.tokenEndpointAuthMethod === 'none')
          return refuse({ code: 'application_without_secret' })
        return ok({
          value: {
            value: { client_id: id, client_secret: secret, previous_ends_at },
            resource: writeApplication(application),
          },
          change: { ...audited('secret_rotated', application), after: { previous_ends_at } },
          write: (record) =>
            deps.applications.rotateSecret(application, { secretHash, previousUntil }, record),
        })
      })
      if (!rotated.ok) return rotated
      if (!deps.envelope.validateOnly) await propagateInTime(deps, id)
      return { ok: true, ...rotated.value }
    },
  }),
  operation({
    id: 'deleteApplication',
    method: 'DELETE',
    path: ONE,
    tag: TAG,
    summary: 'Delete an application; within 90 seconds nobody reaches it any more',
    access: 'configure',
    status: 204,
    refusals: ['application_unknown'],
    async run(deps, { params }) {
      const application = await deps.applications.read(params.application_id)
      if (application === undefined) return refuse({ code: 'application_unknown' })
      const { id: applicationId, tenantIds } = application
      const change = { ...audited('deleted', application), before: writeApplication(application) }
      return deleteKnown(deps, change, async (record) => {
        // The grants first: nobody is to land where nothing answers any more.
        const grants = tenantIds.map((tenantId) => ({ tenantId, applicationId }))
        await inEachGate(grants.slice(0, MAX_GATES), (grant) =>
          runGrant(deps, 'revoke_application', grant),
        )
        // Whoever asks again takes it from the next ones.
        if (grants.length > MAX_GATES)
          throw new Outage('the rest of the tenants', new Error('More gates than one request asks'))
        await deps.applications.delete(applicationId, record)
      })
    },
  }),
]

/** An application as it stands, under its entity tag. */
async function show({ applications }: AdministrationDeps, id: Application['id']) {
  const application = await applications.read(id)
  if (application === undefined) return refuse({ code: 'application_unknown' } as const)
  const resource = writeApplication(application)
  return { ok: true as const, value: writeRecorded(application), resource }
}

/** Secret scanners recognise the prefix; 32 random bytes need no slow hash. */
const newClientSecret = ({ random }: AdministrationDeps): string =>
  `ecs_${encodeBase64Url(random(SECRET_BYTES))}`

const audited = (verb: string, { id }: Pick<Application, 'id'>) => ({
  action: `application.${verb}`,
  target: { type: 'application', id },
})

async function checkTenants(
  { reads }: AdministrationDeps,
  ids: readonly TenantId[],
): Promise<ApiRefusal | undefined> {
  const found = await Promise.all(ids.map((tenantId) => reads.findTenant(tenantId)))
  const missing = found.indexOf(undefined)
  return missing === -1 ? undefined : { code: 'tenant_unknown', pointer: `/tenant_ids/${missing}` }
}
