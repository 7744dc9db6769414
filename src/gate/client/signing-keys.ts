// The signing keys as the Worker uses them: read from the deployment gate, opened, and kept in the
// isolate for minutes.

import type { Clock } from '../../login/clock-and-random.ts'
import type { SigningKeys } from '../../login/ports.ts'
import { reaching } from '../../outage.ts'
import type { PublicJwk, SigningKey } from '../../protocol/oidc/signing-key.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import { createIsolateCache } from '../../storage/isolate-cache.ts'
import type { DeploymentGate, OfferedKey, StoredSigningKey } from '../deployment-gate.ts'

/**
 * A key that is rotated in is published longer than this before it signs (`SIGNING_KEY_OVERLAP`).
 */
const ISOLATE_TTL = 5 * 60_000

/** What keeps the keys, and what opens them. */
export interface KeyStore {
  readonly namespace: DurableObjectNamespace<DeploymentGate>
  readonly keyring: KeyRing
  readonly clock: Clock
}

interface OpenedKeys {
  readonly current: SigningKey
  readonly published: readonly PublicJwk[]
}

/**
 * Implements the signing keys on the deployment gate. The first call of a deployment makes the
 * first key.
 */
export function createSigningKeys(store: KeyStore): SigningKeys {
  const { clock } = store
  const cache = createIsolateCache<OpenedKeys>({ clock, ttl: ISOLATE_TTL, size: 1 })
  const opened = () => cache.get('keys', () => openKeys(store))
  return {
    current: async () => (await opened()).current,
    published: async () => (await opened()).published,
  }
}

/** The keys of the deployment, the current one first; where there is none, one is made. */
export async function readSigningKeys({
  namespace,
  keyring,
  clock,
}: KeyStore): Promise<readonly StoredSigningKey[]> {
  const gate = gateOfKeys(namespace)
  const stored = await reaching('gate', async () => await gate.signingKeys())
  if (stored[0]?.state === 'current') return stored
  // Made out here: in the gate, other calls would come in while WebCrypto works.
  const offer = await newSigningKey(keyring)
  return reaching('gate', async () => await gate.offerFirstKey(offer, clock()))
}

/** Makes a key pair, its private half sealed. */
export async function newSigningKey(keyring: KeyRing): Promise<OfferedKey> {
  const { generateSigningKey } = await import('../../protocol/oidc/signing-key.ts')
  const { publicJwk, privateJwk } = await generateSigningKey()
  return { publicJwk, sealedPrivateJwk: await keyring.seal('oidc-key', publicJwk.kid, privateJwk) }
}

/** The one gate of the deployment. */
export const gateOfKeys = (namespace: KeyStore['namespace']) => namespace.getByName('deployment')

async function openKeys(store: KeyStore): Promise<OpenedKeys> {
  const stored = await readSigningKeys(store)
  const [current] = stored
  if (current === undefined) throw new Error('The deployment gate keeps no signing key')
  return {
    current: await openKey(store.keyring, current),
    published: stored.map(({ publicJwk }) => publicJwk),
  }
}

async function openKey(keyring: KeyRing, stored: StoredSigningKey): Promise<SigningKey> {
  const privateJwk = await keyring.open('oidc-key', stored.kid, stored.sealedPrivateJwk)
  if (privateJwk === undefined)
    throw new Error('The OIDC signing key does not open with MASTER_KEY')
  const { importSigningKey } = await import('../../protocol/oidc/signing-key.ts')
  return importSigningKey(stored.kid, privateJwk)
}
