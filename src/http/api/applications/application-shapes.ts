// An application as the API takes and shows it.

import * as v from 'valibot'
import {
  isApplicationUrl,
  isReturnUrl,
  MAX_APPLICATION_URL,
  type RecordedApplication,
  TOKEN_ENDPOINT_AUTH_METHODS,
} from '../../../tenants/application.ts'
import { ENVIRONMENTS } from '../../../tenants/sso-key.ts'
import type { AdministrationDeps } from '../../deps.ts'
import { id, Name, Time, text, Url, writeTime } from '../engine/members.ts'
import type { ApiRefusal } from '../engine/operation.ts'

const LandingUrl = v.pipe(Url, v.description('Where people land who signed in without a request.'))
const ReturnUrls = v.pipe(
  v.nullable(
    v.pipe(v.array(text(MAX_APPLICATION_URL)), v.maxLength(20, 'must name at most 20 return URLs')),
  ),
  v.description(
    'Where else a login may end (`return_to`, RelayState): exactly there, or with `/*` at its end at and below it. Null: at and below the landing URL.',
  ),
)
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
const Secret = v.pipe(v.string(), v.examples(['ecs_0fJ4…']))

/** What an application is made of. */
export const NewApplicationShape = v.pipe(
  v.strictObject({
    name: Name,
    landing_url: LandingUrl,
    environment: v.exactOptional(
      v.pipe(
        v.picklist(ENVIRONMENTS),
        v.description('Sessions of the same environment open it; `production` when absent.'),
      ),
    ),
    return_urls: v.exactOptional(ReturnUrls),
    redirect_uris: RedirectUris,
    tenant_ids: TenantIds,
    token_endpoint_auth_method: AuthMethod,
  }),
  v.title('NewApplication'),
)

/** A change: what is left out stays, null unsets. */
export const ApplicationChangeShape = v.pipe(
  v.strictObject({
    name: v.exactOptional(Name),
    landing_url: v.exactOptional(LandingUrl),
    return_urls: v.exactOptional(ReturnUrls),
    redirect_uris: v.exactOptional(RedirectUris),
  }),
  v.title('ApplicationChange'),
)

const APPLICATION_ENTRIES = {
  id: id('app'),
  client_id: v.pipe(id('app'), v.description('The same as `id`, under its OAuth name.')),
  ...NewApplicationShape.entries,
  environment: v.picklist(ENVIRONMENTS),
  return_urls: ReturnUrls,
  tenant_ids: v.pipe(v.array(id('ten')), v.description('The tenants that are granted it.')),
  created_at: Time,
}

/** An application without its secret. */
export const ApplicationShape = v.pipe(
  v.strictObject({
    ...APPLICATION_ENTRIES,
    tenants_behind: v.pipe(
      v.number(),
      v.integer(),
      v.description(
        'Of `tenant_ids`, how many sign people in by an earlier state of it. None but after an outage or with hundreds of tenants; the schedule reaches the others within hours.',
      ),
    ),
  }),
  v.title('Application'),
)

/** A new application: the only answer that carries the secret. */
export const CreatedApplicationShape = v.pipe(
  v.strictObject({
    ...APPLICATION_ENTRIES,
    client_secret: v.pipe(
      v.nullable(Secret),
      v.description('Shown this once; null with the authentication method `none`.'),
    ),
  }),
  v.title('CreatedApplication'),
)

/** How long the secret before is taken beside a new one. */
export const RotationShape = v.pipe(
  v.strictObject({
    overlap_hours: v.exactOptional(
      v.pipe(
        v.number(),
        v.integer('must be a whole number'),
        v.minValue(0, 'must not be negative'),
        v.maxValue(168, 'must be at most 168'),
        v.description('How long the secret until now is taken too; 24 when absent.'),
      ),
    ),
  }),
  v.title('SecretRotation'),
)

/** A new secret. */
export const RotatedSecretShape = v.pipe(
  v.strictObject({
    client_id: id('app'),
    client_secret: v.pipe(Secret, v.description('Shown this once. Good everywhere after 90 s.')),
    previous_ends_at: v.pipe(Time, v.description('When the secret until now ends.')),
  }),
  v.title('RotatedSecret'),
)

/** Writes what the entity tag covers and the audit log tells. */
export const writeApplication = (
  application: Omit<RecordedApplication, 'changes' | 'tenantsBehind'>,
) => ({
  id: application.id,
  client_id: application.id,
  name: application.name,
  landing_url: application.landingUrl,
  environment: application.environment,
  return_urls: application.returnUrls === undefined ? null : [...application.returnUrls],
  redirect_uris: [...application.redirectUris],
  tenant_ids: [...application.tenantIds],
  token_endpoint_auth_method: application.tokenEndpointAuthMethod,
  created_at: writeTime(application.createdAt),
})

/** Writes an application as it stands. */
export const writeRecorded = (
  application: RecordedApplication,
): v.InferOutput<typeof ApplicationShape> => ({
  ...writeApplication(application),
  tenants_behind: application.tenantsBehind,
})

/** Whether http on loopback will do depends on the deployment, so the schema cannot say it. */
export function checkUrls(
  { config }: AdministrationDeps,
  body: v.InferOutput<typeof ApplicationChangeShape>,
): ApiRefusal | undefined {
  const { landing_url, redirect_uris = [], return_urls } = body
  const pointed = (list: readonly string[], name: string) =>
    list.map((url, at) => ({ pointer: `/${name}/${at}`, url }))
  const urls = [
    ...(landing_url === undefined ? [] : [{ pointer: '/landing_url', url: landing_url }]),
    ...pointed(redirect_uris, 'redirect_uris'),
  ]
  const errors = [
    ...urls
      .filter(({ url }) => !isApplicationUrl(url, config.allowLoopback))
      .map(({ pointer }) => ({
        pointer,
        detail: `must be an https URL in ASCII, without credentials or fragment, of at most ${MAX_APPLICATION_URL} characters`,
      })),
    ...pointed(return_urls ?? [], 'return_urls')
      .filter(({ url }) => !isReturnUrl(url, config.allowLoopback))
      .map(({ pointer }) => ({
        pointer,
        detail: `must be such a URL as redirect URIs are, or one without query and with /* at its end`,
      })),
  ]
  return errors.length === 0 ? undefined : { code: 'api_members_invalid', errors }
}
