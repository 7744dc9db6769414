// What went wrong with a request, as the API says it (RFC 9457), for a program and for a person.

import type { Problem } from './schema.d.ts'

/** A refusal of the API, or a request that reached nobody (`unreachable`). */
export class ApiProblem extends Error {
  /** Stable: screens decide by it. */
  readonly code: string
  readonly status: number
  /** How to mend it, in one sentence. */
  readonly mend: string
  readonly requestId: string | undefined
  readonly authenticationUrl: string | undefined
  readonly errors: NonNullable<Problem['errors']>
  /** For how many seconds the API asks to wait. */
  readonly retryAfter: number | undefined

  constructor(problem: Partial<Problem>, status: number, retryAfter?: number) {
    super(problem.detail ?? problem.title ?? 'The service did not answer.')
    this.code = problem.code ?? (status === 0 ? 'unreachable' : 'unknown')
    this.status = status
    this.mend = problem.mend ?? ''
    this.requestId = problem.request_id
    this.authenticationUrl = problem.authentication_url
    this.errors = problem.errors ?? []
    this.retryAfter = retryAfter
  }
}

/** Reads the problem that an answer carries. */
export async function readProblem(answer: Response): Promise<ApiProblem> {
  const problem: Partial<Problem> = await answer.json().catch(() => ({}))
  const seconds = Number(answer.headers.get('Retry-After') ?? '')
  return new ApiProblem(problem, answer.status, seconds > 0 ? seconds : undefined)
}

/** The problem behind whatever a query or a change threw. */
export const asProblem = (thrown: unknown): ApiProblem | undefined =>
  thrown === null || thrown === undefined
    ? undefined
    : thrown instanceof ApiProblem
      ? thrown
      : new ApiProblem({ detail: 'Something went wrong in this page. Reload it.' }, -1)

/** What is wrong at one member of the body: `errorAt(problem, '/name')`. */
export const errorAt = (problem: ApiProblem | undefined, pointer: string): string | undefined =>
  problem?.errors.find((one) => one.pointer === pointer || one.pointer?.startsWith(`${pointer}/`))
    ?.detail
