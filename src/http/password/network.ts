// The network that an attempt at a password comes from.

import type { Context } from 'hono'
import { networkOf } from '../../login/network.ts'

/** Undefined where the platform names no address. */
export function networkFrom(c: Context): string | undefined {
  const ip = c.req.header('CF-Connecting-IP')
  return ip === undefined ? undefined : networkOf(ip)
}
