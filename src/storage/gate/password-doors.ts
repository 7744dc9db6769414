// Doors: for an address the gates of the tenants where it has a password, or the gate of addresses where it has none. Either
// way as many calls for one door, with the same things in them.

import type { Clock } from '../../login/clock-and-random.ts'
import type { PasswordDoor, PasswordDoors } from '../../login/password/ports.ts'
import { reaching } from '../../outage.ts'
import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import type { KeyRing, MacUse } from '../../protocol/sealing/keyring.ts'
import { emailKey } from '../../tenants/email-address.ts'
import type { TenantId } from '../../tenants/ids.ts'
import type { GateAddress } from '../../tenants/tenant.ts'
import { openDatabase } from '../d1/database.ts'
import { findPasswordAccounts } from '../d1/password-accounts.ts'
import { GATE_NAME_CHARACTERS, MAC_BYTES } from './address-attempts.ts'
import type { AddressGate, AttemptLimit } from './address-gate.ts'
import { gateStub } from './gates.ts'
import type { TenantGate } from './tenant-gate.ts'

/** Failed passwords of one network, whatever the addresses: guessing at many of them is no mistake in typing. */
const FROM_NETWORK: AttemptLimit = { purpose: 'password', most: 60, window: 10 * 60_000 }

interface DoorDeps {
  readonly d1: D1Database
  readonly tenantGates: DurableObjectNamespace<TenantGate>
  readonly addressGates: DurableObjectNamespace<AddressGate>
  readonly jurisdictions: boolean
  readonly keyring: Pick<KeyRing, 'mac'>
  readonly clock: Clock
}

/** Implements the port. */
export function createPasswordDoors(deps: DoorDeps): PasswordDoors {
  const { d1, addressGates, keyring, clock } = deps
  const db = openDatabase(d1)
  const name = async (use: MacUse, text: string): Promise<string> =>
    encodeBase64Url((await keyring.mac(use, encodeUtf8(text))).subarray(0, MAC_BYTES))
  const addressGate = (mac: string) => addressGates.getByName(mac.slice(0, GATE_NAME_CHARACTERS))
  return {
    async find(typed, from) {
      const key = emailKey(typed)
      const [address, network] = await Promise.all([name('address', key), name('network', from)])
      const source = { email: typed, address, network }
      const [first, ...others] = (await findPasswordAccounts(db, key)).map((account) =>
        openDoor(deps, account, source),
      )
      return first ? [first, ...others] : [blindDoor(addressGate(address), source)]
    },
    async countNetwork(from) {
      const mac = await name('network', from)
      return reaching('gate', async () => await addressGate(mac).count(mac, FROM_NETWORK, clock()))
    },
    async forgiveNetwork(from) {
      const mac = await name('network', from)
      await reaching('gate', async () => await addressGate(mac).forgive(mac, FROM_NETWORK.purpose))
    },
  }
}

interface Source {
  readonly email: string
  readonly address: string
  readonly network: string
}

function openDoor(
  { tenantGates, jurisdictions }: DoorDeps,
  { tenantId, gate }: { readonly tenantId: TenantId; readonly gate: GateAddress },
  source: Source,
): PasswordDoor {
  const stub = gateStub(tenantGates, gate, jurisdictions)
  const attempt = { tenantId, ...source }
  return {
    gate,
    begin: () => reaching('gate', async () => await stub.beginPassword(attempt)),
    finish: (answer) =>
      reaching('gate', async () => await stub.finishPassword({ ...attempt, ...answer })),
    renewPassword: (renewed) => reaching('gate', async () => await stub.renewPassword(renewed)),
    requestReset: () => reaching('gate', async () => await stub.requestReset(attempt)),
  }
}

/** Behind it is nobody. */
function blindDoor(stub: DurableObjectStub<AddressGate>, source: Source): PasswordDoor {
  return {
    begin: () => reaching('gate', async () => await stub.beginPassword(source)),
    finish: ({ key }) =>
      reaching('gate', async () => await stub.finishPassword({ ...source, key })),
    renewPassword: async () => undefined,
    requestReset: () => reaching('gate', async () => await stub.requestReset(source)),
  }
}
