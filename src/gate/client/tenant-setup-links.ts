// Set-up links as the API sees them: what decides from the tenant's gate, lists from D1, and
// attempts at tokens from a gate of addresses.

import type { Clock } from '../../login/clock-and-random.ts'
import { reaching } from '../../outage.ts'
import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import { openDatabase } from '../../storage/d1/database.ts'
import { findByTokenHash, listSetupLinks, readProgress } from '../../storage/d1/setup-links.ts'
import type { SetupLinks } from '../../tenants/setup-links/setup-link.ts'
import type { AddressGate, AttemptLimit } from '../address-gate.ts'
import { GATE_NAME_CHARACTERS, gateStub } from '../gate-stub.ts'
import type { TenantGate } from '../tenant-gate.ts'
import { MAC_BYTES } from './address-attempts.ts'

/** Tokens of one network that lead nowhere: nobody types one. */
const AT_TOKENS: AttemptLimit = { purpose: 'setup_link', most: 60, window: 10 * 60_000 }

/**
 * Implements the port. Without `jurisdictions` (workerd alone has none) an address's jurisdiction
 * is not applied.
 */
export function createSetupLinks({
  namespace,
  addressGates,
  jurisdictions,
  d1,
  keyring,
  clock,
}: {
  readonly namespace: DurableObjectNamespace<TenantGate>
  readonly addressGates: DurableObjectNamespace<AddressGate>
  readonly jurisdictions: boolean
  readonly d1: D1Database
  readonly keyring: Pick<KeyRing, 'mac'>
  readonly clock: Clock
}): SetupLinks {
  const db = openDatabase(d1)
  const macOf = async (network: string): Promise<string> =>
    encodeBase64Url((await keyring.mac('network', encodeUtf8(network))).subarray(0, MAC_BYTES))
  const addressGate = (mac: string) => addressGates.getByName(mac.slice(0, GATE_NAME_CHARACTERS))
  return {
    findByTokenHash: (hash) => findByTokenHash(db, hash),
    list: (tenantId, page) => listSetupLinks(db, tenantId, page),
    find: (gate, tenantId, id) =>
      reaching('gate', async () => {
        const stub = gateStub(namespace, gate, jurisdictions)
        return await stub.findSetupLink(tenantId, id)
      }),
    readProgress: (tenantId, links) => readProgress(db, tenantId, links),
    async countAttempt(network) {
      const mac = await macOf(network)
      return reaching('gate', async () => await addressGate(mac).count(mac, AT_TOKENS, clock()))
    },
    async forgiveAttempt(network) {
      const mac = await macOf(network)
      await reaching('gate', async () => await addressGate(mac).forgive(mac, AT_TOKENS.purpose))
    },
  }
}
