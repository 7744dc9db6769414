// The attempt that a request makes: under which reference, from where, with what.

import type { Context } from 'hono'
import { type Attempt, beginAttempt } from '../login/attempt.ts'
import { newId } from '../tenants/ids.ts'
import type { Deps } from './deps.ts'

const LONGEST_USER_AGENT = 256

/** Begins the attempt of a request. */
export function attemptOf(c: Context, { clock, random }: Deps): Attempt {
  const ip = c.req.header('CF-Connecting-IP')
  const userAgent = c.req.header('User-Agent')?.slice(0, LONGEST_USER_AGENT)
  return beginAttempt(clock, {
    id: newId('evt', random),
    ...(ip === undefined ? {} : { ip }),
    ...(userAgent === undefined ? {} : { userAgent }),
  })
}
