// The signing keys as the Worker uses them: read from the deployment gate, opened, and kept in the isolate for minutes.

import type { Clock, SigningKeys } from '../../login/ports.ts'
import { reaching } from '../../outage.ts'
import {
  generateSigningKey,
  importSigningKey,
  type PublicJwk,
  type SigningKey,
} from '../../protocol/oidc/signing-key.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import { createIsolateCache } from '../isolate-cache.ts'
import type { DeploymentGate, StoredSigningKey } from './deployment-gate.ts'

/** A key that is rotated in is published longer than this before it signs. */
const ISOLATE_TTL = 5 * 60_000

interface OpenedKeys {
  readonly current: SigningKey
  readonly published: readonly PublicJwk[]
}

/** Implements the signing keys on the deployment gate. The first call of a deployment makes the first key. */
export function createSigningKeys(input: {
  readonly namespace: DurableObjectNamespace<DeploymentGate>
  readonly keyring: KeyRing
  readonly clock: Clock
}): SigningKeys {
  const { clock } = input
  const cache = createIsolateCache<OpenedKeys>({ clock, ttl: ISOLATE_TTL, size: 1 })
  const opened = () => cache.get('keys', () => openKeys(input))
  return {
    current: async () => (await opened()).current,
    published: async () => (await opened()).published,
  }
}

async function openKeys({
  namespace,
  keyring,
  clock,
}: Parameters<typeof createSigningKeys>[0]): Promise<OpenedKeys> {
  const gate = namespace.getByName('deployment')
  let stored = await reaching('gate', async () => await gate.signingKeys())
  if (stored[0]?.state !== 'current') {
    // Made out here: in the gate, other calls would come in while WebCrypto works.
    const offer = await newKey(keyring)
    stored = await reaching('gate', async () => await gate.offerFirstKey(offer, clock()))
  }
  const [current] = stored
  if (current === undefined) throw new Error('The deployment gate keeps no signing key')
  return {
    current: await openKey(keyring, current),
    published: stored.map(({ publicJwk }) => publicJwk),
  }
}

async function newKey(keyring: KeyRing): Promise<Omit<StoredSigningKey, 'state'>> {
  const { publicJwk, privateJwk } = await generateSigningKey()
  return { publicJwk, sealedPrivateJwk: await keyring.seal('oidc-key', publicJwk.kid, privateJwk) }
}

async function openKey(keyring: KeyRing, stored: StoredSigningKey): Promise<SigningKey> {
  const { kid } = stored.publicJwk
  const privateJwk = await keyring.open('oidc-key', kid, stored.sealedPrivateJwk)
  if (privateJwk === undefined)
    throw new Error('The OIDC signing key does not open with MASTER_KEY')
  return importSigningKey(kid, privateJwk)
}
