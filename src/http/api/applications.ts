// Applications: the products that people sign in to, each with its OpenID Connect client.

import * as v from 'valibot'
import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { sha256Hex } from '../../protocol/bytes/sha256.ts'
import { ok, refuse } from '../../result.ts'
import {
  type Application,
  isApplicationUrl,
  MAX_APPLICATION_URL,
  TOKEN_ENDPOINT_AUTH_METHODS,
} from '../../tenants/application.ts'
import { newId } from '../../tenants/ids.ts'
import type { RegisteredApplication } from '../../tenants/ports.ts'
import { ENVIRONMENTS } from '../../tenants/sso-key.ts'
import type { Deps } from '../deps.ts'
import { createOnce, deleteKnown } from './deployment-changes.ts'
import { id, Name, Time, text, Url, writeTime } from './members.ts'
import { type ApiDeps, type ApiRefusal, operation, shown } from './operation.ts'
import { PageQuery, pageOf, readPage, writePage } from './page.ts'
import { runCommand } from './run-command.ts'

const SECRET_BYTES = 32

const RedirectUris = v.pipe(
  v.array(text(MAX_APPLICATION_URL)),
  v.minLength(1, 'must name a redirect URI'),
  v.maxLength(20, 'must name at most 20 redirect URIs'),
  v.description('https URLs without fragment. Compared as exact strings.'),
)
const TenantIds = v.pipe(
  v.array(id('ten')),
  v.minLength(1, 'must name a tenant'),
  v.maxLength(100, 'must name at most 100 tenants'),
  v.check((ids) => new Set(ids).size === ids.length, 'must name each tenant once'),
  v.description('The tenants that are granted the application.'),
)
const AuthMethod = v.pipe(
  v.picklist(TOKEN_ENDPOINT_AUTH_METHODS),
  v.description(
    'How it authenticates at the token endpoint; `none` for one that can keep no secret.',
  ),
)

/** What an application is made of. */
export const NewApplicationShape = v.pipe(
  v.strictObject({
    name: Name,
    landing_url: v.pipe(Url, v.description('Where people land who signed in without a request.')),
    environment: v.exactOptional(
      v.pipe(
        v.picklist(ENVIRONMENTS),
        v.description('Sessions of the same environment open it; `production` when absent.'),
      ),
    ),
    redirect_uris: RedirectUris,
    tenant_ids: TenantIds,
    token_endpoint_auth_method: AuthMethod,
  }),
  v.title('NewApplication'),
)

const APPLICATION_ENTRIES = {
  id: id('app'),
  client_id: v.pipe(id('app'), v.description('The same as `id`, under its OAuth name.')),
  ...NewApplicationShape.entries,
  environment: v.picklist(ENVIRONMENTS),
  created_at: Time,
}

/** An application without its secret. */
export const ApplicationShape = v.pipe(v.strictObject(APPLICATION_ENTRIES), v.title('Application'))

/** A new application: the only answer that carries the secret. */
export const CreatedApplicationShape = v.pipe(
  v.strictObject({
    ...APPLICATION_ENTRIES,
    client_secret: v.pipe(
      v.nullable(v.string()),
      v.description('Shown this once; null with the authentication method `none`.'),
      v.examples(['ecs_0fJ4…']),
    ),
  }),
  v.title('CreatedApplication'),
)

const writeApplication = (application: Application): v.InferOutput<typeof ApplicationShape> => ({
  id: application.id,
  client_id: application.id,
  name: application.name,
  landing_url: application.landingUrl,
  environment: application.environment,
  redirect_uris: [...application.redirectUris],
  tenant_ids: [...application.tenantIds],
  token_endpoint_auth_method: application.tokenEndpointAuthMethod,
  created_at: writeTime(application.createdAt),
})

