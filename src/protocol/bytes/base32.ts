// Base32 in Crockford's alphabet, lower case: letters and digits alone, so that a double click
// selects the whole of it.

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** Writes bytes as base32; the last character is filled with zero bits. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(held >> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits === 0 ? text : text + ALPHABET[(held << (5 - bits)) & 31]
}

/** Reads what `encodeBase32` wrote; `undefined` for anything else. */
export function decodeBase32(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes: number[] = []
  let held = 0
  let bits = 0
  for (const character of text) {
    const value = ALPHABET.indexOf(character)
    if (value === -1) return undefined
    held = (held << 5) | value
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >> bits) & 255)
    held &= (1 << bits) - 1
  }
  const decoded = Uint8Array.from(bytes)
  return encodeBase32(decoded) === text ? decoded : undefined
}
