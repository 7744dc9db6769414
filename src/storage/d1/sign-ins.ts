// Which connectors the people of an e-mail domain sign in with: one read of D1, remembered for
// seconds.

import type { SignIn, SignIns } from '../../login/begin/find-sign-in.ts'
import type { Clock } from '../../login/clock-and-random.ts'
import { createIsolateCache } from '../isolate-cache.ts'

/** As long as a login configuration is gone by. */
const KNOWN_MS = 10_000
const REMEMBERED = 1_000

/** Implements the look-up. That a domain leads nowhere is remembered like anything else. */
export function createSignIns(deps: { readonly d1: D1Database; readonly clock: Clock }): SignIns {
  const cache = createIsolateCache<readonly SignIn[]>({
    clock: deps.clock,
    ttl: KNOWN_MS,
    size: REMEMBERED,
  })
  return {
    findByDomain: (domain) =>
      cache.get(domain, async () => {
        const { readSignIns } = await import('./select-sign-ins.ts')
        return readSignIns(deps.d1, domain)
      }),
  }
}