/** Registering applications. Their secret is in one answer, that of the creation. */
export const applicationOperations = [
  operation({
    id: 'createApplication',
    method: 'POST',
    path: '/applications',
    tag: 'Applications',
    summary: 'Register an application and its OpenID Connect client',
    access: 'configure',
    body: NewApplicationShape,
    status: 201,
    response: CreatedApplicationShape,
    refusals: ['tenant_unknown'],
    async run(deps, { body }) {
      const refusal = checkUrls(deps, body) ?? (await checkTenants(deps, body.tenant_ids))
      if (refusal) return refuse(refusal)
      const secret = body.token_endpoint_auth_method === 'none' ? null : newClientSecret(deps)
      const application: RegisteredApplication = {
        id: newId('app', deps.random),
        name: body.name,
        landingUrl: body.landing_url,
        environment: body.environment ?? 'production',
        redirectUris: body.redirect_uris,
        tenantIds: body.tenant_ids,
        tokenEndpointAuthMethod: body.token_endpoint_auth_method,
        createdAt: deps.clock(),
        ...(secret === null ? {} : { secretHash: await sha256Hex(secret) }),
      }
      const after = writeApplication(application)
      const created = await createOnce(
        deps,
        { ...audited('created', application), after, value: { ...after, client_secret: secret } },
        (record) => deps.applications.create(application, record),
      )
      if (!created.ok) return created
      const { client_secret: _secret, ...registered } = created.value
      const refused = await grantToAll(deps, registered)
      return refused ? refuse(refused) : { ...created, resource: registered }
    },
  }),
  operation({
    id: 'listApplications',
    method: 'GET',
    path: '/applications',
    tag: 'Applications',
    summary: 'List applications',
    access: 'read',
    query: PageQuery,
    status: 200,
    response: pageOf(ApplicationShape),
    refusals: [],
    run: async (deps, { query }) =>
      ok(writePage(await deps.applications.list(readPage(query)), writeApplication)),
  }),
  operation({
    id: 'getApplication',
    method: 'GET',
    path: '/applications/{application_id}',
    tag: 'Applications',
    summary: 'Read an application',
    access: 'read',
    status: 200,
    response: ApplicationShape,
    refusals: ['application_unknown'],
    async run(deps, { params }) {
      const application = await deps.applications.find(params.application_id)
      return application
        ? shown(writeApplication(application), (written) => written)
        : refuse({ code: 'application_unknown' })
    },
  }),
  operation({
    id: 'deleteApplication',
    method: 'DELETE',
    path: '/applications/{application_id}',
    tag: 'Applications',
    summary: 'Delete an application; within 90 seconds nobody reaches it any more',
    access: 'configure',
    status: 204,
    refusals: ['application_unknown'],
    async run(deps, { params }) {
      const applicationId = params.application_id
      const application = await deps.applications.find(applicationId)
      if (application === undefined) return refuse({ code: 'application_unknown' })
      const change = { ...audited('deleted', application), before: writeApplication(application) }
      return deleteKnown(deps, change, async (record) => {
        // The grants first: nobody is to land where nothing answers any more. A tenant that is gone took its grants along.
        for (const tenantId of application.tenantIds)
          await runCommand(unconditional(deps), tenantId, {
            kind: 'revoke_application',
            tenantId,
            applicationId,
          })
        await deps.applications.delete(applicationId, record)
      })
    },
  }),
]

/** Secret scanners recognise the prefix; 32 random bytes need no slow hash. */
const newClientSecret = ({ random }: Deps): string => `ecs_${encodeBase64Url(random(SECRET_BYTES))}`

const audited = (verb: 'created' | 'deleted', { id }: Application) => ({
  action: `application.${verb}`,
  target: { type: 'application', id },
})

/** Grants an application to its tenants. Repeated with the request, it finishes what an outage interrupted. */
async function grantToAll(
  deps: ApiDeps,
  application: v.InferOutput<typeof ApplicationShape>,
): Promise<ApiRefusal | undefined> {
  if (deps.envelope.validateOnly || !(await deps.applications.find(application.id)))
    return undefined
  for (const tenantId of application.tenant_ids) {
    const granted = await runCommand(unconditional(deps), tenantId, {
      kind: 'grant_application',
      tenantId,
      application: {
        id: application.id,
        name: application.name,
        landingUrl: application.landing_url,
        environment: application.environment,
        createdAt: Date.parse(application.created_at),
      },
    })
    if (!granted.ok) return granted.refusal
  }
  return undefined
}

/** The conditions of the request are those of the application, not of each tenant's grant. */
const unconditional = (deps: ApiDeps): ApiDeps => ({
  ...deps,
  envelope: { origin: deps.envelope.origin },
})

/** Whether http on loopback will do depends on the deployment, so the schema cannot say it. */
function checkUrls(
  { config }: Deps,
  body: v.InferOutput<typeof NewApplicationShape>,
): ApiRefusal | undefined {
  const urls = [
    { pointer: '/landing_url', url: body.landing_url },
    ...body.redirect_uris.map((url, at) => ({ pointer: `/redirect_uris/${at}`, url })),
  ]
  const errors = urls
    .filter(({ url }) => !isApplicationUrl(url, config.allowLoopback))
    .map(({ pointer }) => ({
      pointer,
      detail: `must be an https URL in ASCII, without credentials or fragment, of at most ${MAX_APPLICATION_URL} characters`,
    }))
  return errors.length === 0 ? undefined : { code: 'api_members_invalid', errors }
}

async function checkTenants(
  { reads }: Deps,
  ids: v.InferOutput<typeof TenantIds>,
): Promise<ApiRefusal | undefined> {
  const found = await Promise.all(ids.map((tenantId) => reads.findTenant(tenantId)))
  const missing = found.indexOf(undefined)
  return missing === -1 ? undefined : { code: 'tenant_unknown', pointer: `/tenant_ids/${missing}` }
}
