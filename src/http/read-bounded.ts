// Reading a body without trusting its Content-Length: the room for it ends the reading.

/**
 * What a login's form needs: it comes in one piece then, where the platform would hand over many
 * small ones.
 */
const PIECE_BYTES = 16 * 1024

/** Reads a body up to a number of bytes; undefined when there is more. */
export async function readBounded(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (body === null) return new Uint8Array()
  const reader = body.getReader({ mode: 'byob' })
  const pieces: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { value, done } = await reader.readAtLeast(PIECE_BYTES, new Uint8Array(PIECE_BYTES))
    length += value?.length ?? 0
    if (length > maxBytes) {
      await reader.cancel()
      return undefined
    }
    if (value) pieces.push(value)
    // Less than was asked for is the end.
    if (done || value.length < PIECE_BYTES) return join(pieces, length)
  }
}

function join(pieces: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
