// Strong randomness of the platform.

/** Fresh random bytes. */
export const strongRandom = (bytes: number): Uint8Array =>
  crypto.getRandomValues(new Uint8Array(bytes))
