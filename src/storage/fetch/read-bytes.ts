// Reading a body without trusting its Content-Length: it counts while it reads, also what
// decompression makes of it.

/** Reads a body up to a number of bytes; undefined when there is more. */
export async function readBytes(
  { body }: Response,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    // Leaving the loop cancels the stream.
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer())
}
