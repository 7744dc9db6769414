// What the shell refuses under /api/ is a problem and never a page: programs call there, with whatever Accept.

import type { Context } from 'hono'
import { meaningOf, type ProblemCode, statusOf } from './api/engine/refusals.ts'
import { writeProblem } from './problem.ts'
import { refer } from './reference.ts'

/** Tells whether a request is one to the API, whatever is wrong with its path. */
export const isUnderApi = (c: Context): boolean => /^\/api(?:\/|$)/.test(c.req.path)

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
  const { says } = meaningOf(code)
  const request_id = await refer(c, { code })
  return writeProblem({ title: says, detail: says, status: statusOf(code), code, request_id }, at)
}
