// The keys in KV: immutable values under their hash, and one small pointer per SSO key.

import type { SsoId } from '../../tenants/ids.ts'

/** Where a login configuration stands, by the SHA-256 of its text. */
export const valueKey = (config: string): string => `config:${config}`

export const POINTER_PREFIX = 'sso:'

/** Where the pointer of an SSO key stands. */
export const pointerKey = (ssoId: SsoId): string => `${POINTER_PREFIX}${ssoId}`
