// Bytes as text for comparisons.

/** workerd has the conversion built in; Node has it from version 25 on. */
const IS_NATIVE = 'toHex' in Uint8Array.prototype

/** Writes bytes in lower-case hex. */
export const hexOf = (bytes: Uint8Array): string =>
  IS_NATIVE
    ? bytes.toHex()
    : Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
