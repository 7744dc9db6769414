// Writes a refusal of the API as a problem: the meaning of its code, the facts of this occurrence, the headers its status asks for.

import { writeProblem } from '../problem.ts'
import type { ApiRefusal } from './operation.ts'
import { meaningOf, type ProblemCode, type ProblemStatus } from './refusals.ts'

const RETRY_AFTER_SECONDS = '5'
/** When the limit is not that of a caller, who is told more exactly. */
const RATE_WINDOW_SECONDS = '60'

interface Occurrence {
  readonly status: ProblemStatus
  readonly requestId: string
  /** Methods of the path, for a 405. */
  readonly allow?: string
}

/** Writes a refusal as problem details. */
export function writeRefusal(refusal: ApiRefusal, occurrence: Occurrence): Response {
  const { code, pointer, errors, expected, got, authenticationUrl } = refusal
  const { says } = meaningOf(code)
  const wanted = expected === undefined ? '' : ` Expected: ${expected}.`
  const received = got === undefined ? '' : ` Got: ${got}.`
  return writeProblem(
    {
      title: says,
      status: occurrence.status,
      detail: says + wanted + received,
      code,
      ...(pointer === undefined ? {} : { pointer }),
      ...(errors === undefined ? {} : { errors: [...errors] }),
      ...(authenticationUrl === undefined ? {} : { authentication_url: authenticationUrl }),
      request_id: occurrence.requestId,
    },
    headersOf(code, occurrence),
  )
}

function headersOf(code: ProblemCode, { status, allow }: Occurrence): Record<string, string> {
  if (status === 401) return { 'WWW-Authenticate': challengeOf(code) }
  if (status === 405 && allow !== undefined) return { Allow: allow }
  if (status === 429) return { 'Retry-After': RATE_WINDOW_SECONDS }
  return status === 503 ? { 'Retry-After': RETRY_AFTER_SECONDS } : {}
}

/** RFC 6750 §3: a challenge to a request without credentials names no error. */
const challengeOf = (code: ProblemCode): string =>
  code === 'api_credentials_missing'
    ? 'Bearer realm="edge-sso"'
    : 'Bearer realm="edge-sso", error="invalid_token"'
