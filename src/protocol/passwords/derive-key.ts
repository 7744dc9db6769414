// From a password to the key that is stored of it, by scrypt (RFC 7914). Whoever stores a key keeps
// the parameters with it, so that these may grow: an old key is derived with its own, and replaced
// after the next successful login.

import { scrypt } from 'node:crypto'
import type { Password } from './password.ts'

export interface ScryptParameters {
  /** Binary logarithm of the CPU and memory cost. */
  readonly logN: number
  readonly r: number
  readonly p: number
}

/**
 * 16 MiB each: a Worker has 128 MB for all that it does at one time, and passwords come in beside
 * logins. PBKDF2 would be held to 100,000 iterations by the platform; argon2 it does not have.
 */
export const PRESENT_PARAMETERS: ScryptParameters = { logN: 14, r: 8, p: 1 }

/**
 * The largest that a stored key may ask for: a record that was tampered with must not take a Worker
 * down.
 */
const LARGEST: ScryptParameters = { logN: 16, r: 8, p: 4 }
/** workerd derives no key for which N · r · p is more. */
const LARGEST_COST = 2 ** 20

const KEY_BYTES = 32
export const SALT_BYTES = 16

/**
 * Derives the key of a password, 32 bytes. Costs the same whatever the password is; throws for
 * parameters out of bounds.
 */
export function derivePasswordKey(
  password: Password,
  salt: Uint8Array,
  parameters: ScryptParameters,
): Promise<Uint8Array<ArrayBuffer>> {
  const { logN, r, p } = parameters
  if (!isWithin(parameters)) throw new Error('scrypt parameters out of bounds')
  const options = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r }
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, options, (fault, key) =>
      fault ? reject(fault) : resolve(new Uint8Array(key)),
    )
  })
}

/** Tells whether a key was derived with less than what new ones are derived with now. */
export const isOutdated = (parameters: ScryptParameters): boolean =>
  costOf(parameters) < costOf(PRESENT_PARAMETERS)

const costOf = ({ logN, r, p }: ScryptParameters): number => 2 ** logN * r * p

const isWithin = ({ logN, r, p }: ScryptParameters): boolean =>
  [logN, r, p].every((number) => Number.isInteger(number) && number >= 1) &&
  logN <= LARGEST.logN &&
  r <= LARGEST.r &&
  p <= LARGEST.p &&
  costOf({ logN, r, p }) <= LARGEST_COST
