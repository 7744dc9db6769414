// What the shell refuses under /api/ is a problem and never a page: programs call there, with
// whatever Accept.

import type { Context } from 'hono'
import type { ProblemCode } from './api/engine/api-refusals.ts'
import type { writeProblem } from './problem.ts'
import { refer } from './reference.ts'

/** Tells whether a request is one to the API, whatever is wrong with its path. */
export const isUnderApi = (c: Context): boolean => /^\/api(?:\/|$)/.test(c.req.path)

/** Writes a problem. What writes it is loaded with the first: logins are refused on pages. */
export const answerProblem = async (
  ...problem: Parameters<typeof writeProblem>
): Promise<Response> => (await import('./problem.ts')).writeProblem(...problem)

interface AtShell {
  /** Where this deployment answers. */
  readonly origin: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Answers a refusal that the shell makes before or beside the API. */
export async function refuseUnderApi(
  c: Context,
  code: ProblemCode,
  at: AtShell,
): Promise<Response> {
  const { meaningOf, statusOf } = await import('./api/engine/api-refusals.ts')
  const { message } = meaningOf(code)
  const request_id = await refer(c, { code })
  return answerProblem(
    { title: message, detail: message, status: statusOf(code), code, request_id },
    at,
  )
}
