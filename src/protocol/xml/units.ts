// A text as numbers. The reader looks at every character, and reading them from an array of numbers
// is several times as fast as from a string.

/** Zeros behind the text, so that looking ahead needs no test for the end. */
const AHEAD = 4

/**
 * The one array that texts are written into, one after the other: reading is synchronous, and a new
 * array for each would cost more than filling it. It never has more than the largest message that
 * is read.
 */
let scratch = new Uint16Array(16_384)

/**
 * The UTF-16 units of a text, zeros behind it. They hold until the next call. `ascii`: the same
 * text, when it is ASCII.
 */
export function unitsOf(text: string, ascii: Uint8Array | undefined): Uint16Array {
  if (scratch.length < text.length + AHEAD) scratch = new Uint16Array(2 * text.length + AHEAD)
  if (ascii !== undefined) scratch.set(ascii)
  else for (let at = 0; at < text.length; at++) scratch[at] = text.charCodeAt(at)
  scratch.fill(0, text.length, text.length + AHEAD)
  return scratch
}

/** Tells whether `length` units at two places are the same. */
export function sameUnits(units: Uint16Array, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (units[a + i] !== units[b + i]) return false
  return true
}
