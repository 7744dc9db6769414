// What the gate's commands work with.

import type { Clock, Random } from '../../login/ports.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import type { FetchGuard } from '../fetch/allowed-url.ts'

export interface GateContext {
  readonly storage: DurableObjectStorage
  readonly d1: D1Database
  readonly kv: KVNamespace
  readonly keyring: KeyRing
  /** Opens what is sealed under the present master key, and nothing from before. */
  readonly presentKeyring: Pick<KeyRing, 'open'>
  readonly clock: Clock
  readonly random: Random
  /** Which URLs may be sent to (R45). */
  readonly guard: FetchGuard
}
