// The limit of an API key, and how its caller is told (draft-ietf-httpapi-ratelimit-headers). The
// platform says only yes or no, so what remains is what this isolate knows of: a hint, as the draft
// has it, never a promise.

import type { Context, MiddlewareHandler } from 'hono'
import type { Refusal } from '../refusal.ts'
import { type Actor, actorIdOf } from '../tenants/commands/envelope.ts'
import type { Deps } from './deps.ts'
import { allows, RATE_POLICIES } from './rate-limits.ts'

declare module 'hono' {
  interface ContextVariableMap {
    /** Set once a caller was counted. */
    callerRate: CallerRate | undefined
  }
}

interface CallerRate {
  readonly remaining: number
  /** Seconds until the window ends. */
  readonly ends: number
}

const { quota, seconds } = RATE_POLICIES.caller
const POLICY = `"caller";q=${quota};w=${seconds}`
const MAX_CALLERS = 1_000

/** Requests of each caller in the present window, as far as this isolate has seen them. */
const seen = new Map<string, number>()
let window = 0

/** Counts a request of a caller; refuses `api_rate_limited` when it is one too many. */
export async function limitCaller(
  { rateLimits, clock }: Pick<Deps, 'rateLimits' | 'clock'>,
  c: Context,
  actor: Actor,
): Promise<Refusal<'api_rate_limited'> | undefined> {
  if (rateLimits.caller === undefined) return undefined
  const key = actorIdOf(actor) ?? actor.type
  const allowed = await allows(rateLimits.caller, key)
  const now = Math.floor(clock() / 1000)
  const remaining = allowed ? Math.max(0, quota - countSeen(key, now)) : 0
  c.set('callerRate', { remaining, ends: seconds - (now % seconds) })
  return allowed ? undefined : { code: 'api_rate_limited', expected: quota }
}

function countSeen(key: string, now: number): number {
  const current = Math.floor(now / seconds)
  if (current !== window || seen.size >= MAX_CALLERS) seen.clear()
  window = current
  const count = (seen.get(key) ?? 0) + 1
  seen.set(key, count)
  return count
}

/**
 * Tells a counted caller its limit and what remains of it; one too many waits until the window
 * ends.
 */
export const reportCallerRate: MiddlewareHandler = async (c, next) => {
  await next()
  const rate = c.get('callerRate')
  if (rate === undefined) return
  const { headers, status } = c.res
  headers.set('RateLimit-Policy', POLICY)
  headers.set('RateLimit', `"caller";r=${rate.remaining};t=${rate.ends}`)
  if (status === 429 && rate.remaining === 0) headers.set('Retry-After', String(rate.ends))
}
