// Writes a refusal of the API as a problem: the meaning of its code, the facts of this occurrence,
// the headers its status asks for.

import { defined } from '../../../defined.ts'
import type { Fact } from '../../../refusal.ts'
import { type InvalidMember, writeProblem } from '../../problem.ts'
import { meaningOf, type ProblemCode } from './api-refusals.ts'
import type { ApiRefusal } from './operation.ts'
import type { ProblemStatus } from './refusal-statuses.ts'

const RETRY_AFTER_SECONDS = '5'
/** When the limit is not that of a caller, who is told more exactly. */
const RATE_WINDOW_SECONDS = '60'

interface Occurrence {
  readonly status: ProblemStatus
  readonly requestId: string
  /** Where this deployment answers: `type` is an address there. */
  readonly origin: string
  /** Methods of the path, for a 405. */
  readonly allow?: string
}

/** Writes a refusal as problem details. */
export function writeRefusal(refusal: ApiRefusal, occurrence: Occurrence): Response {
  const { code, pointer, errors, authenticationUrl } = refusal
  const { message } = meaningOf(code)
  return writeProblem(
    {
      title: message,
      status: occurrence.status,
      detail: detailOf(refusal, message),
      code,
      ...defined({ pointer }),
      ...(errors === undefined ? {} : { errors: [...errors] }),
      ...defined({ authentication_url: authenticationUrl }),
      request_id: occurrence.requestId,
    },
    { origin: occurrence.origin, headers: headersOf(code, occurrence) },
  )
}

/**
 * What is wrong this time: the first wrong member, or the meaning with what was expected and what
 * arrived.
 */
function detailOf({ code, errors = [], expected, got }: ApiRefusal, message: string): string {
  const [first, ...others] = errors
  if (code === 'api_members_invalid' && first !== undefined) return sentenceOf(first, others.length)
  // What is wrong with one parameter, or with the body as a whole, is part of the sentence.
  const only = first !== undefined && others.length === 0 && !first.pointer && !first.code
  const such = only ? ` ${sentenceOf(first, 0)}` : ''
  const named = errors.map(({ pointer, parameter }) => pointer ?? parameter ?? '')
  const where = code === 'api_precondition_failed' && first ? ` Changed: ${named.join(', ')}.` : ''
  return message + such + where + factOf('Expected', expected) + factOf('Got', got)
}

function sentenceOf({ pointer, parameter, detail }: InvalidMember, others: number): string {
  const subject = parameter === undefined ? pointer || 'The body' : `The parameter ${parameter}`
  const more = others === 0 ? '' : ` See \`errors\` for ${others} more.`
  const end = /[.?!]$/.test(detail) ? '' : '.'
  return `${subject} ${detail}${end}${more}`
}

const factOf = (name: string, fact: Fact | undefined): string =>
  fact === undefined ? '' : ` ${name}: ${typeof fact === 'object' ? fact.join(', ') : fact}.`

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
