// The login configuration of an SSO key: from this isolate, else from KV at the edge, else from D1,
// once. What is served may be behind by the age of a pointer; the gate decides at admission and
// sends a login on an old version back.

import type { Clock } from '../../login/clock-and-random.ts'
import type { LoginConfigurations } from '../../login/ports.ts'
import { sha256Hex } from '../../protocol/bytes/sha256.ts'
import type {
  LoginConfiguration,
  LoginPointer,
} from '../../tenants/connectors/login-configuration.ts'
import { isId, type SsoId } from '../../tenants/ids.ts'
import { createMisses } from '../misses.ts'
import { createBoundedMap } from './bounded-map.ts'
import { pointerKey, valueKey } from './keys.ts'

/** How long this isolate goes by what it read. */
const KNOWN_MS = 10_000
/** As long as KV may serve the pointer from before the change that the gate told us of. */
const REMEMBERED_MS = 60_000
/** The shortest that KV takes. */
const POINTER_CACHE_SECONDS = 30
/**
 * A value never changes, but it holds a sealed key that is to be gone within 24 hours of its
 * deletion.
 */
const VALUE_CACHE_SECONDS = 3_600
const POINTERS = 2_000
const VALUES = 500

interface Known {
  readonly configuration: LoginConfiguration
  readonly until: number
}

/** Implements the look-up. Throws when there is no other source left and D1 is out of reach. */
export function createLoginConfigurations(deps: {
  readonly kv: KVNamespace
  readonly d1: D1Database
  readonly clock: Clock
}): LoginConfigurations {
  const { kv, d1, clock } = deps
  const known = createBoundedMap<Known>(POINTERS)
  const unknown = createMisses(clock)
  const values = createBoundedMap<LoginConfiguration>(VALUES)

  async function fromKv(ssoId: SsoId): Promise<LoginConfiguration | undefined> {
    const pointer = await kv.get<LoginPointer>(pointerKey(ssoId), {
      type: 'json',
      cacheTtl: POINTER_CACHE_SECONDS,
    })
    if (pointer === null) return undefined
    const held = values.get(pointer.config)
    if (held) return held
    const text = await kv.get(valueKey(pointer.config), { cacheTtl: VALUE_CACHE_SECONDS })
    // The key is the hash: whatever does not hash to it is not what the gate published.
    if (text === null || (await sha256Hex(text)) !== pointer.config) return undefined
    return hold(pointer.config, text)
  }

  async function fromD1(ssoId: SsoId): Promise<LoginConfiguration | undefined> {
    const { findLoginConfiguration } = await import('../d1/login-configuration.ts')
    const row = await findLoginConfiguration(d1, ssoId)
    return row && (values.get(row.config) ?? hold(row.config, row.text))
  }

  function hold(config: string, text: string): LoginConfiguration {
    const configuration: LoginConfiguration = JSON.parse(text)
    values.set(config, configuration)
    return configuration
  }

  return {
    async find(ssoId) {
      if (!isId('sso', ssoId)) return undefined
      if (unknown.has(ssoId)) return undefined
      const entry = known.get(ssoId)
      if (entry && entry.until > clock()) return entry.configuration
      // KV out of reach is as good as a miss: D1 knows the same.
      const configuration = (await fromKv(ssoId).catch(() => undefined)) ?? (await fromD1(ssoId))
      if (configuration === undefined) unknown.note(ssoId)
      else known.set(ssoId, { configuration, until: clock() + KNOWN_MS })
      return configuration
    },

    remember(configuration) {
      known.set(configuration.ssoKey.id, { configuration, until: clock() + REMEMBERED_MS })
    },
  }
}
