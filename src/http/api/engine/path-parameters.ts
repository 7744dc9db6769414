// The parameters that paths of the API may have: their form, and the refusal of one that names nothing.

import { SESSION_ID } from '../../../login/session.ts'
import {
  type ApiKeyId,
  type ApplicationId,
  type ConnectorId,
  type DomainId,
  type EventId,
  type ExternalIdpId,
  type IdPrefix,
  isId,
  type SsoId,
  type TenantId,
  type UserId,
  type WebhookId,
} from '../../../tenants/ids.ts'
import { REFERENCE } from '../../reference.ts'
import { formOfId } from './id-form.ts'
import type { ProblemCode } from './refusals.ts'

/** Every path parameter by name, with the type it has once its form was checked. */
export interface PathValues {
  readonly api_key_id: ApiKeyId
  readonly tenant_id: TenantId
  readonly sso_id: SsoId
  readonly external_idp_id: ExternalIdpId
  readonly fingerprint: string
  readonly connector_id: ConnectorId
  readonly application_id: ApplicationId
  readonly event_id: EventId | RequestReference
  readonly webhook_id: WebhookId
  readonly domain_id: DomainId
  readonly user_id: UserId
  readonly session_id: string
  readonly kid: string
}
/** A reference that says by itself what it refers to. */
type RequestReference = `req_${string}`
/** The name of a path parameter. */
export type PathName = keyof PathValues

interface PathParameter {
  readonly says: string
  /** As in JSON Schema, for the description of the API. */
  readonly pattern: string
  readonly matches: (text: string) => boolean
  /** Says of a text that does not match which form it must have. */
  readonly form: (text: string) => string
  /** A malformed value names nothing, and is answered as an unknown one. */
  readonly unknown: ProblemCode
}

/** What is known of each path parameter. */
export const PATH_PARAMETERS: Readonly<Record<PathName, PathParameter>> = {
  api_key_id: id('key', 'api_key_unknown', 'An API key.'),
  tenant_id: id('ten', 'tenant_unknown', 'A tenant.'),
  sso_id: id('sso', 'sso_key_unknown', 'An SSO key of the tenant.'),
  external_idp_id: id('idp', 'external_idp_unknown', 'An external IdP of the tenant.'),
  fingerprint: {
    says: 'SHA-256 fingerprint of a certificate, lower-case hex.',
    pattern: '^[0-9a-f]{64}$',
    matches: (text) => /^[0-9a-f]{64}$/.test(text),
    form: () => 'must be 64 lower-case hex digits',
    unknown: 'certificate_unknown',
  },
  connector_id: id('con', 'connector_unknown', 'A connector of the tenant.'),
  application_id: id('app', 'application_unknown', 'An application.'),
  user_id: id('usr', 'user_unknown', 'A user of the tenant.'),
  session_id: {
    says: 'A session of the user.',
    pattern: SESSION_ID.source,
    matches: (text) => SESSION_ID.test(text),
    form: () => 'must be the id of a session, as the list of sessions shows it',
    unknown: 'session_unknown',
  },
  webhook_id: id('whk', 'webhook_unknown', 'A webhook of the tenant.'),
  domain_id: id('dom', 'domain_unknown', 'A domain of the tenant.'),
  kid: {
    says: 'A signing key, by the `kid` that the JWKS has.',
    pattern: '^[A-Za-z0-9_-]{43}$',
    matches: (text) => /^[A-Za-z0-9_-]{43}$/.test(text),
    form: () => 'must be the `kid` of a key in the JWKS, which has 43 characters',
    unknown: 'signing_key_unknown',
  },
  event_id: {
    says: 'The reference that a person or a program was shown: the id of an event, or of a request.',
    pattern: `^(?:evt_[0-9a-z]{24}|${REFERENCE.source.slice(1, -1)})$`,
    matches: (text) => isId('evt', text) || REFERENCE.test(text),
    form: (text) =>
      text.startsWith('req_')
        ? 'must be a whole reference; this one is too short or too long'
        : formOfId('evt', text),
    unknown: 'event_unknown',
  },
}

function id(prefix: IdPrefix, unknown: ProblemCode, says: string): PathParameter {
  return {
    says,
    pattern: `^${prefix}_[0-9a-z]{24}$`,
    matches: (text) => isId(prefix, text),
    form: (text) => formOfId(prefix, text),
    unknown,
  }
}

/** The names of the parameters of a path, in order. */
export const pathNames = (path: string): PathName[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).filter(isPathName)

const isPathName = (name: string | undefined): name is PathName =>
  name !== undefined && name in PATH_PARAMETERS

/** Writes an OpenAPI path for hono, whose parameters fill whole segments: a verb behind a colon goes into the pattern. */
export function honoPath(path: string): string {
  const segments = path.split('/').map((segment) => {
    const [, name, verb = ''] = /^\{(\w+)\}(:\w+)?$/.exec(segment) ?? []
    if (name !== undefined) return `:${name}{[^/:]+${verb}}`
    return segment.includes(':') ? `:verb{${segment}}` : segment
  })
  return segments.join('/')
}
