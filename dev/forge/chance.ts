// Encryption needs randomness, and fixtures must come out the same each time: so here chance is a
// hash of a name.

import { createHash } from 'node:crypto'

/** From here on, what is drawn at random in this process follows from `name` alone. */
export function seedChance(name: string): void {
  let count = 0
  const draw = (into: Uint8Array): Uint8Array => {
    for (let at = 0; at < into.length; at += 32) {
      const bytes = createHash('sha256').update(`${name}:${count++}`).digest()
      into.set(bytes.subarray(0, into.length - at), at)
    }
    return into
  }
  Object.defineProperty(crypto, 'getRandomValues', { value: draw, configurable: true })
}
