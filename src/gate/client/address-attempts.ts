// What is tried with addresses, as the Worker counts it: one call to one of the gates of addresses.

import type { AddressAttempts } from '../../login/begin/find-sign-in.ts'
import type { Clock } from '../../login/clock-and-random.ts'
import { reaching } from '../../outage.ts'
import { encodeBase64Url } from '../../protocol/bytes/base64.ts'
import { encodeUtf8 } from '../../protocol/bytes/utf8.ts'
import type { KeyRing } from '../../protocol/sealing/keyring.ts'
import { emailKey } from '../../tenants/email-address.ts'
import type { AddressGate, AttemptLimit } from '../address-gate.ts'
import { GATE_NAME_CHARACTERS } from '../gate-stub.ts'

/** Looking for the sign-in of an address that nobody has: enough for mistakes in typing. */
const FIND_SIGN_IN: AttemptLimit = { purpose: 'find_sign_in', most: 10, window: 15 * 60_000 }
/** 128 bits: no two addresses that anybody finds are counted as one. */
export const MAC_BYTES = 16

/** Implements the counters. An address is sent as its HMAC, so no gate ever learns one. */
export function createAddressAttempts(deps: {
  readonly namespace: DurableObjectNamespace<AddressGate>
  readonly keyring: KeyRing
  readonly clock: Clock
}): AddressAttempts {
  const { namespace, keyring, clock } = deps
  return {
    async countUnresolved(email) {
      const mac = await keyring.mac('address', encodeUtf8(emailKey(email)))
      const address = encodeBase64Url(mac.subarray(0, MAC_BYTES))
      const gate = namespace.getByName(address.slice(0, GATE_NAME_CHARACTERS))
      return reaching('gate', async () => await gate.count(address, FIND_SIGN_IN, clock()))
    },
  }
}
