// An API key: what a program may do with the configuration API, where, and until when.

import type { ApiKeyId, TenantId } from './ids.ts'

/**
 * What a key may be good for: reading, changing configuration, people, what happened, and letting a
 * tenant back in.
 */
export const API_SCOPES = ['read', 'configure', 'users', 'events', 'recover'] as const
/** What a key is good for that names nothing: letting a tenant back in is asked for by name. */
export const DEFAULT_SCOPES: readonly ApiScope[] = ['read', 'configure', 'users', 'events']
export type ApiScope = (typeof API_SCOPES)[number]

export interface ApiKey {
  readonly id: ApiKeyId
  readonly name: string
  readonly scopes: readonly ApiScope[]
  /** Bound to this tenant and its children; absent for a key of the deployment. */
  readonly tenantId?: TenantId
  readonly createdAt: number
  /** Milliseconds since the epoch; from then on the key is none. */
  readonly expiresAt?: number
  /** To the hour. */
  readonly lastUsedAt?: number
}

/** An hour: a key in use costs one write in that time. */
export const TOUCH_MS = 3_600_000

/** Tells whether the last use that is known is an hour old. */
export const isDueToBeTouched = ({ lastUsedAt }: ApiKey, now: number): boolean =>
  lastUsedAt === undefined || lastUsedAt <= now - TOUCH_MS
