import { createKeyRing, type KeyRing } from '../../src/protocol/sealing/keyring.ts'

export const strongRandom = (bytes: number): Uint8Array =>
  crypto.getRandomValues(new Uint8Array(bytes))

export const MASTER_KEY = 'a-master-key-that-only-these-tests-use-0001'

/** A key ring as the Worker has one, under the tests' master key. */
export const testKeyRing = (masterKey = MASTER_KEY, previousMasterKey?: string): KeyRing =>
  createKeyRing({ masterKey, previousMasterKey, random: strongRandom })
