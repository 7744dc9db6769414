// The little of DER (X.690) that certificates need: one reader of tag, length and contents, and one
// writer.

export interface DerValue {
  readonly tag: number
  readonly contents: Uint8Array<ArrayBuffer>
  /** Index of the first byte after this value, in the bytes it was read from. */
  readonly end: number
}

const MAX_VALUES = 64

/** The tags in use here: universal ones, and constructed context ones (X.690 §8.1.2). */
export const DER = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  context0: 0xa0,
  context3: 0xa3,
} as const

/**
 * Reads the value that begins at an index; undefined when it is cut off or has no definite length.
 */
export function readDer(bytes: Uint8Array<ArrayBuffer>, at = 0): DerValue | undefined {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) return undefined
  let start = at + 2
  let length = first
  if (first >= 0x80) {
    // Four length bytes are far more than any bounded input; 0x80 would be the indefinite length of
    // BER.
    const count = first & 0x7f
    if (count === 0 || count > 4 || start + count > bytes.length) return undefined
    length = bytes.subarray(start, start + count).reduce((sum, byte) => sum * 256 + byte, 0)
    start += count
  }
  const end = start + length
  return end <= bytes.length ? { tag, contents: bytes.subarray(start, end), end } : undefined
}

/**
 * Reads the values that bytes hold one after the other, at most 64; undefined if anything else
 * stands among them.
 */
export function readDerAll(bytes: Uint8Array<ArrayBuffer>): readonly DerValue[] | undefined {
  const values: DerValue[] = []
  for (let at = 0; at < bytes.length; ) {
    const value = readDer(bytes, at)
    if (value === undefined || values.length === MAX_VALUES) return undefined
    values.push(value)
    at = value.end
  }
  return values
}

/** Writes one value: tag, shortest length, and the contents one after the other. */
export function writeDer(tag: number, ...contents: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = contents.reduce((sum, part) => sum + part.length, 0)
  const length = lengthBytes(size)
  const written = new Uint8Array(1 + length.length + size)
  written[0] = tag
  written.set(length, 1)
  let at = 1 + length.length
  for (const part of contents) {
    written.set(part, at)
    at += part.length
  }
  return written
}

/** Writes an object identifier from its dotted form (X.690 §8.19). */
export function writeOid(dotted: string): Uint8Array<ArrayBuffer> {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return writeDer(DER.oid, Uint8Array.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function lengthBytes(size: number): readonly number[] {
  if (size < 0x80) return [size]
  const bytes: number[] = []
  for (let left = size; left > 0; left = Math.floor(left / 256)) bytes.unshift(left % 256)
  return [0x80 | bytes.length, ...bytes]
}

function base128(arc: number): readonly number[] {
  const bytes = [arc % 128]
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
    bytes.unshift(0x80 | (left % 128))
  return bytes
}
