// Who calls: the operator with OPERATOR_KEY, which only mints API keys, or a program with an API key (RFC 6750).

import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import type { Deps } from '../deps.ts'
import type { ApiRefusal, Operation } from './operation.ts'

const API_KEY = /^esk_[A-Za-z0-9_-]{43}$/
const BEARER = /^Bearer +([\x21-\x7e]{1,512})$/i
const SECRET_BYTES = 32

/** Checks that the `Authorization` header grants the access an operation asks for. */
export async function checkAccess(
  deps: Deps,
  access: Operation['access'],
  authorization: string | undefined,
): Promise<ApiRefusal | undefined> {
  if (authorization === undefined) return { code: 'api_credentials_missing' }
  const token = BEARER.exec(authorization)?.[1]
  if (token === undefined) return { code: 'api_credentials_invalid' }

  const isOperator = await equalInConstantTime(token, deps.config.operatorKey)
  if (access === 'operator') return isOperator ? undefined : { code: 'api_credentials_invalid' }
  if (isOperator) return { code: 'api_key_required' }

  if (!API_KEY.test(token)) return { code: 'api_credentials_invalid' }
  const key = await deps.apiKeys.findBySecretHash(await hashSecret(token))
  return key === undefined ? { code: 'api_credentials_invalid' } : undefined
}

/** Makes the secret of a new API key: `esk_`, which secret scanners recognise, and 32 random bytes. */
export const newApiKeySecret = (deps: Pick<Deps, 'random'>): string =>
  `esk_${encodeBase64Url(deps.random(SECRET_BYTES))}`

/** Hashes a secret for storage: SHA-256, lower-case hex. 256 random bits need no slow hash. */
export async function hashSecret(secret: string): Promise<string> {
  return [...(await sha256(secret))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Compares hashes, so that neither content nor length of the expected value shows in the time taken. */
async function equalInConstantTime(got: string, expected: string): Promise<boolean> {
  return crypto.subtle.timingSafeEqual(await sha256(got), await sha256(expected))
}

async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}
