// What a gate works with: its storage, the bindings of the Worker and what its variables say.

import { type Config, readConfig, type Variables } from '../../env.ts'
import type { Clock, Random } from '../../login/clock-and-random.ts'
import { createKeyRing, type KeyRing } from '../../protocol/sealing/keyring.ts'
import type { FetchGuard } from '../../storage/fetch/allowed-url.ts'
import { strongRandom } from '../../storage/random.ts'
import { createLoginEvents, type LoginEvents } from './login-events.ts'
import type { ResealKeys } from './reseal-secret.ts'

export interface GateContext extends ResealKeys {
  readonly storage: DurableObjectStorage
  /** The events that sessions carry. */
  readonly logins: LoginEvents
  readonly d1: D1Database
  readonly kv: KVNamespace
  readonly keyring: KeyRing
  readonly clock: Clock
  readonly random: Random
  /** Which URLs may be sent to (R45). */
  readonly guard: FetchGuard
  readonly publicOrigin: string
  /** Absent: nothing reaches anybody's mailbox. */
  readonly delivery?: Config['delivery']
}

/** Puts it together, once per object. */
export function createContext(storage: DurableObjectStorage, env: Env): GateContext {
  const { MASTER_KEY_PREVIOUS: previousMasterKey }: Variables = env
  const { MASTER_KEY: masterKey } = env
  const checked = readConfig(env)
  // Wrong variables: the Worker answers 503 to everything, and the alarm sends nothing.
  const config = 'config' in checked ? checked.config : undefined
  return {
    storage,
    logins: createLoginEvents(storage.sql),
    d1: env.DB,
    kv: env.LOGIN_CONFIG,
    keyring: createKeyRing({ masterKey, previousMasterKey, random: strongRandom }),
    currentKeyring: createKeyRing({ masterKey, random: strongRandom }),
    clock: Date.now,
    random: strongRandom,
    guard: { ownOrigins: config?.origins ?? [], allowLoopback: config?.allowLoopback ?? false },
    publicOrigin: config?.publicOrigin ?? '',
    ...(config?.delivery && { delivery: config.delivery }),
  }
}
