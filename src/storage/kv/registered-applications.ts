// Applications as a login meets them: from this isolate, else from their copy in KV, else from D1.

import type { Clock } from '../../login/clock-and-random.ts'
import type { RegisteredApplication, RegisteredApplications } from '../../tenants/commands/ports.ts'
import type { ApplicationId } from '../../tenants/ids.ts'
import { createIsolateCache } from '../isolate-cache.ts'

/**
 * How long an isolate and a location answer from memory: the bound on how long what was changed may
 * linger.
 */
const ISOLATE_TTL = 30_000
const KV_TTL_SECONDS = 60
const REMEMBERED = 1000

/** Where the copy of an application stands in KV. */
export const copyKey = (id: ApplicationId): string => `app:${id}`

/** Implements the look-up. */
export function createRegisteredApplications(deps: {
  readonly d1: D1Database
  readonly kv: KVNamespace
  readonly clock: Clock
}): RegisteredApplications {
  const { d1, kv, clock } = deps
  const memory = { clock, ttl: ISOLATE_TTL, size: REMEMBERED }
  const byId = createIsolateCache<RegisteredApplication | undefined>(memory)

  async function find(id: ApplicationId): Promise<RegisteredApplication | undefined> {
    const copy = await findCopy(kv, id)
    if (copy) return copy
    const { findRegistered } = await import('../d1/registered-application.ts')
    return findRegistered(d1, id)
  }

  return {
    find: (id) => byId.get(id, () => find(id)),
    forget: (id) => byId.forget(id),
  }
}

/** KV out of reach is no miss, but D1 can answer instead. */
async function findCopy(
  kv: KVNamespace,
  id: ApplicationId,
): Promise<RegisteredApplication | undefined> {
  const options = { type: 'json', cacheTtl: KV_TTL_SECONDS } as const
  const copy = await kv.get<RegisteredApplication>(copyKey(id), options).catch(() => null)
  return copy ?? undefined
}
