// Bytes of a metadata document -> text. XML processors read UTF-8 and UTF-16 (XML 1.0 §4.3.3);
// documents in the encodings of Western Europe are common enough in names of organisations. A login
// message is UTF-8 and nothing else (R2).

const UTF8_MARK = /^\uFEFF/
/** What a declaration may say besides UTF-8 and UTF-16. US-ASCII is UTF-8 already. */
const DECLARED =
  /^<\?xml\s[^>]{0,100}encoding\s*=\s*["'](iso-8859-1|iso-8859-15|latin1|windows-1252)["']/i

/** Decodes a document; undefined if its bytes are not in the encoding that it is in. */
export function decodeMetadata(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes
  // The byte order mark, or a `<` without one: XML 1.0 appendix F.
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0))
    return decode('utf-16le', bytes)
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c))
    return decode('utf-16be', bytes)
  const head = String.fromCharCode(...bytes.subarray(0, 200))
  const declared = DECLARED.exec(head)?.[1]
  return decode('utf-8', bytes) ?? (declared && decode(declared, bytes))
}

function decode(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
      .decode(bytes)
      .replace(UTF8_MARK, '')
  } catch {
    return undefined
  }
}
