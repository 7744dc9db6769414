// The attempt that a request makes: under which reference, from where, with what.

import type { Context } from 'hono'
import { beginTrace, type LoginTrace } from '../login/login-trace.ts'
import { newId } from '../tenants/ids.ts'
import type { Deps } from './deps.ts'

const MAX_USER_AGENT_LENGTH = 256

/** Begins the attempt of a request. */
export function attemptOf(c: Context, { clock, random }: Deps): LoginTrace {
  const ip = c.req.header('CF-Connecting-IP')
  const userAgent = c.req.header('User-Agent')?.slice(0, MAX_USER_AGENT_LENGTH)
  return beginTrace(clock, {
    id: newId('evt', random),
    ...(ip === undefined ? {} : { ip }),
    ...(userAgent === undefined ? {} : { userAgent }),
  })
}
