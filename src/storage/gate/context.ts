// What the gate's commands work with.

import type { Clock, Random } from '../../login/ports.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { FetchGuard } from '../fetch/allowed-url.ts'
import type { ResealKeys } from './reseal-secret.ts'

export interface GateContext extends ResealKeys {
  readonly storage: DurableObjectStorage
  readonly d1: D1Database
  readonly kv: KVNamespace
  readonly keyring: KeyRing
  readonly clock: Clock
  readonly random: Random
  /** Which URLs may be sent to (R45). */
  readonly guard: FetchGuard
}
