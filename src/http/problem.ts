// Problem details (RFC 9457): how a machine hears that its request was refused, with a stable code
// beside the status.

import * as v from 'valibot'
import { howToMend } from './how-to-mend.ts'

const InvalidMember = v.strictObject({
  pointer: v.exactOptional(
    v.pipe(v.string(), v.description('JSON pointer into the body (RFC 6901).')),
  ),
  parameter: v.exactOptional(
    v.pipe(v.string(), v.description('Name of a parameter of the query or of the path.')),
  ),
  code: v.exactOptional(
    v.pipe(v.string(), v.description('Code of what stands in the way, if it has one of its own.')),
  ),
  detail: v.pipe(v.string(), v.description('What is wrong there, and what is accepted.')),
})

/** The shape of every refusal of the API. */
export const Problem = v.pipe(
  v.strictObject({
    type: v.pipe(
      v.string(),
      v.description('Address of the page that documents the code, at this deployment.'),
      v.examples(['https://sso.example.com/refusals/sso_key_limit_reached']),
    ),
    title: v.pipe(v.string(), v.description('What the code means; the same at every occurrence.')),
    status: v.pipe(v.number(), v.integer()),
    detail: v.pipe(
      v.string(),
      v.description(
        'What is wrong at this occurrence. Of members that are missing, unknown or wrong: the first of `errors`.',
      ),
    ),
    mend: v.pipe(v.string(), v.description('How to mend it.')),
    code: v.pipe(
      v.string(),
      v.description('Stable: a program decides by it.'),
      v.examples(['sso_key_limit_reached']),
    ),
    pointer: v.exactOptional(
      v.pipe(v.string(), v.description('JSON pointer of the member at fault.')),
    ),
    errors: v.exactOptional(v.array(InvalidMember)),
    authentication_url: v.exactOptional(
      v.pipe(
        v.string(),
        v.description('Send the person there, with a `return_to` of yours, and ask again.'),
      ),
    ),
    request_id: v.pipe(
      v.string(),
      v.description('Quote it when you ask for help. Also in `X-Request-Id`.'),
    ),
  }),
  v.title('Problem'),
  v.description('Problem details (RFC 9457).'),
)
/** A problem as it is written. */
export type Problem = v.InferOutput<typeof Problem>
/** One thing that is wrong with a body or a query. */
export type InvalidMember = v.InferOutput<typeof InvalidMember>

/** A problem without what follows from its code. */
export type OpenProblem = Omit<Problem, 'type' | 'mend'>

/**
 * Writes a problem as a response. `type` and `mend` follow from the code; `origin` is where the
 * deployment answers.
 */
export function writeProblem(
  problem: OpenProblem,
  { origin, headers = {} }: { readonly origin: string; readonly headers?: HeadersOf },
): Response {
  const { code, request_id } = problem
  const body: Problem = {
    type: refusalUrl(origin, code),
    mend: howToMend(code) ?? '',
    ...problem,
  }
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'X-Request-Id': request_id,
      ...headers,
    },
  })
}

type HeadersOf = Readonly<Record<string, string>>

/** The address of the page that documents a code. */
export const refusalUrl = (origin: string, code: string): string => `${origin}/refusals/${code}`
