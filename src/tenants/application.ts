// The operator's (or one tenant's) product: where people land, and its OIDC client.

import type { ApplicationId, TenantId } from './ids.ts'
import type { Environment } from './sso-key.ts'

export const TOKEN_ENDPOINT_AUTH_METHODS = [
  'none',
  'client_secret_basic',
  'client_secret_post',
] as const
export type TokenEndpointAuthMethod = (typeof TOKEN_ENDPOINT_AUTH_METHODS)[number]

/**
 * What a tenant's gate knows of an application that the tenant is granted: enough to send people
 * there.
 */
export type GrantedApplication = Pick<
  Application,
  'id' | 'name' | 'landingUrl' | 'returnUrls' | 'environment' | 'createdAt'
>

export interface Application {
  /** Also its client_id. */
  readonly id: ApplicationId
  readonly name: string
  readonly landingUrl: string
  /**
   * Where else a login may end: an address, or with `/*` at its end all at and below it. Absent: at
   * and below the landing URL.
   */
  readonly returnUrls?: readonly string[]
  /** Only sessions of the same environment open it. */
  readonly environment: Environment
  /** Compared as exact strings (RFC 9700 §2.1). */
  readonly redirectUris: readonly string[]
  readonly tenantIds: readonly TenantId[]
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod
  readonly createdAt: number
}

/** An application as the record has it. */
export interface RecordedApplication extends Application {
  /** How often it was changed: of two changes of one state, one comes first. */
  readonly changes: number
  /** Granted tenants whose gates have yet to hear of its present state. */
  readonly tenantsBehind: number
}

/** What a tenant sees of an application that it is granted. */
export type ApplicationSummary = Pick<Application, 'id' | 'name' | 'landingUrl' | 'environment'>

/**
 * What changes an application. The environment stays: sessions of the other one were let in
 * elsewhere.
 */
export interface ApplicationChange {
  readonly name?: string
  readonly landingUrl?: string
  /** Null unsets. */
  readonly returnUrls?: readonly string[] | null
  readonly redirectUris?: readonly string[]
}

/** That people of a tenant may be sent to an application. */
export interface ApplicationGrant {
  readonly tenantId: TenantId
  readonly applicationId: ApplicationId
}

/** An authorization request of 1,536 bytes has to hold one beside everything else. */
export const MAX_APPLICATION_URL = 512

const LOOPBACK = /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/

/**
 * Tells whether people may be sent to a URL of an application: https (http on loopback during
 * development), without credentials and without a fragment, in plain ASCII, so that the text that
 * is compared is the address that is meant (RFC 6749 §3.1.2).
 */
export function isApplicationUrl(text: string, allowLoopback: boolean): boolean {
  if (text.length > MAX_APPLICATION_URL || !/^[!-~]+$/.test(text) || /[\\#]/.test(text))
    return false
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return false
  return protocol === 'https:' || (allowLoopback && protocol === 'http:' && LOOPBACK.test(hostname))
}

/**
 * Tells whether a URL may stand among the return URLs: one without `*`, or one of a folder with
 * `/*` at its end.
 */
export function isReturnUrl(text: string, allowLoopback: boolean): boolean {
  const folder = text.endsWith('/*')
  const url = folder ? text.slice(0, -1) : text
  if (url.includes('*') || (folder && url.includes('?'))) return false
  return isApplicationUrl(url, allowLoopback)
}
