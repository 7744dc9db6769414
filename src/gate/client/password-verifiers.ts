// Doors: for an address the tenants where it has a password, or one that leads nowhere. Whichever
// it is, every call goes to the gate of the address first, so neither the number of calls nor the
// place where they go tells of an account.

import type { Clock } from '../../login/clock-and-random.ts'
import type { KnownDevice } from '../../login/password/device.ts'
import type { PasswordVerifier, PasswordVerifiers } from '../../login/password/ports.ts'
import { reaching } from '../../outage.ts'
import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import type { KeyRing, MacUse } from '../../protocol/sealing/keyring.ts'
import type { PasswordAccount } from '../../storage/d1/password-accounts.ts'
import { emailKey } from '../../tenants/email-address.ts'
import type { AddressGate, AttemptLimit } from '../address-gate.ts'
import { GATE_NAME_CHARACTERS, gateStub } from '../gate-stub.ts'
import type { TenantGate } from '../tenant-gate.ts'
import { MAC_BYTES } from './address-attempts.ts'

/**
 * Failed passwords of one network, whatever the addresses: guessing at many of them is no mistake
 * in typing.
 */
const FROM_NETWORK: AttemptLimit = { purpose: 'password', most: 60, window: 10 * 60_000 }

interface VerifierDeps {
  readonly d1: D1Database
  readonly tenantGates: DurableObjectNamespace<TenantGate>
  readonly addressGates: DurableObjectNamespace<AddressGate>
  readonly jurisdictions: boolean
  readonly keyring: Pick<KeyRing, 'mac'>
  readonly clock: Clock
}

/** Implements the port. */
export function createPasswordVerifiers(deps: VerifierDeps): PasswordVerifiers {
  const { d1, addressGates, keyring, clock } = deps
  const name = async (use: MacUse, text: string): Promise<string> =>
    encodeBase64Url((await keyring.mac(use, encodeUtf8(text))).subarray(0, MAC_BYTES))
  const addressGate = (mac: string) => addressGates.getByName(mac.slice(0, GATE_NAME_CHARACTERS))
  return {
    async find({ email, network: from, devices = [] }) {
      const key = emailKey(email)
      const [address, network] = await Promise.all([name('address', key), name('network', from)])
      const source = { email, address, network, devices }
      const gate = addressGate(address)
      const { findPasswordAccounts } = await import('../../storage/d1/password-accounts.ts')
      const [first, ...others] = (await findPasswordAccounts(d1, key)).map((account) =>
        openVerifier(deps, gate, { ...source, account }),
      )
      return first ? [first, ...others] : [openVerifier(deps, gate, source)]
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
  readonly devices: readonly KnownDevice[]
  /** Absent: nobody has a password under this address. */
  readonly account?: PasswordAccount
}

/**
 * Each call goes to the gate of the address, which asks the tenant's gate, or one that stands in
 * for it.
 */
function openVerifier(
  { tenantGates, jurisdictions }: VerifierDeps,
  stub: DurableObjectStub<AddressGate>,
  { account, email, address, network, devices }: Source,
): PasswordVerifier {
  const { tenantId, gate } = account ?? {}
  const mine = devices.filter((device) => device.tenantId === tenantId)
  const source = { address, network, email, ...(mine.length > 0 && { devices: mine }) }
  const attempt = account === undefined ? source : { ...source, at: account }
  return {
    ...(gate && { gate }),
    begin: () => reaching('gate', async () => await stub.beginPassword(attempt)),
    finish: (answer) =>
      reaching('gate', async () => await stub.finishPassword({ ...attempt, ...answer })),
    // Only after the right password, so there is nothing left to hide.
    async renewPassword(renewed) {
      if (gate === undefined) return
      const tenantGate = gateStub(tenantGates, gate, jurisdictions)
      await reaching('gate', async () => await tenantGate.renewPassword(renewed))
    },
    requestReset: () => reaching('gate', async () => await stub.requestReset(attempt)),
  }
}
