// Problem details (RFC 9457): how a machine hears that its request was refused, with a stable code beside the status.

import * as v from 'valibot'

const InvalidMember = v.strictObject({
  pointer: v.exactOptional(
    v.pipe(v.string(), v.description('JSON pointer into the body (RFC 6901).')),
  ),
  parameter: v.exactOptional(v.pipe(v.string(), v.description('Name of a query parameter.'))),
  detail: v.string(),
})

/** The shape of every refusal of the API. */
export const Problem = v.pipe(
  v.strictObject({
    type: v.pipe(v.string(), v.examples(['urn:edge-sso:problem:sso_key_limit_reached'])),
    title: v.pipe(v.string(), v.description('What the code means; the same at every occurrence.')),
    status: v.pipe(v.number(), v.integer()),
    detail: v.pipe(v.string(), v.description('The same with the facts of this occurrence.')),
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

/** Writes a problem as a response; `type` is derived from the code. */
export function writeProblem(
  problem: Omit<Problem, 'type'>,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body: Problem = { type: `urn:edge-sso:problem:${problem.code}`, ...problem }
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'X-Request-Id': problem.request_id,
      ...headers,
    },
  })
}
