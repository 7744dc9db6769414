// The operator's (or one tenant's) product: where people land, and its OIDC client.

import type { ApplicationId, TenantId } from './ids.ts'

export type TokenEndpointAuthMethod = 'none' | 'client_secret_basic' | 'client_secret_post'

export interface Application {
  readonly id: ApplicationId
  readonly name: string
  readonly landingUrl: string
  /** Compared as exact strings (RFC 9700 §2.1). */
  readonly redirectUris: readonly string[]
  readonly tenantIds: readonly TenantId[]
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod
  readonly createdAt: number
}
