// The signature of a passkey (WebAuthn Level 3 §6.5.5): a DER sequence of two integers, each as
// short as it can be. The library takes both to be 32 bytes long, which one signature of a hundred
// is not; so it gets them padded.

/** Of r and of s, for P-256. */
const COMPONENT_BYTES = 32
const SEQUENCE = 0x30
const INTEGER = 0x02

/**
 * The same two numbers, each with all its 32 bytes and a zero before them; undefined for what is no
 * such sequence in DER.
 */
export function padEcdsaSignature(der: Uint8Array): Uint8Array | undefined {
  if (der[0] !== SEQUENCE || der[1] !== der.length - 2) return undefined
  const r = readInteger(der, 2)
  const s = r && readInteger(der, r.end)
  if (r === undefined || s?.end !== der.length) return undefined
  const padded = [r.digits, s.digits].map(pad)
  return Uint8Array.of(SEQUENCE, 2 * (COMPONENT_BYTES + 3), ...padded.flat())
}

/**
 * A positive integer in its only spelling (X.690 §8.3.2): no zero in front that its sign does not
 * need.
 */
function readInteger(
  der: Uint8Array,
  at: number,
): { readonly digits: Uint8Array; readonly end: number } | undefined {
  const length = der[at + 1] ?? 0
  const end = at + 2 + length
  const [first = 0x80, second = 0] = der.subarray(at + 2, end)
  if (der[at] !== INTEGER || length === 0 || end > der.length || first >= 0x80) return undefined
  if (first === 0 && length > 1 && second < 0x80) return undefined
  const digits = der.subarray(first === 0 ? at + 3 : at + 2, end)
  return digits.length > COMPONENT_BYTES ? undefined : { digits, end }
}

const pad = (digits: Uint8Array): readonly number[] => {
  const zeros = Array<number>(COMPONENT_BYTES + 1 - digits.length).fill(0)
  return [INTEGER, COMPONENT_BYTES + 1, ...zeros, ...digits]
}
